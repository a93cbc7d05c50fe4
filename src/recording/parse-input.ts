import { parseClientEvent, parseServerEvent } from '../protocol/parse.js';
import type { ClientEvent } from '../protocol/generated/types.js';
import type {
  AudioReference,
  Failure,
  FlushedItem,
  Input,
  Intent,
  PlayedRun,
} from '../session/inputs.js';
import type { JsonObject } from '../shared/json.js';
import { Fields, UnfitLine } from './fields.js';

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

const readers: { readonly [Type in InputType]: (fields: Fields, nowMs: number) => Input } = {
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
  'open-timeout': (fields, nowMs) => ({
    nowMs,
    type: 'open-timeout',
    attempt: fields.number('attempt'),
    afterMs: fields.number('afterMs'),
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
  }),
  'append-dropped': (fields, nowMs) => ({
    nowMs,
    type: 'append-dropped',
    samples: fields.number('samples'),
  }),
  played: (fields, nowMs) => ({
    nowMs,
    type: 'played',
    runs: fields.list('runs', readRun),
    ...fields.optional('depthMs', (name) => fields.number(name)),
  }),
  'audio-health': (fields, nowMs) => {
    const health = fields.fields('health');
    return {
      nowMs,
      type: 'audio-health',
      health: {
        ...health.optional('microphoneDriftPpm', (name) => health.number(name)),
        ...health.optional('speakerDriftPpm', (name) => health.number(name)),
        ...health.optional('deviceDepthMs', (name) => health.number(name)),
        ...health.optional('preBufferMs', (name) => health.number(name)),
        hostLagMs: health.number('hostLagMs'),
        captureLagMs: health.number('captureLagMs'),
      },
    };
  },
  flushed: (fields, nowMs) => ({
    nowMs,
    type: 'flushed',
    flushId: fields.number('flushId'),
    items: fields.list('items', readFlushed),
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
  if (!isInputType(type)) throw new UnfitLine();
  return readers[type](fields, fields.number('t'));
}

function isInputType(type: string): type is InputType {
  return Object.hasOwn(readers, type);
}

/** What the protocol once knew and no longer does is not lost: it comes back as unknown or malformed. */
function readServer(fields: Fields, nowMs: number): Input {
  const raw = fields.object('raw');
  const bytes = fields.number('bytes');
  const frame = parseServerEvent(JSON.stringify(raw));
  switch (frame.kind) {
    case 'known':
      return {
        nowMs,
        type: 'server',
        event: frame.event,
        raw,
        bytes,
        audioSamples: fields.number('audioSamples'),
      };
    case 'unknown':
      return { nowMs, type: 'unknown-event', name: frame.name, raw, bytes };
    case 'malformed':
      return {
        nowMs,
        type: 'malformed-event',
        ...(frame.name === undefined ? {} : { name: frame.name }),
        reason: frame.reason,
        raw,
        bytes,
      };
  }
}

function readClientEvent(raw: JsonObject): ClientEvent {
  const frame = parseClientEvent(JSON.stringify(raw));
  if (frame.kind !== 'known') throw new UnfitLine();
  return frame.event;
}

function readFailure(fields: Fields): Failure {
  return {
    code: fields.text('code'),
    sentence: fields.text('sentence'),
    ...fields.optional('hint', (name) => fields.text(name)),
    exitCode: fields.number('exitCode'),
  };
}

function readAudioReference(fields: Fields): AudioReference {
  return {
    track: fields.oneOf('track', 'microphone', 'speaker'),
    offset: fields.number('offset'),
    length: fields.number('length'),
  };
}

function readRun(fields: Fields): PlayedRun {
  return {
    itemId: fields.text('itemId'),
    contentIndex: fields.number('contentIndex'),
    fromSample: fields.number('fromSample'),
    samples: fields.number('samples'),
    ...fields.optional('atSample', (name) => fields.number(name)),
  };
}

function readFlushed(fields: Fields): FlushedItem {
  return {
    itemId: fields.text('itemId'),
    contentIndex: fields.number('contentIndex'),
    receivedSamples: fields.number('receivedSamples'),
    handedSamples: fields.number('handedSamples'),
  };
}

function readIntent(fields: Fields): Intent {
  const type = fields.oneOf(
    'type',
    'talk-start',
    'talk-send',
    'talk-discard',
    'commit',
    'interrupt',
    'cancel',
    'truncate',
    'clear-input',
    'say',
    'show-image',
    'list-items',
    'retrieve-item',
    'delete-item',
    'decide',
    'send-event',
    'mute',
    'quit',
  );
  switch (type) {
    case 'say':
      return { type, text: fields.text('text') };
    case 'decide':
      return {
        type,
        callId: fields.text('callId'),
        decision: fields.oneOf('decision', 'once', 'session', 'deny'),
      };
    case 'send-event':
      return { type, event: readClientEvent(fields.object('event')) };
    case 'show-image':
      return { type, source: fields.text('source') };
    case 'retrieve-item':
    case 'delete-item':
      return { type, id: fields.text('id') };
    case 'mute':
      return {
        type,
        what: fields.oneOf('what', 'microphone', 'speaker'),
        muted: fields.flag('muted'),
      };
    case 'talk-start':
    case 'talk-send':
    case 'talk-discard':
    case 'commit':
    case 'interrupt':
    case 'cancel':
    case 'truncate':
    case 'clear-input':
    case 'list-items':
    case 'quit':
      return { type };
  }
}
