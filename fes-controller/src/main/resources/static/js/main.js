// The page: what is asked for, how often, and what is shown of it.

import {html, nothing, render} from './lit.js';
import * as api from './api.js';
import {ACTIONS, LETTER_ACTIONS, request} from './actions.js';
import {clock} from './format.js';
import {dialog, Question} from './dialog.js';
import {Letters, lettersSection} from './letters.js';
import {overview} from './overview.js';
import * as runbook from './runbook.js';
import {streamPage} from './stream.js';
import {Trial, trialPage} from './trial.js';

const REST = 2_000;

/** Of its time the controller spends so little on one page, however many streams there are. */
const PART = 10;

const app = document.getElementById('app');
const state = {answer: null, failed: null, place: null, text: null, question: null, letters: null, trial: new Trial(show), filter: {text: '', state: '', set: setFilter}};
let round = 0;
let timer = null;

function placeOf(hash) {
  const [namespace, name, stream] = hash.split('?')[0].split('/').slice(1).map(decoded);
  if (stream) return {namespace, name, stream};
  if (namespace === 'try') return {isTrial: true};
  return namespace === 'runbook' ? {section: name ?? ''} : null;
}

/** What somebody typed may be no encoding at all. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function go() {
  const place = placeOf(location.hash);
  const query = new URLSearchParams(location.hash.split('?')[1] ?? '');
  if (!place) Object.assign(state.filter, {text: query.get('q') ?? '', state: query.get('state') ?? ''});
  const moved = round > 0 && JSON.stringify(place) !== JSON.stringify(state.place);
  Object.assign(state, {place, answer: null, failed: null, letters: place?.stream ? new Letters(place, show) : null});
  document.title = place ? `${place.stream ?? (place.isTrial ? 'Try a manifest' : 'Runbook')} · Fabric Event Streams` : 'Fabric Event Streams';
  poll().then(() => {
    const target = document.getElementById(place?.section || 'title');
    if (place?.section) target?.scrollIntoView();
    if (moved || place?.section) target?.focus();
  });
}

function setFilter(change) {
  Object.assign(state.filter, change);
  const query = new URLSearchParams();
  if (state.filter.text) query.set('q', state.filter.text);
  if (state.filter.state) query.set('state', state.filter.state);
  history.replaceState(null, '', query.size ? `#/?${query}` : '#/');
  show();
}

/** A later question makes an earlier one's answer worthless. */
async function poll() {
  clearTimeout(timer);
  const mine = ++round;
  const began = performance.now();
  try {
    const {place} = state;
    if (place?.isTrial) return show();
    if (isRunbook()) {
      state.text ??= await runbook.load();
      return show();
    }
    const answer = await (place ? api.resource(place.namespace, place.name) : api.streams());
    if (mine !== round) return;
    const useful = answer.body !== null && (answer.ok || answer.status === 404);
    if (useful || (place && answer.status === 404)) Object.assign(state, {answer, failed: null});
    else state.failed = `it answered ${answer.status}`;
  } catch {
    if (mine !== round) return;
    state.failed = 'it does not answer';
  }
  show();
  state.letters?.follow(state.answer?.body?.streams?.find((stream) => stream.name === state.place.stream)?.letters?.job);
  if (!document.hidden) timer = setTimeout(poll, Math.max(REST, PART * (performance.now() - began)));
}

const isRunbook = () => state.place?.section !== undefined;

function ask(action, row, stage) {
  const chosen = ACTIONS[action];
  open({
    title: `${chosen.label}: ${chosen.whole ? row.resource.name : row.stream.name}`,
    will: chosen.will(row, stage),
    fields: chosen.fields?.(row) ?? [],
    danger: chosen.danger,
    confirmLabel: chosen.label,
    dismissLabel: chosen.dismiss,
    send: (fields) => api.act(row.resource.namespace, row.resource.name, request(action, row, stage, fields)),
  });
}

function askLetters(action, row, chosen) {
  const {label, will, danger} = LETTER_ACTIONS[action];
  open({
    title: `${label}: ${row.stream.name}`,
    will: will(row, chosen),
    danger,
    confirmLabel: label,
    send: (_) =>
      api
        .actOnLetters(row.resource.namespace, row.resource.name, row.stream.name, {action, ...(chosen === 'all' ? {all: true} : {letters: chosen})})
        .finally(() => state.letters?.load()),
  });
}

/** @param then what was to be done with it */
function askToken(then = () => state.letters?.load()) {
  open({
    title: 'Token',
    isToken: true,
    will: ['It is kept in this tab only, until the tab is closed, and sent with what needs it: actions, previews, and what dead letters hold.'],
    fields: [{name: 'token', label: 'Token', value: ''}],
    confirmLabel: 'Keep it',
    send: async () => ({ok: true, body: {done: 'the token is kept in this tab.'}}),
    then,
  });
}

function forgetToken() {
  api.keepToken('');
  if (state.letters) state.letters.answer = null;
  state.trial.preview.clear();
  show();
}

function open(asked) {
  state.question = new Question(asked, show);
  show();
  document.getElementById('dialog').showModal();
}

function closed() {
  const asked = state.question;
  state.question = null;
  if (asked?.isDone) asked.then?.();
  poll();
}

function freshness() {
  const {answer, failed} = state;
  if (isRunbook() || state.place?.isTrial) return nothing;
  if (failed) return html`<span class="fresh away">Not live${answer ? `: as of ${clock(answer.at)}` : ''}</span>`;
  return html`<span class="fresh">${answer ? `Live ${clock(answer.at)}` : 'Asking …'}</span>`;
}

const away = () => html`<div class="banner" role="alert"><b>The controller is away: ${state.failed}.</b>
  ${state.answer ? `All that you see is from ${clock(state.answer.at)} and may be wrong by now.` : 'Nothing is known yet.'}
  In a cluster the stages go on without it; on one machine they end with it, and go on where they stopped once it is back. This page asks again by itself.</div>`;

function content() {
  if (state.place?.isTrial) return trialPage(state.trial, () => askToken(() => state.trial.showPreview()));
  if (isRunbook() && state.text) return runbook.runbookPage(state.text);
  if (!state.answer) return html`<h1 tabindex="-1" id="title">${state.failed ? 'No answer' : 'Loading …'}</h1>`;
  return state.place
    ? streamPage(state.answer, state.place, ask, (row) => lettersSection(state.letters, row, askLetters, () => askToken()))
    : overview(state.answer, state.filter, ask);
}

function show() {
  const controller = state.answer?.body?.controller;
  render(html`
    <a class="skip" href="#title" @click=${(event) => (event.preventDefault(), document.getElementById('title')?.focus())}>Skip to content</a>
    <header class="top">
      <a class="brand" href="#/">Fabric Event Streams</a>
      <nav aria-label="Pages"><a href="#/try" aria-current=${state.place?.isTrial ? 'page' : nothing}>Try a manifest</a></nav>
      ${controller?.role === 'standby' ? html`<span class="role">standby</span>` : nothing}
      ${freshness()}
      ${api.token() ? html`<button type="button" @click=${forgetToken}>Forget token</button>` : html`<button type="button" @click=${() => askToken()}>Token…</button>`}
    </header>
    ${state.failed ? away() : nothing}
    <main class=${state.failed ? 'stale' : ''}>${content()}</main>
    ${dialog(state.question, closed)}
  `, app);
}

app.replaceChildren();
window.addEventListener('hashchange', go);
document.addEventListener('visibilitychange', () => document.hidden || poll());
go();
