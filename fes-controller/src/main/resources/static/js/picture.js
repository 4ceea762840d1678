// A stream as a row of stages and topics, each with its figures.

import {html, nothing} from './lit.js';
import {clock, count, plural, quantiles, rate} from './format.js';
import {ends} from './model.js';
import {stateBadge} from './parts.js';

const FLOW = ['source', 'flow', 'sink'];

export function picture(row) {
  const {stream} = row;
  const where = ends(stream.detail);
  const stage = (role) => stream.stages.find((s) => s.role === role);
  const main = FLOW.map(stage).filter(Boolean);
  const letters = stage('dead-letter');
  return html`
    <ol class="picture" aria-label="The way of an event">
      ${place(where.source.kind, where.source.name, where.source.more)}
      ${main.map((s) => html`${topicBefore(stream, s.role)}${node(row, s)}`)}
      ${place(where.target.kind, where.target.name)}
    </ol>
    ${letters ? html`<p class="branch">Bad events go to</p>
      <ol class="picture" aria-label="The way of a bad event">
        ${topicBefore(stream, 'dead-letter')} ${node(row, letters)} ${place(where.letters.kind, where.letters.name)}
      </ol>` : nothing}
    <p class="muted">Rate: events passed on a second, over the last minute. Latency: from the commit until the stage had passed the event on, p50 / p99 of five minutes.</p>`;
}

const place = (kind, name, more = '') => html`<li class="place"><b>${kind}</b><span class="name">${name}</span>${more ? html`<span class="muted">${more}</span>` : nothing}</li>`;

function topicBefore(stream, role) {
  const topic = stream.detail?.topics?.find((t) => t.reader === role);
  if (!topic) return nothing;
  const short = topic.name.split('.').pop();
  return html`<li class="topic ${topic.unread > 0 ? 'unread' : ''}" title=${topic.name}>
    <b>Topic ${short}</b><span class="nums">${topic.unread > 0 ? html`<strong>${count(topic.unread)} unread</strong>` : topic.unread === 0 ? 'all read' : 'unread: not known'}</span>
    <span class="muted nums">${plural(topic.records, 'record')}</span></li>`;
}

function node(row, stage) {
  const detail = row.stream.detail?.stages?.find((d) => d.name === stage.name);
  const silent = row.silent.find((s) => s.stage === stage.role);
  return html`<li class="node node-${stage.state} ${silent ? 'stale' : ''}">
    <b>${title(stage)}</b>${stateBadge(stage.state)}
    <span class="nums">${rate(detail?.traffic?.perSecond)}</span>
    <span class="nums">${quantiles(detail?.traffic?.latency)}</span>
    <span class="nums muted">${detail?.traffic ? plural(detail.traffic.retries, 'retry', 'retries') : 'no figures'}</span>
    ${silent ? html`<em>cannot be reached; figures of ${clock(silent.heard)}</em>` : nothing}</li>`;
}

const title = (stage) => stage.role.charAt(0).toUpperCase() + stage.role.slice(1);
