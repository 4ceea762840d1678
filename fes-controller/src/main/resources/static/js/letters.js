// The dead letters of a stream, once a token is given; what they hold is text, whatever is in it.

import {html, nothing} from './lit.js';
import * as api from './api.js';
import {LETTER_ACTIONS} from './actions.js';
import {bytes, clock, count, plural} from './format.js';

/** What is shown of one stream's letters; it is asked for, not polled. */
export class Letters {
  constructor(place, update) {
    this.place = place;
    this.update = update;
    this.all = false;
    this.pages = [null];
    this.chosen = new Set();
    this.answer = null;
    this.failed = '';
    this.round = 0;
    this.job = null;
  }

  /** A later question makes an earlier one's answer worthless. */
  async load() {
    const mine = ++this.round;
    try {
      const answer = await api.letters(this.place.namespace, this.place.name, this.place.stream, {after: this.pages.at(-1), all: this.all});
      if (mine !== this.round) return;
      this.answer = answer;
      this.failed = '';
      this.forgetDecided();
    } catch {
      if (mine !== this.round) return;
      this.failed = 'The controller does not answer.';
    }
    this.update();
  }

  /** What a job did is in the list once it has ended. */
  follow(job) {
    const now = job ? `${job.id} ${job.state}` : null;
    if (now === this.job) return;
    this.job = now;
    if (job?.state === 'done' && this.answer?.ok) this.load();
  }

  /** What is chosen is what is shown and can still be decided. */
  forgetDecided() {
    const kept = (this.answer.body?.letters ?? []).filter((letter) => letter.state === 'kept').map((letter) => letter.offset);
    this.chosen = new Set(kept.filter((offset) => this.chosen.has(offset)));
  }

  older(next) {
    this.pages.push(next);
    this.chosen.clear();
    this.load();
  }

  first() {
    this.pages = [null];
    this.chosen.clear();
    this.load();
  }

  showAll(on) {
    this.all = on;
    this.first();
  }

  choose(offset, on) {
    if (on) this.chosen.add(offset);
    else this.chosen.delete(offset);
    this.update();
  }
}

export function lettersSection(letters, row, ask, askToken) {
  return html`<section class="card"><h2>Dead letters</h2>
    <p>${told(row.stream)}</p>
    ${inside(letters, row, ask, askToken)}
  </section>`;
}

function told(stream) {
  const {deadLettered, deadLetterRefused} = stream.figures.counts;
  const {kept, waiting} = stream.vitals?.deadLetters ?? {};
  const undecided = `${count(stream.letters?.kept)} are kept for somebody to replay or discard.`;
  if (!stream.stages.some((stage) => stage.role === 'dead-letter')) return `The recovery of this stream sends none; what somebody skipped by hand is kept here. ${undecided}`;
  return (
    `${plural(deadLettered, 'event')} became ${deadLettered === 1 ? 'a dead letter' : 'dead letters'} since the stages were started; ` +
    `the topic keeps ${count(kept)}, of which ${count(waiting)} wait for the recovery sink` +
    (deadLetterRefused ? `, and ${count(deadLetterRefused)} were refused there. ` : '. ') +
    undecided
  );
}

function inside(letters, row, ask, askToken) {
  if (letters.failed) return html`<p role="status">${letters.failed}</p>${again(letters)}`;
  if (!api.token()) return html`<p>What they hold is shown only to who has the right: <button type="button" @click=${askToken}>Give a token…</button></p>`;
  if (!letters.answer) return again(letters, 'Show them');
  if (!letters.answer.ok) return html`<p role="status">${api.refusal(letters.answer)}</p><p class="buttons">${again(letters)} <button type="button" @click=${askToken}>Give another token…</button></p>`;
  return table(letters, row, ask);
}

const again = (letters, label = 'Ask again') => html`<button type="button" @click=${() => letters.load()}>${label}</button>`;

function table(letters, row, ask) {
  const {letters: all = [], next = null, job: known = null} = letters.answer.body ?? {};
  const job = row.stream.letters?.job ?? known;
  const chosen = [...letters.chosen];
  return html`
    ${job ? progress(job) : nothing}
    <label class="check"><input type="checkbox" .checked=${letters.all} @change=${(event) => letters.showAll(event.target.checked)}> Also those that were replayed or discarded</label>
    ${all.length ? html`
      <p class="buttons">
        ${Object.keys(LETTER_ACTIONS).map((action) => html`
          <button type="button" ?disabled=${!chosen.length} @click=${() => ask(action, row, chosen)}>${LETTER_ACTIONS[action].label} ${plural(chosen.length, 'chosen', 'chosen')}…</button>
          <button type="button" class=${LETTER_ACTIONS[action].danger ? 'danger' : ''} @click=${() => ask(action, row, 'all')}>${LETTER_ACTIONS[action].label} all…</button>`)}
        ${again(letters)}
      </p>
      <ul class="list letters">${all.map((letter) => one(letters, letter))}</ul>`
    : html`<p class="muted">There are none here. ${again(letters)}</p>`}
    <p class="buttons">
      ${letters.pages.length > 1 ? html`<button type="button" @click=${() => letters.first()}>First page</button>` : nothing}
      ${next === null || next === undefined ? nothing : html`<button type="button" @click=${() => letters.older(next)}>Next page</button>`}
    </p>`;
}

const progress = (job) => html`<p class="job" role="status"><b>${job.action} is ${job.state}</b>: ${count(job.done)} of ${count(job.total)} done${job.failed ? `, ${count(job.failed)} failed` : ''}${job.error ? `; ${job.error}` : ''}
  <progress max=${job.total || 1} value=${job.done} aria-label="Progress"></progress></p>`;

const one = (letters, letter) => html`<li>
  <label><input type="checkbox" .checked=${letters.chosen.has(letter.offset)} @change=${(event) => letters.choose(letter.offset, event.target.checked)}>
    <b>${letter.id}</b></label>
  <p class="muted">${[`letter ${letter.offset}`, letter.state, clock(letter.at), `${letter.stage} stage`, plural(letter.attempts, 'attempt'), letter.position && `at ${letter.position}`, letter.key && `key ${letter.key}`, bytes(letter.size)].filter(Boolean).join(' · ')}</p>
  <p class="words">${letter.error}</p>
  ${letter.payload === null || letter.payload === undefined ? nothing : html`<details><summary>Payload${letter.base64 ? ' (no text: base64)' : ''}</summary><pre tabindex="0">${typeof letter.payload === 'string' ? letter.payload : JSON.stringify(letter.payload, null, 2)}</pre></details>`}
</li>`;
