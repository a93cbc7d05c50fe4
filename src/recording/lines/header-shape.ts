import type { PriceTable, Prices } from '../../session/metrics/prices.js';
import type { SessionOptions } from '../../session/state.js';
import {
  boolean,
  either,
  exactly,
  json,
  list,
  number,
  object,
  oneOf,
  optional,
  required,
  string,
  type Infer,
} from '../../validation/build-shape.js';
import { flag, requestSession } from './part-shapes.js';

const price = required(number);

const prices = exactly<Prices>()(
  object({
    text_in: price,
    text_cached: price,
    text_out: price,
    audio_in: price,
    audio_cached: price,
    audio_out: price,
    speech_in: price,
    speech_out: price,
    image_in: price,
  }),
);

const priceTable = exactly<PriceTable>()(
  object({
    asOf: required(string),
    tiers: required(
      list(
        object({
          name: required(string),
          models: required(list(string)),
          prices: required(prices),
        }),
      ),
    ),
  }),
);

export const sessionOptions = exactly<SessionOptions>()(
  object({
    target: required(string),
    emulated: required(boolean),
    model: required(string),
    mode: required(oneOf('hands-free', 'push-to-talk', 'text')),
    session: required(requestSession),
    inputRateHz: required(number),
    outputRateHz: required(number),
    runnableTools: required(list(string)),
    approve: required(either(oneOf('ask', 'never', 'always'), list(string))),
    canAsk: required(boolean),
    recordingPath: optional(string),
    halfDuplex: optional(flag),
    maxCostUsd: optional(number),
    prices: optional(priceTable),
    echoRoundTripMs: optional(number),
    noMicrophone: optional(flag),
    hangOverMs: optional(number),
    maxRetries: optional(number),
    maxToolRounds: optional(number),
    timeoutMs: optional(number),
    startedAtMs: optional(number),
    agent: optional(flag),
    unchecked: optional(flag),
    uncheckedSession: optional(json),
  }),
);

/** The first line of `events.jsonl`, without the two fields that every format has. */
export const headerShape = object({
  program: required(string),
  startedAt: required(string),
  endpoint: optional(string),
  apiVersion: optional(string),
  pid: optional(number),
  options: required(sessionOptions),
  redacted: optional(flag),
});

/** Facts on a session that are known before it begins, secrets removed. */
export type RecordingHeader = Infer<typeof headerShape>;
