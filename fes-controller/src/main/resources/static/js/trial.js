// A manifest that is not applied: what is wrong with it, and what its filter and flow would make of records.

import {html, nothing} from './lit.js';
import * as api from './api.js';
import {plural} from './format.js';
import {EXAMPLE, RECORDS} from './example.js';

/** What was asked last, and what came of it. */
class Asked {
  constructor(update) {
    this.update = update;
    this.round = 0;
    this.clear();
  }

  clear() {
    this.round++;
    Object.assign(this, {about: null, answer: null, failed: '', asking: false});
  }

  async ask(about, send) {
    if (this.asking) return;
    this.clear();
    const mine = this.round;
    Object.assign(this, {about, asking: true});
    this.update();
    const came = await send().then((answer) => ({answer}), () => ({failed: 'The controller does not answer.'}));
    if (mine !== this.round) return;
    Object.assign(this, {asking: false, ...came});
    this.update();
  }

  refuse(failed) {
    this.clear();
    this.failed = failed;
    this.update();
  }
}

/** What somebody has written, and what the controller said to it; it is gone with the page. */
export class Trial {
  constructor(update) {
    this.update = update;
    this.validation = new Asked(update);
    this.preview = new Asked(update);
    Object.assign(this, {manifest: '', stream: '', isCaptured: false, records: '', most: '5', invoke: false});
  }

  set(change) {
    Object.assign(this, change);
    this.update();
  }

  /** What has the focus is disabled by that. */
  fillIn() {
    this.set({manifest: EXAMPLE, records: RECORDS});
    const area = document.getElementById('manifest');
    area.focus();
    area.setSelectionRange(0, 0);
  }

  validate() {
    return this.validation.ask(this.manifest, () => api.validate(this.manifest));
  }

  showPreview() {
    try {
      const body = previewBody(this);
      return this.preview.ask(given(this), () => api.preview(body));
    } catch (fault) {
      return this.preview.refuse(`The sample records are no JSON: ${fault.message}`);
    }
  }
}

/** All that a preview is made of. */
const given = ({manifest, stream, isCaptured, records, most, invoke}) => JSON.stringify([manifest, stream, isCaptured, isCaptured ? most : records, invoke]);

const callsFunction = ({manifest}) => manifest.includes('AwsLambdaConversion');

/** Records go as they are written, for numbers that are read and written again may lose digits. */
function previewBody(trial) {
  const {manifest, stream, isCaptured, records, most, invoke} = trial;
  const body = JSON.stringify({
    manifest,
    ...(stream.trim() ? {stream: stream.trim()} : {}),
    ...(invoke && callsFunction(trial) ? {invoke} : {}),
    ...(isCaptured ? {captured: Number(most)} : {}),
  });
  if (isCaptured) return body;
  const list = Array.isArray(JSON.parse(records)) ? records : `[${records}]`;
  return `${body.slice(0, -1)},"records":${list}}`;
}

/** @param askToken asks for a token and previews then */
export const trialPage = (trial, askToken) => html`
  <nav aria-label="Breadcrumb" class="crumbs"><a href="#/">All streams</a> <span aria-hidden="true">/</span> Try a manifest</nav>
  <h1 tabindex="-1" id="title">Try a manifest</h1>
  <p>What this controller would say to it, with what runs now. Nothing is applied, and nothing is published.</p>
  <div class="trial">
    <section class="card" aria-labelledby="validate"><h2 id="validate">Validate</h2>${manifestForm(trial)} ${validated(trial)}</section>
    <section class="card" aria-labelledby="preview"><h2 id="preview">Preview</h2>${recordsForm(trial, askToken)} ${previewed(trial, askToken)}</section>
  </div>`;

const onSubmit = (work) => (event) => (event.preventDefault(), work());

const textArea = (name, label, value, rows, set) => html`<label class="field"><span>${label}</span>
  <textarea id=${name} name=${name} rows=${rows} wrap="off" required autocomplete="off" autocapitalize="off" spellcheck="false"
    .value=${value} @input=${(event) => set(event.target.value)}></textarea></label>`;

const manifestForm = (trial) => html`<form @submit=${onSubmit(() => trial.validate())}>
  ${textArea('manifest', 'Manifest: FabricEventStream, as YAML or JSON', trial.manifest, 20, (manifest) => trial.set({manifest}))}
  <p class="buttons">
    <button type="submit" class="primary">Validate</button>
    <button type="button" ?disabled=${trial.manifest !== ''} @click=${() => trial.fillIn()}>Fill in an example</button>
  </p>
</form>`;

function recordsForm(trial, askToken) {
  const from = (isCaptured, label) => html`<label class="check"><input type="radio" name="from" .checked=${trial.isCaptured === isCaptured} @change=${() => trial.set({isCaptured})}> ${label}</label>`;
  return html`<form @submit=${onSubmit(() => (api.token() ? trial.showPreview() : askToken()))}>
    <p>What operations, filter and flow of this manifest would make of records. It needs a token, as it shows what rows hold.</p>
    <fieldset><legend>Records</legend>
      ${from(false, 'Sample records')}
      ${from(true, 'The last ones that its source has published')}
    </fieldset>
    ${trial.isCaptured
      ? input('most', 'How many, 1 to 200', trial.most, (most) => trial.set({most}), {type: 'number', isRequired: true})
      : textArea('records', 'Sample records, as JSON: a list of change records, or of rows (or items) by their columns', trial.records, 8, (records) => trial.set({records}))}
    ${input('stream', 'Event stream, where there are several: its name, or its place from 0', trial.stream, (stream) => trial.set({stream}))}
    ${callsFunction(trial)
      ? html`<p><label class="check"><input type="checkbox" .checked=${trial.invoke} @change=${(event) => trial.set({invoke: event.target.checked})}> Call the flow's function in AWS for real; takes the right to act</label></p>`
      : nothing}
    <p class="buttons"><button type="submit" class="primary">Preview</button></p>
  </form>`;
}

const input = (name, label, value, set, {type = 'text', isRequired = false} = {}) => html`<label class="field"><span>${label}</span>
  <input name=${name} type=${type} min=${type === 'number' ? 1 : nothing} max=${type === 'number' ? 200 : nothing} ?required=${isRequired} autocomplete="off" autocapitalize="off" spellcheck="false"
    .value=${value} @input=${(event) => set(event.target.value)}></label>`;

function validated({validation, manifest}) {
  const {answer} = validation;
  return html`<div role="status">${told(validation, manifest, verdict)}</div>
    ${answer?.ok ? answer.body.resources.map(checked) : nothing}`;
}

/** @param now what is written by now */
function told({about, answer, failed, asking}, now, words) {
  if (asking) return html`<p>Asking the controller …</p>`;
  if (failed) return html`<p class="refused">${failed}</p>`;
  if (!answer) return nothing;
  return html`${answer.ok ? words(answer.body) : html`<p class="refused">${api.refusal(answer)}</p>`}
    ${about === now ? nothing : html`<p class="muted">This is about what was written before.</p>`}`;
}

function verdict({valid, resources}) {
  const findings = resources.reduce((sum, resource) => sum + resource.findings.length, 0);
  return valid ? html`<p class="done">Valid: it would run here.</p>` : html`<p class="refused">Not valid: ${plural(findings, 'finding')}.</p>`;
}

const checked = ({namespace, name, reason, findings, warnings, streams}) => html`
  <h3>${name ? `${namespace} / ${name}` : 'A resource without a name'}: ${reason}</h3>
  ${findings.length ? list(findings) : nothing}
  ${warnings.length ? html`<h3>Worth knowing</h3>${list(warnings)}` : nothing}
  ${streams.length ? html`<h3>Its event streams</h3><ul class="list">${streams.map((stream) => html`<li><p><b>${stream.name}</b></p><p class="muted">${stream.definition}</p></li>`)}</ul>` : nothing}`;

const list = (findings) => html`<ul class="list">${findings.map(({path, message}) => html`<li>${path ? html`<code>${path}</code>` : nothing}<p>${message}</p></li>`)}</ul>`;

function previewed(trial, askToken) {
  const {answer} = trial.preview;
  return html`<div role="status">${told(trial.preview, given(trial), sum)}</div>
    ${[401, 403].includes(answer?.status) ? html`<p class="buttons"><button type="button" @click=${askToken}>Give another token…</button></p>` : nothing}
    ${answer?.ok ? html`<p class="muted">${answer.body.stream} · ${answer.body.definition}</p><ol class="list">${answer.body.records.map(one)}</ol>` : nothing}`;
}

function sum({records}) {
  const n = (outcome) => records.filter((record) => record.outcome === outcome).length;
  const events = records.reduce((all, record) => all + record.events.length, 0);
  return html`<p><b>${plural(records.length, 'record')}: ${plural(events, 'event')} would be sent, ${n('filtered')} filtered, ${n('bad')} bad.</b></p>`;
}

/** Counted as in the controller's words: from 0. */
const one = ({record, outcome, events, why}) => html`<li>
  <p><b>Record ${record}</b>: <b class="outcome-${outcome}">${outcome === 'events' ? plural(events.length, 'event') : outcome}</b></p>
  ${why ? html`<p class="words">${why}</p>` : nothing}
  ${events.map(({id, key, value}) => html`<p class="muted">id ${id} · ${key === null || key === undefined ? 'key: only the source knows it' : `key ${key}`}</p><pre tabindex="0" class="words">${value}</pre>`)}
</li>`;
