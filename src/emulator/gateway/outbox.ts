import type { WebSocket } from 'ws';
import type { JsonObject } from '../../shared/json.js';
import type { Ids } from '../kernel/ids.js';

/** A response waits while this much is unsent. */
const highWaterBytes = 4 * 1024 * 1024;
/** A client that has this much unsent does not read: it is dropped. */
const limitBytes = 64 * 1024 * 1024;
const drainPollMs = 20;

/** Sends the events of one connection, in order, each with an id of its own. */
export class Outbox {
  readonly #socket: WebSocket;
  readonly #ids: Ids;
  readonly #log: (line: string) => void;

  constructor(socket: WebSocket, ids: Ids, log: (line: string) => void) {
    this.#socket = socket;
    this.#ids = ids;
    this.#log = log;
  }

  send(event: JsonObject): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > limitBytes) {
      this.#log('a client does not read what it is sent: connection dropped');
      this.#socket.terminate();
      return;
    }
    this.#socket.send(JSON.stringify({ event_id: this.#ids.event(), ...event }));
  }

  /** Resolves when the client has taken most of what was sent, or is gone. */
  async drained(): Promise<void> {
    while (
      this.#socket.readyState === this.#socket.OPEN &&
      this.#socket.bufferedAmount > highWaterBytes
    ) {
      await new Promise((resolve) => setTimeout(resolve, drainPollMs));
    }
  }
}
