import type { Input } from '../../session/inputs.js';
import {
  boolean,
  everyType,
  integer,
  json,
  list,
  map,
  number,
  object,
  oneOf,
  optional,
  required,
  string,
  variants,
  type Infer,
} from '../../validation/build-shape.js';
import { intentShape } from './intent-shapes.js';
import {
  audioReference,
  failure,
  fileUse,
  flag,
  flushedItem,
  playedRun,
  requestSession,
  soundHealth,
} from './part-shapes.js';

/** An input as a line holds it: a server event once, as it came; its parsed form is made again by the reader. */
type Recorded<Each> = Each extends { readonly type: 'server' }
  ? Omit<Each, 'nowMs' | 'event'>
  : Omit<Each, 'nowMs'>;
type Distributed<Each> = Each extends Input ? Recorded<Each> : never;

const none = object({});
const partName = oneOf('sound', 'transport', 'recording');
const wakeId = oneOf('reconnect', 'rotation', 'open-deadline', 'hang-over', 'timeout', 'meters');

/** The fields of each kind of line. */
export const lineShapes = everyType<Distributed<Input>>()({
  'part-opening': object({ part: required(partName) }),
  'part-open': variants(
    'part',
    {
      transport: none,
      sound: object({ noMicrophone: optional(flag), echoRoundTripMs: optional(number) }),
      recording: object({ path: required(string) }),
    },
    {},
  ),
  'part-failed': object({
    part: required(partName),
    failure: required(failure),
    textSession: optional(requestSession),
  }),
  start: none,
  woke: object({ id: required(wakeId) }),
  'socket-open': object({ attempt: required(number), requestId: optional(string) }),
  'socket-refused': object({
    attempt: required(number),
    failure: required(failure),
    retryable: required(boolean),
  }),
  'socket-closed': object({
    attempt: required(number),
    code: required(number),
    reason: required(string),
    retryable: required(boolean),
  }),
  server: object({ bytes: required(number), audioSamples: required(number), raw: required(json) }),
  'unknown-event': object({
    name: required(string),
    bytes: required(number),
    raw: required(json),
  }),
  'malformed-event': object({
    name: optional(string),
    reason: required(string),
    bytes: required(number),
    raw: optional(json),
  }),
  sent: object({
    bytes: required(number),
    audio: optional(audioReference),

    preRoll: optional(flag),
    lateMs: optional(number),
    raw: required(json),
  }),
  'not-sent': object({ event: required(string), reason: required(string) }),
  'append-dropped': object({ samples: required(number), outage: optional(flag) }),
  played: object({ runs: required(list(playedRun)), depthMs: optional(number) }),
  'voice-ended': object({ agoMs: required(number) }),
  'input-ended': none,
  flushed: object({
    flushId: required(number),
    items: required(list(flushedItem)),
    silencedMs: optional(number),
  }),
  meters: object({ microphoneDb: required(number), speakerDb: required(number) }),
  'audio-lost': object({
    what: required(oneOf('microphone', 'speaker', 'both')),
    reason: required(string),
  }),
  'audio-restored': none,
  'audio-failed': object({ failure: required(failure) }),
  'audio-counters': object({
    droppedCaptureFrames: required(number),
    droppedPlaybackSamples: required(number),
    underruns: required(number),
    restarts: required(number),
    underrunAgoMs: optional(number),
  }),
  'audio-health': object({ health: required(soundHealth) }),
  'recording-trouble': object({ sentence: required(string) }),
  notice: object({ level: required(oneOf('info', 'warning', 'error')), text: required(string) }),
  'tool-finished': object({
    callId: required(string),
    ok: required(boolean),
    output: required(string),
    elapsedMs: required(number),
  }),
  'image-read': object({
    path: required(string),
    url: optional(string),
    problem: optional(string),
  }),
  'file-read': object({
    use: required(fileUse),
    path: required(string),
    content: optional(json),
    problem: optional(string),
  }),
  saved: object({ path: required(string), problem: optional(string) }),
  intent: object({ intent: required(intentShape) }),
});

/** The fields of lines that are no inputs: the recorder's own account. */
export const recorderLineShapes = {
  'lines-lost': object({ lines: required(integer) }),
  'last-state': object({ fields: required(map(string)) }),
  repaired: object({ what: required(list(string)) }),
};

export const inputShape = variants('type', lineShapes, { nowMs: required(number) });

export type RecordedInput = Infer<typeof inputShape>;
