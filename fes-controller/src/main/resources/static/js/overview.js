// All event streams, worst first.

import {html, nothing, repeat} from './lit.js';
import {ACTIONS, meant} from './actions.js';
import {advice} from './advice.js';
import {EXAMPLE} from './example.js';
import {count, quantiles, rate, seconds, bytes} from './format.js';
import {STATES, counts, isTrouble, matching, rows} from './model.js';
import {figure, icon, runbookLink, silences, stateBadge, streamHref, words} from './parts.js';

const PAGE = 200;

export function overview(answer, filter, ask) {
  const all = rows(answer.body, answer.at);
  if (!all.length) return empty(answer.body);
  const shown = matching(all, filter);
  return html`
    <h1 tabindex="-1" id="title">Event streams</h1>
    ${summary(all, filter)}
    <div class="find">${search(filter)}<p class="hint" role="status">${count(shown.length)} of ${count(all.length)} shown</p></div>
    <ul class="rows">
      ${repeat(shown.slice(0, filter.limit ?? PAGE), (row) => row.key, (row) => html`<li>${oneRow(row, ask)}</li>`)}
    </ul>
    ${shown.length > (filter.limit ?? PAGE)
      ? html`<button type="button" @click=${() => filter.set({limit: shown.length})}>Show all ${count(shown.length)}</button>`
      : nothing}
  `;
}

function summary(all, filter) {
  const numbers = counts(all);
  const chip = (state, label, n) => html`
    <button type="button" class="chip ${n ? '' : 'none'} chip-${state || 'all'}" aria-pressed=${filter.state === state} @click=${() => filter.set({state})}>
      ${state ? icon(state) : nothing}<span>${label}</span> <b>${count(n)}</b>
    </button>`;
  return html`<div class="chips" role="group" aria-label="Show by state">
    ${chip('', 'All', all.length)} ${STATES.map((state) => chip(state, state, numbers.get(state)))}
  </div>`;
}

const search = (filter) => html`
  <label class="search"><span>Search</span>
    <input type="search" placeholder="name, namespace, application, words of an error" .value=${filter.text}
      @input=${(event) => filter.set({text: event.target.value})}>
  </label>`;

function oneRow(row, ask) {
  const trouble = isTrouble(row.state);
  return html`
    <article class="row row-${row.state} ${trouble ? 'trouble' : ''}" aria-label="${name(row)}: ${row.state}">
      <div class="row-state">${stateBadge(row.state)}</div>
      <div class="row-name">
        <h2>${row.stream ? html`<a href=${streamHref(row)}>${row.stream.name}</a>` : row.key}</h2>
        <p class="muted">${row.resource ? `${row.resource.namespace} / ${row.resource.name}` : 'a manifest'}${row.stream ? html`<br>${row.stream.definition}` : nothing}</p>
      </div>
      ${row.stream ? figures(row) : html`<dl class="figures"></dl>`}
      ${row.problem || row.silent.length || row.old || row.state === 'Paused' ? problem(row, ask) : nothing}
    </article>`;
}

const name = (row) => row.stream?.name ?? row.key;

export function figures({stream, silent, old}) {
  const {counts, lag} = stream.figures;
  const vitals = stream.vitals ?? {};
  const kept = stream.letters?.kept;
  return html`<dl class="figures ${silent.length || old ? 'stale' : ''}">
    ${figure('Throughput', rate(vitals.perSecond))}
    ${figure('Latency p50 / p99', quantiles(vitals.latency))}
    ${figure('Behind', seconds(lag.seconds), bytes(lag.bytes))}
    ${figure('Unread in topics', count(lag.records))}
    ${figure('Dead letters', count(counts.deadLettered), kept ? `${count(kept)} to decide` : '')}
  </dl>`;
}

function problem(row, ask) {
  const help = advice(row);
  return html`<div class="problem">
    ${silences(row)}
    ${row.problem ? html`<p class="who">${row.stream ? `The ${row.problem.stage} stage says:` : row.problem.stage}</p>${words(row.problem.error)}` : nothing}
    ${help ? html`<p class="help"><b>What to do:</b> ${help.words}</p>
      <p class="buttons">${row.stream ? buttons(row, help.actions, ask) : nothing} ${runbookLink(help.runbook)}</p>` : nothing}
  </div>`;
}

export const buttons = (row, actions, ask, stage) =>
  actions.map((action) => html`<button type="button" class=${ACTIONS[action].danger ? 'danger' : ''} @click=${() => ask(action, row, stage === undefined ? meant(action, row) : stage)}>${ACTIONS[action].label}…</button>`);

function empty(body) {
  if (body.controller?.role === 'standby') return standby(body.controller);
  return html`
    <h1 tabindex="-1" id="title">No event streams yet</h1>
    <section class="card">
      <p>This controller runs and has no <code>FabricEventStream</code> to look after. Write one, check it, and put it where the controller looks:
        the directory of <code>--streams</code> on one machine, <code>kubectl apply</code> in a cluster.</p>
      <pre tabindex="0" aria-label="An example manifest">${EXAMPLE}</pre>
      <pre tabindex="0" aria-label="Commands">${COMMANDS}</pre>
      <p>It shows here within seconds. Before that, <a href="#/try">try it</a>: what this controller would say to it, and what would be sent. To see it all work without a database of your own: <code>./fes demo</code>.</p>
    </section>`;
}

const standby = (controller) => html`
  <h1 tabindex="-1" id="title">This controller is a standby</h1>
  <section class="card">
    <p>${controller.leader ? html`<b>${controller.leader}</b> looks after the streams. Open the dashboard there;` : 'Another controller looks after the streams;'}
      this one takes over by itself if that one is gone, and shows them then.</p>
  </section>`;

const COMMANDS = `./fes validate my-application.yaml --config fes.yaml     # says what is wrong, starts nothing
./fes plan my-application.yaml --config fes.yaml         # shows what would run
cp my-application.yaml streams/                          # one machine
kubectl apply -f my-application.yaml                     # a cluster
`;
