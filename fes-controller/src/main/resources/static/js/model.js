// From what the controller answers to what the views show: pure, and without a page.

/** Worst first; the place in this list is the order of the overview. */
export const STATES = ['Failed', 'Invalid', 'Blocked', 'Retrying', 'Starting', 'Paused', 'Draining', 'Running'];

const MEANING = {
  Failed: 'does not go on by itself',
  Invalid: 'its manifest cannot be run',
  Blocked: 'waits for somebody to mend something',
  Retrying: 'tries again by itself',
  Starting: 'is being started',
  Paused: 'was stopped on purpose',
  Draining: 'finishes what is buffered, then goes',
  Running: 'publishes',
};

export const meaning = (state) => MEANING[state] ?? '';

export const isTrouble = (state) => ['Failed', 'Invalid', 'Blocked', 'Retrying'].includes(state);

/** A word that this page does not know yet is shown first rather than hidden. */
const rank = (state) => STATES.indexOf(state);

/** One row an event stream, and one for each manifest that has none because it is wrong. */
export function rows(streams, at) {
  const all = (streams.resources ?? []).flatMap((resource) => ofResource(resource, at));
  all.push(...(streams.faults ?? []).map(ofFault));
  return all.sort((a, b) => rank(a.state) - rank(b.state) || a.key.localeCompare(b.key));
}

function ofResource(resource, at) {
  const invalid = wrong(resource);
  const rows = (resource.streams ?? []).map((stream) => ofStream(resource, stream, at));
  return invalid ? [invalid, ...rows] : rows;
}

/** Longer than the controller ever rests between two looks at a resource. */
const LONG = 60_000;

/** @param at when this was answered */
export function ofStream(resource, stream, at) {
  return {
    key: `${resource.namespace}/${resource.name}/${stream.name}`,
    resource,
    stream,
    state: stream.state,
    problem: stream.problem ?? null,
    silent: silentStages(stream),
    old: resource.seen && at - Date.parse(resource.seen) > LONG ? resource.seen : null,
  };
}

function wrong(resource) {
  const conditions = resource.conditions ?? [];
  const valid = conditions.find((c) => c.type === 'Valid');
  const deployed = conditions.find((c) => c.type === 'Deployed');
  const told = valid && !valid.status ? valid : hindered(deployed, resource);
  return told
    ? {
        key: `${resource.namespace}/${resource.name}`,
        resource,
        stream: null,
        state: told.type === 'Valid' ? 'Invalid' : 'Retrying',
        problem: {stage: told.reason, error: findings(resource.findings) || told.message},
        silent: [],
      }
    : null;
}

/** What keeps a resource from being deployed is told by its streams too, where it has any. */
const hindered = (deployed, resource) =>
  deployed && !deployed.status && deployed.reason !== 'Deploying' && !(resource.streams ?? []).length ? deployed : null;

const findings = (all) => (all ?? []).map((f) => (f.path ? `${f.path}: ${f.message}` : f.message)).join('\n');

function ofFault(fault) {
  return {
    key: fault.file,
    resource: null,
    stream: null,
    state: 'Invalid',
    problem: {stage: 'file', error: findings(fault.findings)},
    silent: [],
  };
}

/** Stages that are there and do not say how they are. */
export const silentStages = (stream) => stream.vitals?.silent ?? [];

/** The roles of its stages that rest. */
export const resting = (stream) => stream.stages.filter((stage) => stage.state === 'Paused').map((stage) => stage.role);

/** Whether it rests because the installation may no longer allow it: nothing to press helps. */
export function isBarred(row) {
  const of = (type) => row.resource.conditions.find((condition) => condition.type === type);
  const [valid, deployed] = [of('Valid'), of('Deployed')];
  return row.state === 'Paused' && valid?.status === false && deployed?.status === false && valid.reason === deployed.reason;
}

/** Only there can rows be read beside the changes. */
export const readsPostgres = (stream) => stream.stages.some((stage) => stage.app === 'fes-source-postgres');

/** As a source tells it; what is not understood has no state. */
const BACKFILL = /^(\w+), (\d+)(?: of about (\d+))? rows(?:: ([\s\S]*))?$/;

/** How far the stream's backfill is; null if there never was one. */
export function backfillOf(stream) {
  const text = stream.stages.find((stage) => stage.backfill)?.backfill;
  if (!text) return null;
  const [, state = '', read, estimate, why = ''] = BACKFILL.exec(text) ?? [];
  return {
    text,
    state,
    read: Number(read),
    estimate: estimate === undefined ? null : Number(estimate),
    why,
    isUnderWay: !['done', 'cancelled'].includes(state),
  };
}

/** The table that the stream is read from, where its source's settings are told. */
export function tableOf(stream) {
  const source = stream.detail?.stages?.find((stage) => stage.role === 'source');
  const route = source?.settings['fes.source.routes']?.find((one) => one.stream === stream.name);
  return route?.table ? `${route.schema}.${route.table}` : null;
}

export function counts(rows) {
  const all = new Map(STATES.map((state) => [state, 0]));
  rows.forEach((row) => all.set(row.state, (all.get(row.state) ?? 0) + 1));
  return all;
}

/** Every word has to be somewhere in what the row says of itself. */
export function matching(rows, {text = '', state = ''}) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => (!state || row.state === state) && words.every((word) => haystack(row).includes(word)));
}

const haystack = (row) =>
  [row.key, row.state, row.resource?.applicationId, row.stream?.definition, row.problem?.error]
    .filter(Boolean)
    .join(' ')
    .toLowerCase();

/** The event that blocks, where the words of the error name it. */
export function blockingEvent(problem) {
  const found = /\(event ([0-9a-f-]{36}) at ([^)]+)\)/.exec(problem?.error ?? '');
  return found ? {id: found[1], position: found[2]} : null;
}

/** The position whose gap a person may accept, where the error names it. */
export const lostPosition = (problem) =>
  /accept-gap: "([^"]+)"/.exec(problem?.error ?? '')?.[1] ?? null;

/** Where the stream reads and writes, for people: from its settings, as far as those are told. */
export function ends(detail) {
  const settings = (role) => detail?.stages?.find((stage) => stage.role === role)?.settings ?? {};
  return {
    source: sourceOf(settings('source')),
    target: targetOf(settings('sink')),
    letters: targetOf(settings('dead-letter')),
  };
}

function sourceOf(settings) {
  const jdbc = settings['fes.source.jdbc-url'];
  if (jdbc) return {kind: 'Postgres', name: jdbc.replace(/^jdbc:postgresql:\/\//, '').replace(/\?.*$/, ''), more: `slot ${settings['fes.source.slot-name'] ?? '?'}`};
  const arn = settings['fes.source.stream-arn'];
  return arn ? {kind: 'DynamoDB', name: arn.replace(/^.*:table\//, ''), more: ''} : {kind: 'Source', name: '', more: ''};
}

function targetOf(settings) {
  const eventType = settings['fes.sink.event-type'];
  if (eventType) return {kind: 'Nakadi', name: eventType};
  const queue = settings['fes.sink.queue-name'] ?? settings['fes.sink.queue-url'];
  return {kind: queue ? 'SQS' : 'Target', name: queue ?? ''};
}
