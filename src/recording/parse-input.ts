import type { RequestSession } from '../protocol/generated/types.js';
import { parseClientEvent } from '../protocol/parse.js';
import type { Input, PartName, WakeId } from '../session/inputs.js';
import type { JsonObject } from '../shared/json.js';
import { Fields, UnfitLine } from './line-fields.js';
import { readIntent } from './parse-intent.js';
import {
  readAudioReference,
  readFailure,
  readFlushed,
  readHealth,
  readRun,
} from './parse-parts.js';
import { readServer } from './parse-server-line.js';

/**
 * The input that a line of `events.jsonl` holds (what `inputLine` wrote), every field checked that `update` reads.
 * Undefined when the line is none: a type of a later version, or a field that is missing or of another kind.
 */
export function parseInput(line: JsonObject): Input | undefined {
  try {
    return readInput(new Fields(line));
  } catch (thrown) {
    if (thrown instanceof UnfitLine) return undefined;
    throw thrown;
  }
}

type InputType = Exclude<Input['type'], 'meters'>;

/** Timers had lines of their own in version 1. */
const earlierWakes: ReadonlyMap<string, WakeId> = new Map([
  ['reconnect', 'reconnect'],
  ['open-timeout', 'open-deadline'],
]);

const readers: { readonly [Type in InputType]: (fields: Fields, nowMs: number) => Input } = {
  'part-opening': (fields, nowMs) => ({ nowMs, type: 'part-opening', part: readPart(fields) }),
  'part-open': (fields, nowMs) => {
    const part = readPart(fields);
    switch (part) {
      case 'transport':
        return { nowMs, type: 'part-open', part };
      case 'recording':
        return { nowMs, type: 'part-open', part, path: fields.text('path') };
      case 'sound':
        return {
          nowMs,
          type: 'part-open',
          part,
          ...fields.optional('noMicrophone', (): true => true),
          ...fields.optional('echoRoundTripMs', (name) => fields.number(name)),
        };
    }
  },
  'part-failed': (fields, nowMs) => ({
    nowMs,
    type: 'part-failed',
    part: readPart(fields),
    failure: readFailure(fields.fields('failure')),
    ...fields.optional('textSession', (name) => readSession(fields.object(name))),
  }),
  woke: (fields, nowMs) => ({
    nowMs,
    type: 'woke',
    id: fields.oneOf('id', 'reconnect', 'open-deadline', 'hang-over', 'timeout', 'meters'),
  }),
  start: (_fields, nowMs) => ({ nowMs, type: 'start' }),
  'socket-open': (fields, nowMs) => ({
    nowMs,
    type: 'socket-open',
    attempt: fields.number('attempt'),
  }),
  'socket-refused': (fields, nowMs) => ({
    nowMs,
    type: 'socket-refused',
    attempt: fields.number('attempt'),
    failure: readFailure(fields.fields('failure')),
    retryable: fields.flag('retryable'),
  }),
  'socket-closed': (fields, nowMs) => ({
    nowMs,
    type: 'socket-closed',
    attempt: fields.number('attempt'),
    code: fields.number('code'),
    reason: fields.text('reason'),
    retryable: fields.flag('retryable'),
  }),
  server: readServer,
  'unknown-event': (fields, nowMs) => ({
    nowMs,
    type: 'unknown-event',
    name: fields.text('name'),
    raw: fields.object('raw'),
    bytes: fields.number('bytes'),
  }),
  'malformed-event': (fields, nowMs) => ({
    nowMs,
    type: 'malformed-event',
    ...fields.optional('name', (name) => fields.text(name)),
    reason: fields.text('reason'),
    ...fields.optional('raw', (name) => fields.object(name)),
    bytes: fields.number('bytes'),
  }),
  sent: (fields, nowMs) => ({
    nowMs,
    type: 'sent',
    raw: fields.object('raw'),
    bytes: fields.number('bytes'),
    ...fields.optional('audio', (name) => readAudioReference(fields.fields(name))),
    ...fields.optional('preRoll', (): true => true),
    ...fields.optional('lateMs', (name) => fields.number(name)),
  }),
  'not-sent': (fields, nowMs) => ({
    nowMs,
    type: 'not-sent',
    event: fields.text('event'),
    reason: fields.text('reason'),
  }),
  'append-dropped': (fields, nowMs) => ({
    nowMs,
    type: 'append-dropped',
    samples: fields.number('samples'),
    ...fields.optional('outage', (): true => true),
  }),
  played: (fields, nowMs) => ({
    nowMs,
    type: 'played',
    runs: fields.list('runs', readRun),
    ...fields.optional('depthMs', (name) => fields.number(name)),
  }),
  'input-ended': (_fields, nowMs) => ({ nowMs, type: 'input-ended' }),
  'audio-health': (fields, nowMs) => ({
    nowMs,
    type: 'audio-health',
    health: readHealth(fields.fields('health')),
  }),
  flushed: (fields, nowMs) => ({
    nowMs,
    type: 'flushed',
    flushId: fields.number('flushId'),
    items: fields.list('items', readFlushed),
    ...fields.optional('silencedMs', (name) => fields.number(name)),
  }),
  'audio-lost': (fields, nowMs) => ({
    nowMs,
    type: 'audio-lost',
    what: fields.oneOf('what', 'microphone', 'speaker', 'both'),
    reason: fields.text('reason'),
  }),
  'audio-restored': (_fields, nowMs) => ({ nowMs, type: 'audio-restored' }),
  'audio-failed': (fields, nowMs) => ({
    nowMs,
    type: 'audio-failed',
    failure: readFailure(fields.fields('failure')),
  }),
  'audio-counters': (fields, nowMs) => ({
    nowMs,
    type: 'audio-counters',
    droppedCaptureFrames: fields.number('droppedCaptureFrames'),
    droppedPlaybackSamples: fields.number('droppedPlaybackSamples'),
    underruns: fields.number('underruns'),
    restarts: fields.number('restarts'),
  }),
  'recording-trouble': (fields, nowMs) => ({
    nowMs,
    type: 'recording-trouble',
    sentence: fields.text('sentence'),
  }),
  notice: (fields, nowMs) => ({
    nowMs,
    type: 'notice',
    level: fields.oneOf('level', 'info', 'warning', 'error'),
    text: fields.text('text'),
  }),
  'tool-finished': (fields, nowMs) => ({
    nowMs,
    type: 'tool-finished',
    callId: fields.text('callId'),
    ok: fields.flag('ok'),
    output: fields.text('output'),
    elapsedMs: fields.number('elapsedMs'),
  }),
  'image-read': (fields, nowMs) => ({
    nowMs,
    type: 'image-read',
    path: fields.text('path'),
    ...fields.optional('url', (name) => fields.text(name)),
    ...fields.optional('problem', (name) => fields.text(name)),
  }),
  intent: (fields, nowMs) => ({
    nowMs,
    type: 'intent',
    intent: readIntent(fields.fields('intent')),
  }),
};

function readInput(fields: Fields): Input {
  const type = fields.text('type');
  const earlier = earlierWakes.get(type);
  if (earlier !== undefined) return { nowMs: fields.number('t'), type: 'woke', id: earlier };
  if (!isInputType(type)) throw new UnfitLine();
  return readers[type](fields, fields.number('t'));
}

function readPart(fields: Fields): PartName {
  return fields.oneOf('part', 'sound', 'transport', 'recording');
}

/** The options of a session, which the shape of a client event checks. */
function readSession(session: JsonObject): RequestSession {
  const event = parseClientEvent(JSON.stringify({ type: 'session.update', session }));
  if (event.kind !== 'known' || event.event.type !== 'session.update') throw new UnfitLine();
  return event.event.session;
}

function isInputType(type: string): type is InputType {
  return Object.hasOwn(readers, type);
}
