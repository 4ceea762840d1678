// What a person can do to a stream, and what is said before it is done.

import {bytes, plural} from './format.js';
import {blockingEvent, lostPosition} from './model.js';

const where = (row, stage) => (stage ? `the ${stage} stage of ${row.stream.name}` : row.stream.name);

const reader = (row) =>
  row.stream.figures?.lag?.bytes === undefined
    ? 'The source keeps what is not read (Postgres its write-ahead log, DynamoDB its changes for 24 hours).'
    : `The database keeps its write-ahead log meanwhile, ${bytes(row.stream.figures.lag.bytes)} by now.`;

function kept(row, stage) {
  if (stage === 'source') return reader(row);
  return stage
    ? 'What arrives for it waits in its topic.'
    : 'Its flow and sink rest; its source, which other event streams may share, goes on, and its changes wait in its topics.';
}

export const ACTIONS = {
  pause: {
    label: 'Pause',
    will: (row, stage) => [
      `Pauses ${where(row, stage)}. Nothing is lost, and it goes on where it stopped once it is resumed.`,
      kept(row, stage),
    ],
  },
  resume: {
    label: 'Resume',
    will: (row, stage) => [`Lets ${where(row, stage)} go on from where it stopped.`],
  },
  'resume-all': {
    label: 'Resume the resource',
    whole: true,
    will: (row) => [`Ends every pause of ${row.resource.name}: its sources, event streams and stages go on from where they stopped.`],
  },
  restart: {
    label: 'Restart',
    will: (row, stage) => [
      `Ends ${stage ? where(row, stage) : `all stages of ${row.stream.name}`} and starts again at the confirmed position.`,
      'Events that were on their way are sent again, with the same ids.',
      stage && stage !== 'source' ? '' : 'A source that is shared with other event streams restarts for them too.',
    ],
  },
  skip: {
    label: 'Skip this event',
    danger: true,
    will: (row, stage) => [
      `Takes exactly one event out of ${row.stream.name} at its ${stage ?? 'failing'} stage, and lets the rest go on in order.`,
      'The event is kept as a dead letter. Who reads the target does not get it unless it is replayed, and then later than its place.',
    ],
    fields: (row) => [{name: 'event', label: 'Id of the event', value: blockingEvent(row.problem)?.id ?? ''}],
  },
  'accept-gap': {
    label: 'Accept the gap',
    danger: true,
    will: (row) =>
      row.problem?.reason === 'stream-trimmed'
        ? [
            `Lets the source of ${row.stream.name} go on with the oldest change that its stream still has.`,
            'What was written between the place below and there is never published, for every event stream of this reader. This cannot be undone.',
          ]
        : [
            `Lets the source of ${row.stream.name} read on where its slot stands or is made anew.`,
            'What was committed between the position below and there is never published, for every event stream of this slot. This cannot be undone.',
          ],
    fields: (row) => [{name: 'position', label: 'Position, as the error names it', value: lostPosition(row.problem) ?? ''}],
  },
  backfill: {
    label: 'Backfill',
    will: (row) => [
      `Publishes the rows that the table of ${row.stream.name} has now, beside the live changes.`,
      'It may send many events. A row that changes meanwhile is never published older than it is.',
    ],
  },
  'cancel-backfill': {
    label: 'Cancel backfill',
    dismiss: 'Let it go on',
    will: (row) => [
      `Publishes no more rows of the backfill of ${row.stream.name}; live changes go on.`,
      'What was published stays so. Another backfill begins at the first row again, with new ids.',
    ],
  },
};

/** The request that asks for it. */
export const request = (action, row, stage, fields) =>
  action === 'resume-all' ? {action: 'resume'} : {action, stream: row.stream.name, ...(stage ? {stage} : {}), ...fields};

/** The stage that is meant where nobody says: the one in trouble, which is not what rests. */
export const meant = (action, row) => (action === 'resume' ? null : row.problem?.stage);

export const LETTER_ACTIONS = {
  replay: {
    label: 'Replay',
    will: (row, chosen) => [
      `Publishes ${letters(chosen)} of ${row.stream.name} through its own stages again, in their order, with their ids.`,
      'One that fails again becomes a dead letter again; it does not go round.',
    ],
  },
  discard: {
    label: 'Discard',
    danger: true,
    will: (row, chosen) => [
      `Marks ${letters(chosen)} of ${row.stream.name} as discarded: they are not replayed, and go when their time is over. The topic keeps them until then.`,
    ],
  },
};

const letters = (chosen) => (chosen === 'all' ? 'all dead letters that are kept' : plural(chosen.length, 'dead letter'));
