// What to do about a stream that does not run: what it means, what to press, where it is written down.

import {blockingEvent, lostPosition} from './model.js';
import {runbookHref} from './runbook.js';

/** A section of docs/operations.md, by its heading. */
const section = (title) => ({title, href: runbookHref(title)});

export const STATES_SECTION = section('States');

export function advice(row) {
  const {state, problem} = row;
  if (state === 'Failed') return lostPosition(problem) ? gap() : dead();
  if (state === 'Invalid') return invalid();
  if (state === 'Blocked') return blockingEvent(problem) ? badEvent() : blocked(problem);
  if (row.silent.length) return silent();
  if (state === 'Retrying') return retrying();
  if (state === 'Paused') return paused();
  if (problem?.stage === 'dead-letter') return letters();
  return null;
}

const gap = () => ({
  words: 'Nothing is skipped until a person accepts the gap. Find out which rows were committed since that position, then accept it here.',
  runbook: section('Slot lost'),
  actions: ['accept-gap', 'backfill'],
});

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
  actions: ['skip', 'restart'],
});

const blocked = (problem) => ({
  words: 'Mend what the error names. The stream goes on by itself within 30 s after; there is nothing to press.',
  runbook: section(problem?.stage === 'source' ? 'Blocked: the database' : 'States'),
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

const paused = () => ({
  words: 'Somebody stopped it. The database keeps what it does not read.',
  runbook: section('Act on a stream'),
  actions: ['resume'],
});
