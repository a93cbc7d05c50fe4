import {
  called,
  either,
  explained,
  keyed,
  matching,
  oneOf,
  required,
  type Infer,
} from '../../validation/build-shape.js';
import { tagsOf } from '../../protocol/validate.js';
import type { Moment } from '../model/script.js';
import { duration, milliseconds, toMs } from './durations.js';

const serverEvent = oneOf(...tagsOf('ServerEvent'));

/** Moments that need more than their name. */
export const laterMoments = {
  after: {
    after: explained('this long after the step before was done', required(duration)),
  },
  heard: {
    heard: explained('when this much of the reply was heard', required(duration)),
  },
  event: {
    event: explained('when the service sends an event of this type', required(serverEvent)),
  },
} as const;

/** Moments that are a word. */
export const namedMoments = {
  settled: 'when everything before is answered and, with audio, played',
  now: 'as soon as the step before was done',
} as const;

const laterMoment = keyed({}, laterMoments);

/** When a step is done. */
export const moment = called(
  either(oneOf('settled', 'now'), laterMoment),
  '"settled", "now", or an object with after, heard or event',
);

/** What `wait` waits for. */
export const awaited = called(
  either(
    matching(/^(?:settled|\d+(?:\.\d+)?\s*(?:ms|s|min))$/, '"settled" or a duration such as 2s'),
    milliseconds,
    laterMoment,
  ),
  '"settled", a duration such as 2s, or an object with after, heard or event',
);

export function awaitedMoment(given: Infer<typeof awaited>): Moment {
  if (given === 'settled') return { type: 'settled' };
  return typeof given === 'object' ? laterMomentOf(given) : { type: 'after', ms: toMs(given) };
}

export function momentOf(given: Infer<typeof moment>): Moment {
  return typeof given === 'string' ? { type: given } : laterMomentOf(given);
}

function laterMomentOf(given: Infer<typeof laterMoment>): Moment {
  if ('after' in given) return { type: 'after', ms: toMs(given.after) };
  return 'heard' in given
    ? { type: 'heard', ms: toMs(given.heard) }
    : { type: 'event', event: given.event };
}
