import type { Clock } from '../../shared/clock.js';
import { isJsonObject, type JsonObject } from '../../shared/json.js';
import type { Counters } from '../gateway/counters.js';
import type { ClientEnd, Wire } from '../gateway/wire.js';
import { errorEvent, sessionExpired, type ServiceError } from '../kernel/service-error.js';
import type { Fault, RateLimitFault } from './fault.js';
import type { ConnectionFaults } from './fault-plan.js';
import { Lane } from './lane.js';

/** What faults need of the emulator. */
export interface FaultTerms {
  readonly faults: ConnectionFaults;
  readonly clock: Clock;
  readonly counters: Counters;
  /** For the error of a session that expires. */
  readonly sessionLimitS: number;
  /** Ids of events that only a fault sends. */
  readonly eventId: () => string;
}

/**
 * A session whose wire fails as planned, between the client's wire and the one that the session sees.
 * @param serve begins the session
 */
export function serveWithFaults(
  wire: Wire,
  terms: FaultTerms,
  serve: (wire: Wire) => ClientEnd,
): ClientEnd {
  const { faults, clock, counters, eventId } = terms;
  let isOver = false;
  const end = (how: () => void): void => {
    isOver = true;
    toClient.close();
    toSession.close();
    how();
  };
  const sendError = (error: ServiceError, cause?: JsonObject): void => {
    const id = cause?.['event_id'];
    const event = errorEvent(error, typeof id === 'string' ? id : undefined);
    wire.send(JSON.stringify({ event_id: eventId(), ...event }));
  };
  /** Does what the fault says with the event; a number is its delay. */
  const suffer = (
    fault: Fault,
    text: string,
    event: JsonObject | undefined,
    deliver: (text: string) => void,
  ): number | undefined => {
    if ('delay_ms' in fault) return fault.delay_ms;
    if ('duplicate' in fault) {
      deliver(text);
      if (!isOver) deliver(text);
    } else if ('garble' in fault) deliver(garbled(fault.garble, text, event));
    else if ('rate_limit' in fault) sendError(rateLimited(fault), event);
    else if ('drop' in fault) end(wire.cut);
    else if ('stall' in fault) end(wire.stall);
    else if ('close' in fault) {
      const { code, reason } =
        typeof fault.close === 'number' ? { code: fault.close, reason: '' } : fault.close;
      end(() => {
        wire.close(code, reason);
      });
    } else if ('expire' in fault) {
      end(() => {
        sendError(sessionExpired(terms.sessionLimitS));
        wire.close(1001);
      });
    }
    return undefined;
  };
  const lane = (from: 'client' | 'server', deliver: (text: string) => void): Lane =>
    new Lane({
      clock,
      deliver,
      take: (text) => {
        const event = eventOf(text);
        const type = event?.['type'];
        const fault = faults.atEvent(from, typeof type === 'string' ? type : undefined);
        if (fault !== undefined) return suffer(fault, text, event, deliver);
        deliver(text);
        return undefined;
      },
      onOverflow: () => {
        counters.count('delays that ended early', '16 MB waited behind an event');
      },
    });
  const toClient = lane('server', (text) => {
    wire.send(text);
  });
  const toSession = lane('client', (text) => {
    client.message(Buffer.from(text));
  });
  const client = serve({
    get isOpen() {
      return !isOver && wire.isOpen;
    },
    get bufferedBytes() {
      return wire.bufferedBytes + toClient.waitingBytes + toSession.waitingBytes;
    },
    get isPaused() {
      return wire.isPaused;
    },
    send: (text) => {
      if (!isOver) toClient.push(text);
    },
    close: (code, reason) => {
      if (isOver) return;
      toClient.flush();
      wire.close(code, reason);
    },
    cut: wire.cut,
    stall: wire.stall,
    pause: wire.pause,
    resume: wire.resume,
  });
  return {
    ...(client.session === undefined ? {} : { session: client.session }),
    message: (data) => {
      if (!isOver) toSession.push(data.toString('utf8'));
    },
    closed: () => {
      toClient.close();
      toSession.close();
      client.closed();
    },
  };
}

function eventOf(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function garbled(how: 'json' | 'type', text: string, event: JsonObject | undefined): string {
  if (how === 'json' || event === undefined) return text.slice(0, Math.ceil(text.length / 2));
  return JSON.stringify({ ...event, type: 'unknown.event' });
}

/** The code of OpenAI's API; none was recorded of Voice Live. */
function rateLimited({ rate_limit: limit }: RateLimitFault): ServiceError {
  const wait = limit === true ? '' : ` Please try again in ${limit.retry_after_s}s.`;
  const message = `Rate limit reached for requests.${wait}`;
  return { message, type: 'invalid_request_error', code: 'rate_limit_exceeded', param: null };
}
