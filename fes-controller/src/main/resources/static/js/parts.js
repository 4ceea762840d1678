// Small parts that several views share.

import {html, svg, nothing} from './lit.js';
import {clock} from './format.js';
import {STATES, meaning} from './model.js';

/** A shape for each state, so that none is told by its colour alone. */
const SHAPES = {
  Failed: svg`<path d="M8 1 15 14H1z"/><path class="cut" d="M8 6v4M8 11.6v.9"/>`,
  Invalid: svg`<path d="M3 1h7l3 3v11H3z"/><path class="cut" d="m6 7 4 4m0-4-4 4"/>`,
  Blocked: svg`<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/><path class="cut" d="M4.5 8h7"/>`,
  Retrying: svg`<circle class="line" cx="8" cy="8" r="5.6" stroke-dasharray="26 9"/><path d="m11 1 3.8 3.4-4.9 1.2z"/>`,
  Starting: svg`<circle class="line" cx="8" cy="8" r="5.8" stroke-dasharray="3 3"/>`,
  Paused: svg`<path d="M3.5 2h3.4v12H3.5zM9.1 2h3.4v12H9.1z"/>`,
  Draining: svg`<path d="M8 14 3 8.6h3.4V2h3.2v6.6H13z"/>`,
  Running: svg`<circle cx="8" cy="8" r="7"/><path class="cut" d="m4.8 8.2 2.3 2.4 4.2-4.8"/>`,
};

export const icon = (state) =>
  html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${SHAPES[state] ?? SHAPES.Failed}</svg>`;

export const stateBadge = (state) =>
  html`<span class="state state-${STATES.includes(state) ? state : 'Failed'}" title=${meaning(state)}>${icon(state)}<span>${state}</span></span>`;

export const figure = (label, value, more = '') =>
  html`<div class="figure"><dt>${label}</dt><dd>${value}${more ? html`<small>${more}</small>` : nothing}</dd></div>`;

/** Stages that should answer and do not: their figures are old, and that is said. */
export const silences = (row) => html`
  ${row.old ? html`<p class="silent"><b>The controller looked here last at ${clock(row.old)}.</b> All figures are from then.</p>` : nothing}
  ${row.silent.map(({stage, heard}) => html`<p class="silent"><b>The ${stage} stage cannot be reached.</b>
    ${heard ? `It answered last at ${clock(heard)}; its figures are from then.` : 'It has not answered yet, so there are no figures of it.'}</p>`)}`;

/** Words that came from a stage: as they are, and broken where they are long. */
export const words = (text) => html`<p class="words">${text}</p>`;

export const runbookLink = (runbook) =>
  html`<a class="runbook" href=${runbook.href}>Runbook: ${runbook.title}</a>`;

export const streamHref = (row) => '#/' + [row.resource.namespace, row.resource.name, row.stream.name].map(encodeURIComponent).join('/');
