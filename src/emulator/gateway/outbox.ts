import type { Clock } from '../../shared/clock.js';
import type { JsonObject } from '../../shared/json.js';
import type { Ids } from '../kernel/ids.js';
import type { Wire } from './wire.js';

/** Responses and further messages of the client wait while this much is unsent. */
const highWaterBytes = 4 * 1024 * 1024;
const drainPollMs = 20;

/** Sends the events of one connection, in order, each with an id of its own. */
export class Outbox {
  readonly #wire: Wire;
  readonly #ids: Ids;
  readonly #clock: Clock;

  constructor(wire: Wire, ids: Ids, clock: Clock) {
    this.#wire = wire;
    this.#ids = ids;
    this.#clock = clock;
  }

  /** What was sent and not yet taken by the network. */
  get bytes(): number {
    return this.#wire.bufferedBytes;
  }

  get isFull(): boolean {
    return this.#wire.isOpen && this.bytes > highWaterBytes;
  }

  send(event: JsonObject): void {
    if (!this.#wire.isOpen) return;
    this.#wire.send(JSON.stringify({ event_id: this.#ids.event(), ...event }));
  }

  /** Resolves when the client has taken most of what was sent, or is gone. */
  async drained(): Promise<void> {
    while (this.isFull) {
      await new Promise<void>((resolve) => this.#clock.after(drainPollMs, resolve));
    }
  }
}
