// The one place that names the library's version; it is served from this controller, as all else is.
export {html, svg, render, nothing} from '../webjars/lit-html/3.3.2/lit-html.js';
export {repeat} from '../webjars/lit-html/3.3.2/directives/repeat.js';
