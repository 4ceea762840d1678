// The rows that a stream's table holds already: how far their backfill is, and what begins or ends one.

import {html, nothing} from './lit.js';
import {count, plural} from './format.js';
import {backfillOf, readsPostgres, tableOf} from './model.js';
import {buttons} from './overview.js';
import {words} from './parts.js';

const MEANING = {
  queued: 'Another backfill of the same reader comes first, or the reader is not reading at the moment.',
  waiting: 'It waits for transactions that were open when it began, or for changes that were committed before.',
  running: 'Rows are published beside the live changes.',
  retrying: 'It goes on by itself.',
  blocked: 'Somebody has to mend something; it goes on by itself after that.',
  done: 'It is over. Another one begins anew, with new ids.',
  cancelled: 'It was ended before its last row. Another one begins anew, with new ids.',
};

export function backfillSection(row, ask) {
  if (!readsPostgres(row.stream)) return nothing;
  const backfill = backfillOf(row.stream);
  const table = tableOf(row.stream);
  return html`<section class="card" aria-labelledby="backfill"><h2 id="backfill">Backfill</h2>
    ${backfill ? told(backfill, table) : html`<p>Nobody has asked for the rows that ${table ? html`<code>${table}</code>` : 'the table'} holds already.</p>`}
    <p class="buttons">${buttons(row, backfill?.isUnderWay ? ['cancel-backfill'] : ['backfill'], ask, null)}</p>
  </section>`;
}

function told({state, read, estimate, why, isUnderWay, text}, table) {
  if (!state) return words(text);
  return html`
    <p><b class="backfill-state">${state}</b>: ${plural(read, 'row')} ${estimate === null || state === 'done' ? '' : `of about ${count(estimate)} `}read${table ? html` from <code>${table}</code>` : nothing}</p>
    ${isUnderWay && estimate !== null ? html`<progress max=${Math.max(estimate, read, 1)} value=${read} aria-label="Rows read"></progress>` : nothing}
    <p class="muted">${MEANING[state] ?? ''}</p>
    ${why ? words(why) : nothing}`;
}
