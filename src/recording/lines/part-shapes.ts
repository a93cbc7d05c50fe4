import type { ClientEvent, Definitions, RequestSession } from '../../protocol/generated/types.js';
import type { Failure } from '../../session/failure.js';
import type { AudioReference, FlushedItem, PlayedRun, SoundHealth } from '../../session/inputs.js';
import {
  exactly,
  foreign,
  integer,
  number,
  object,
  oneOf,
  optional,
  required,
  string,
  type Typed,
} from '../../validation/build-shape.js';
import type { RefShape } from '../../validation/shape.js';

/** `true` or absent. */
export const flag: Typed<true> = { kind: 'boolean' };

/** What a command reads a file for. */
export const fileUse = oneOf('instructions', 'session', 'tools', 'seed');

export const clientEvent = definition<ClientEvent>('ClientEvent');
export const requestSession = definition<RequestSession>('RequestSession');

function definition<Value extends Definitions[keyof Definitions]>(
  name: keyof Definitions,
): Typed<Value, RefShape> {
  return foreign<Value>(name);
}

export const failure = exactly<Failure>()(
  object({
    code: required(string),
    sentence: required(string),
    hint: optional(string),
    exitCode: required(integer),
  }),
);

export const audioReference = exactly<AudioReference>()(
  object({
    track: required(oneOf('microphone', 'speaker')),
    offset: optional(number),
    length: required(number),
  }),
);

export const playedRun = exactly<PlayedRun>()(
  object({
    itemId: required(string),
    contentIndex: required(number),
    fromSample: required(number),
    samples: required(number),
    atSample: optional(number),
  }),
);

export const flushedItem = exactly<FlushedItem>()(
  object({
    itemId: required(string),
    contentIndex: required(number),
    receivedSamples: required(number),
    handedSamples: required(number),
  }),
);

export const soundHealth = exactly<SoundHealth>()(
  object({
    microphoneDriftPpm: optional(number),
    speakerDriftPpm: optional(number),
    deviceDepthMs: optional(number),
    preBufferMs: optional(number),
    hostLagMs: required(number),
    captureLagMs: required(number),
  }),
);
