import type { TransportEvent } from '../../transport/types.js';
import type { Untimed } from '../inputs.js';
import { failureOf } from './failure.js';

/** An event of the connection as an input. */
export function transportInput(event: Exclude<TransportEvent, { type: 'frame' }>): Untimed {
  const { attempt } = event;
  switch (event.type) {
    case 'open':
      return {
        type: 'socket-open',
        attempt,
        ...(event.requestId !== undefined && { requestId: event.requestId }),
      };
    case 'binary':
      return {
        type: 'malformed-event',
        reason: 'a binary frame; events are text',
        bytes: event.bytes,
      };
    case 'refused': {
      const { error, retryable } = event;
      return { type: 'socket-refused', attempt, failure: failureOf(error), retryable };
    }
    case 'closed': {
      const { code, reason, retryable } = event;
      return { type: 'socket-closed', attempt, code, reason, retryable };
    }
  }
}
