import { refusal, type Refusal } from '../gateway/refusal.js';
import type { Fault, RefuseFault } from './fault.js';

const defaultRetryAfterS = 60;

/** A connection request that comes to nothing. */
export type FailedHandshake =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Ended without an answer. */
  | { readonly kind: 'dropped' }
  /** Left without an answer. */
  | { readonly kind: 'unanswered' };

/** How a fault makes a handshake fail; undefined when it only delays it. */
export function failedHandshake(fault: Fault): FailedHandshake | undefined {
  if ('drop' in fault) return { kind: 'dropped' };
  if ('stall' in fault) return { kind: 'unanswered' };
  if ('refuse' in fault) return { kind: 'refused', refusal: refusalOf(fault) };
  if ('rate_limit' in fault) {
    const { rate_limit: limit } = fault;
    const retryAfterS = limit === true ? defaultRetryAfterS : limit.retry_after_s;
    const message = `Requests to this resource have exceeded its rate limit. Please retry after ${retryAfterS} seconds.`;
    return { kind: 'refused', refusal: { ...refusal(429, message), retryAfterS } };
  }
  return undefined;
}

function refusalOf({ refuse }: RefuseFault): Refusal {
  if (typeof refuse === 'number') return refusal(refuse, 'Refused by a fault of the emulator.');
  const { status, body, retry_after_s: retryAfterS } = refuse;
  return {
    ...refusal(status, 'Refused by a fault of the emulator.'),
    ...(body === undefined ? {} : { body }),
    ...(retryAfterS === undefined ? {} : { retryAfterS }),
  };
}
