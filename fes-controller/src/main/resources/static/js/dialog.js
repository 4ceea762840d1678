// One question at a time: what will happen, what is needed for it, and what became of it.

import {html, nothing} from './lit.js';
import * as api from './api.js';
import {plural} from './format.js';

/** What is asked: {title, will: [words], fields: [{name, label, value}], danger, confirmLabel, dismissLabel, send(fields), then()} */
export class Question {
  constructor(asked, update) {
    Object.assign(this, {fields: [], danger: false, ...asked});
    this.update = update;
    this.sending = false;
    this.answer = null;
    this.failed = '';
  }

  get isDone() {
    return this.answer?.ok ?? false;
  }

  async confirm(form) {
    const given = new FormData(form);
    if (given.has('token')) api.keepToken(given.get('token').trim());
    this.sending = true;
    this.failed = '';
    this.update();
    try {
      this.answer = await this.send(Object.fromEntries(this.fields.map((f) => [f.name, given.get(f.name).trim()])));
      if (this.answer.status === 401) api.keepToken('');
    } catch {
      this.answer = null;
      this.failed = 'The controller does not answer. Whether it was done is not known: look at the state, then try again.';
    }
    this.sending = false;
    this.update();
  }
}

export function dialog(question, close) {
  if (!question) return html`<dialog id="dialog" aria-labelledby="dialog-title" @close=${close}></dialog>`;
  const needsToken = !question.isToken && (!api.token() || [401, 403].includes(question.answer?.status));
  return html`<dialog id="dialog" aria-labelledby="dialog-title" @close=${close}>
    <form @submit=${(event) => (event.preventDefault(), question.confirm(event.target))}>
      <h2 id="dialog-title">${question.title}</h2>
      ${question.isDone ? nothing : html`
        ${question.will.filter(Boolean).map((words) => html`<p>${words}</p>`)}
        ${question.fields.map((f) => field(f.name, f.label, f.value))}
        ${needsToken ? field('token', 'Token (kept in this tab only)', '', 'password') : nothing}`}
      <div role="status" aria-live="polite">${outcome(question)}</div>
      <p class="buttons">
        ${question.isDone
          ? html`<button type="button" class="primary" @click=${() => document.getElementById('dialog').close()}>Close</button>`
          : html`<button type="submit" class=${question.danger ? 'danger primary' : 'primary'} ?disabled=${question.sending}>${question.confirmLabel}</button>
              <button type="button" @click=${() => document.getElementById('dialog').close()}>${question.dismissLabel ?? 'Cancel'}</button>`}
      </p>
    </form>
  </dialog>`;
}

const field = (name, label, value, type = 'text') => html`<label class="field"><span>${label}</span>
  <input name=${name} type=${type} .defaultValue=${value} required autocomplete="off" spellcheck="false"></label>`;

/** What takes a while is a job, whose progress is told beside the letters. */
const agreed = (body) => (body?.total === undefined ? `Done: ${body?.done ?? 'the controller agreed.'}` : `Begun: ${body.action} of ${plural(body.total, 'letter')}.`);

function outcome(question) {
  if (question.sending) return html`<p>Asking the controller …</p>`;
  if (question.failed) return html`<p class="refused">${question.failed}</p>`;
  if (!question.answer) return nothing;
  return question.answer.ok
    ? html`<p class="done">${agreed(question.answer.body)}</p>`
    : html`<p class="refused">Not done: ${api.refusal(question.answer)}</p>`;
}
