// One event stream: what is wrong, its stages and topics as a picture, and all that is known of it.

import {html, nothing} from './lit.js';
import {advice, resumes} from './advice.js';
import {backfillSection} from './backfill.js';
import {count, quantiles, rate, clock, plural} from './format.js';
import {isTrouble, ofStream} from './model.js';
import {buttons, figures} from './overview.js';
import {picture} from './picture.js';
import {runbookLink, silences, stateBadge, words} from './parts.js';

export function streamPage(answer, place, ask, letters) {
  const resource = answer.body;
  const stream = resource?.streams?.find((s) => s.name === place.stream);
  if (!stream) return missing(answer, place);
  const row = ofStream(resource, stream, answer.at);
  return html`
    <nav aria-label="Breadcrumb" class="crumbs"><a href="#/">All streams</a> <span aria-hidden="true">/</span> ${resource.namespace} <span aria-hidden="true">/</span> ${resource.name}</nav>
    <header class="stream-head">
      <h1 tabindex="-1" id="title">${stream.name}</h1>
      ${stateBadge(stream.state)}
      <p class="muted">${stream.definition} · application ${resource.applicationId}</p>
    </header>
    ${trouble(row, ask)}
    <section aria-label="Figures" class="card">${figures(row)}</section>
    <section class="card"><h2>Stages and topics</h2>${picture(row)}</section>
    <section class="card"><h2>Actions</h2>
      <p class="buttons">${buttons(row, usual(row), ask, null)}</p>
      <p class="muted">Each is explained and asked for again before it is done; it needs a token.</p>
    </section>
    ${backfillSection(row, ask)} ${errors(stream.detail)} ${letters(row)} ${changes(stream.detail)} ${stages(row, ask)} ${resourceConditions(resource)}
  `;
}

/** What always makes sense; what mends a certain trouble is offered beside its words. */
const usual = (row) => [...(row.state === 'Paused' ? resumes(row) : ['pause']), 'restart'];

function missing(answer, place) {
  return html`
    <nav aria-label="Breadcrumb" class="crumbs"><a href="#/">All streams</a></nav>
    <h1 tabindex="-1" id="title">There is no such stream</h1>
    <section class="card"><p>${answer.status === 404 ? `Nothing called ${place.name} in namespace ${place.namespace} is known here` : `${place.namespace} / ${place.name} has no event stream ${place.stream}`}.
      It may have been removed, or another controller looks after it.</p></section>`;
}

function trouble(row, ask) {
  const help = advice(row);
  if (!row.problem && !row.silent.length && !row.old && !help) return nothing;
  return html`
    <section class="card alarm alarm-${row.state}" aria-label="What is wrong">
      ${silences(row)}
      ${row.problem ? html`<h2>The ${row.problem.stage} stage ${isTrouble(row.state) ? 'stops this stream' : row.state === 'Running' ? 'is in trouble; the stream goes on' : 'says'}</h2>${words(row.problem.error)}` : nothing}
      ${help ? html`<p class="help"><b>What to do:</b> ${help.words}</p><p class="buttons">${buttons(row, help.actions, ask)} ${runbookLink(help.runbook)}</p>` : nothing}
    </section>`;
}

function errors(detail) {
  const all = detail?.errors ?? [];
  return html`<section class="card"><h2>Last errors</h2>
    ${all.length ? html`<ul class="list">${all.map(({stage, seen}) => html`<li>
        <p><b>${stage}</b> <code>${seen.reason}</code> <span class="muted">${clock(seen.last)}${seen.times > 1 ? `, ${plural(seen.times, 'time')} since ${clock(seen.first)}` : ''}</span></p>
        ${words(seen.error)}</li>`)}</ul>`
    : html`<p class="muted">None since the stages were started.</p>`}
  </section>`;
}

function changes(detail) {
  const all = detail?.changes ?? [];
  return html`<section class="card"><h2>State changes</h2>
    ${all.length ? html`<ol class="list">${all.map((change) => html`<li>
        <p>${change.stream ? stateBadge(change.reason) : html`<b>${change.reason}</b>`} <span class="muted">${clock(change.at)}</span></p>
        ${change.words ? words(change.words) : nothing}</li>`)}</ol>`
    : html`<p class="muted">None since this controller was started.</p>`}
  </section>`;
}

function stages(row, ask) {
  return html`<section class="card"><h2>Stages and their settings</h2>
    ${row.stream.stages.map((stage) => {
      const detail = row.stream.detail?.stages?.find((d) => d.name === stage.name);
      return html`<details class="stage">
        <summary>${stateBadge(stage.state)} <b>${stage.role}</b> <span class="muted">${stage.name}</span></summary>
        <p class="muted">${[stage.app, stage.pid && `pid ${stage.pid}`, stage.pod && `pod ${stage.pod}`, stage.port && `port ${stage.port}`, plural(stage.restarts, 'restart')].filter(Boolean).join(' · ')}</p>
        <p class="muted">${detail?.traffic ? `${rate(detail.traffic.perSecond)}; commit to here ${quantiles(detail.traffic.latency)}; one batch ${quantiles(detail.traffic.work)}; ${count(detail.traffic.published)} passed on, ${plural(detail.traffic.retries, 'retry', 'retries')} since its start; it answered at ${clock(detail.heard)}` : 'It has not told its figures.'}</p>
        <p class="buttons">${buttons(row, [stage.state === 'Paused' ? 'resume' : 'pause', 'restart'], ask, stage.role)}</p>
        ${detail ? settings(detail.settings) : nothing}
      </details>`;
    })}
  </section>`;
}

const settings = (all) => html`<div class="scroll" tabindex="0" role="region" aria-label="Settings"><table class="settings"><caption>Settings that the controller gives it; secrets are not among them</caption>
  <tbody>${Object.entries(all).map(([key, value]) => html`<tr><th scope="row">${key}</th><td>${typeof value === 'object' ? JSON.stringify(value) : String(value)}</td></tr>`)}</tbody></table></div>`;

function resourceConditions(resource) {
  return html`<section class="card"><h2>Resource ${resource.namespace} / ${resource.name}</h2>
    <ul class="list">${resource.conditions.map((c) => html`<li><p><b>${c.type}: ${c.status ? 'yes' : 'no'}</b> ${c.reason} <span class="muted">since ${clock(c.lastTransitionTime)}</span></p>${c.message ? words(c.message) : nothing}</li>`)}</ul>
    ${resource.findings?.length ? html`<ul class="list">${resource.findings.map((f) => html`<li><code>${f.path}</code> ${f.message}</li>`)}</ul>` : nothing}
  </section>`;
}
