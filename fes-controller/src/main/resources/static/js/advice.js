// What to do about a stream that does not run: what it means, what to press, where it is written down.

import {blockingEvent, isBarred, resting} from './model.js';
import {runbookHref} from './runbook.js';

/** A section of docs/operations.md, by its heading. */
const section = (title) => ({title, href: runbookHref(title)});

export const STATES_SECTION = section('States');

export function advice(row) {
  const {state, problem} = row;
  if (state === 'Failed') return (GAPS.get(problem?.reason) ?? dead)();
  if (state === 'Invalid') return invalid();
  if (state === 'Blocked') return blockingEvent(problem) ? badEvent() : blocked();
  if (row.silent.length) return silent();
  if (state === 'Retrying') return retrying();
  if (state === 'Paused') return isBarred(row) ? barred() : paused(row);
  if (problem?.stage === 'dead-letter') return letters();
  return null;
}

const slotLost = () => ({
  words: 'Nothing is skipped until a person accepts the gap. Find out which rows were committed since that position, then accept it here.',
  runbook: section('Slot lost'),
  actions: ['accept-gap', 'backfill'],
});

const trimmed = () => ({
  words: 'Nothing is skipped until a person accepts the gap. Find the items that were written meanwhile, accept it here, and write them once more: DynamoDB has no backfill.',
  runbook: section('Stream trimmed'),
  actions: ['accept-gap'],
});

const deleted = () => ({
  words: "Somebody deleted from its topic what this stage had not confirmed; a restart finds the same. Stop whatever deletes, pause this stage, set its group to the log's start, and resume it.",
  runbook: section('Records deleted from a topic'),
  actions: ['pause'],
});

/** By the reason of the stage that stands before it. */
const GAPS = new Map([['slot-lost', slotLost], ['stream-trimmed', trimmed], ['gap', deleted]]);

const dead = () => ({
  words: 'Read the last words of the stage, mend what they name, and restart it. It is tried again by itself, with pauses of 30 s at most.',
  runbook: STATES_SECTION,
  actions: ['restart'],
});

const invalid = () => ({
  words: 'Correct the manifest as it says, and apply it again. What ran before goes on.',
  runbook: STATES_SECTION,
  actions: [],
});

const badEvent = () => ({
  words:
    'Nothing moves past this one event. If the target is at fault, mend it there: the event is tried again every 30 s. ' +
    'If the event is at fault, skip it: it is kept as a dead letter, and the stream goes on.',
  runbook: section('Bad events'),
  actions: ['skip'],
});

const blocked = () => ({
  words: 'Mend what the error names. The stream goes on by itself within 30 s after; there is nothing to press.',
  runbook: section('FesStreamBlocked'),
  actions: [],
});

const silent = () => ({
  words: 'Its process may be busy, hung or cut off from the controller. Look at its log; a restart ends it and starts it at its confirmed position.',
  runbook: STATES_SECTION,
  actions: ['restart'],
});

const retrying = () => ({
  words: 'It goes on by itself once the neighbour answers again. Nothing is lost meanwhile.',
  runbook: STATES_SECTION,
  actions: ['restart'],
});

const letters = () => ({
  words: 'The stream itself goes on. Bad events wait in their topic until the recovery sink takes them; mend what the error names.',
  runbook: section('Bad events'),
  actions: [],
});

const paused = (row) => ({
  words: resting(row.stream).includes('source')
    ? 'Somebody stopped it. Its source does not read: the database keeps its write-ahead log, DynamoDB its changes for 24 hours.'
    : 'Somebody stopped it. Its source goes on, and its changes wait in its topics.',
  runbook: section('Act on a stream'),
  actions: resumes(row),
});

const barred = () => ({
  words: 'The installation may no longer allow it, so nothing of it runs. Mend the manifest, or have the installation allow it again.',
  runbook: STATES_SECTION,
  actions: [],
});

/** A source rests with its resource, flow and sink with the event stream. */
export function resumes(row) {
  const roles = resting(row.stream);
  const own = roles.includes('flow') || roles.includes('sink');
  return [...(own ? ['resume'] : []), ...(roles.includes('source') || !own ? ['resume-all'] : [])];
}
