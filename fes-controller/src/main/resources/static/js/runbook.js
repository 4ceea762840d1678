// docs/operations.md as it ships with this controller, for who has no network at hand. Its text is shown as text: of
// Markdown no more than that page uses is understood.

import {html, nothing} from './lit.js';

/** Section titles in the order of the page, each with an address of its own as on a repository's pages. */
export const slug = (title) => title.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replace(/ /g, '-');

export const runbookHref = (title) => `#/runbook/${slug(title)}`;

export async function load() {
  const response = await fetch(new URL('../operations.md', import.meta.url), {signal: AbortSignal.timeout(10_000)});
  if (!response.ok) throw new Error(String(response.status));
  return response.text();
}

export const runbookPage = (text) => html`
  <nav aria-label="Breadcrumb" class="crumbs"><a href="#/">All streams</a> <span aria-hidden="true">/</span> Runbook</nav>
  <article class="card runbook-page">${blocks(text.split('\n')).map(block)}</article>`;

function block({kind, lines, level}) {
  const text = lines.join(' ');
  if (kind === 'heading') return level === 1 ? html`<h1 tabindex="-1" id="title">${inline(text)}</h1>` : html`<h2 tabindex="-1" id=${slug(text)}>${inline(text)}</h2>`;
  if (kind === 'code') return html`<pre tabindex="0">${lines.join('\n')}</pre>`;
  if (kind === 'table') return table(lines);
  const items = () => lines.map((line) => html`<li>${inline(line)}</li>`);
  if (kind === 'list') return html`<ul>${items()}</ul>`;
  if (kind === 'steps') return html`<ol>${items()}</ol>`;
  return html`<p>${inline(text)}</p>`;
}

function table([head, , ...body]) {
  const cells = (line) => line.replace(/^\||\|\s*$/g, '').split(/(?<!\\)\|/).map((cell) => cell.trim());
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>
    <thead><tr>${cells(head).map((cell) => html`<th scope="col">${inline(cell)}</th>`)}</tr></thead>
    <tbody>${body.map((line) => html`<tr>${cells(line).map((cell) => html`<td>${inline(cell)}</td>`)}</tr>`)}</tbody></table></div>`;
}

/** Lines that belong together, and what they are. */
export function blocks(lines) {
  const all = [];
  let last = null;
  const begin = (kind, more) => all.push((last = {kind, lines: [], ...more}));
  for (const line of lines) {
    if (last?.kind === 'code' && !last.ended) {
      if (line.startsWith('```')) last.ended = true;
      else last.lines.push(line);
    } else if (line.startsWith('```')) begin('code');
    else if (!line.trim()) last = null;
    else if (/^#+ /.test(line)) {
      begin('heading', {level: line.indexOf(' ')});
      last.lines.push(line.replace(/^#+ /, ''));
      last = null;
    } else add(line);
  }
  return all;

  function add(line) {
    const item = /^(-|\d+\.) (.*)/.exec(line);
    const goesOn = !item && ['list', 'steps'].includes(last?.kind);
    if (goesOn) {
      last.lines.push(`${last.lines.pop()} ${line.trim()}`);
      return;
    }
    const kind = item ? (item[1] === '-' ? 'list' : 'steps') : line.startsWith('|') ? 'table' : 'text';
    if (last?.kind !== kind) begin(kind);
    last.lines.push(item ? item[2] : line);
  }
}

const PARTS = /(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]+\))/;

const inline = (text) => text.split(PARTS).map((part, i) => (i % 2 ? special(part) : part || nothing));

function special(part) {
  if (part.startsWith('`')) return html`<code>${part.slice(1, -1)}</code>`;
  if (part.startsWith('**')) return html`<b>${part.slice(2, -2)}</b>`;
  const [, words, target] = /\[([^\]]+)\]\(([^)]+)\)/.exec(part);
  return target.startsWith('#') ? html`<a href="#/runbook/${target.slice(1)}">${words}</a>` : html`${words} (${target})`;
}
