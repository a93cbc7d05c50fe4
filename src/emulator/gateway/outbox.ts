import type { WebSocket } from 'ws';
import type { JsonObject } from '../../shared/json.js';
import type { Ids } from '../kernel/ids.js';

/** Responses and further messages of the client wait while this much is unsent. */
const highWaterBytes = 4 * 1024 * 1024;
const drainPollMs = 20;

/** Sends the events of one connection, in order, each with an id of its own. */
export class Outbox {
  readonly #socket: WebSocket;
  readonly #ids: Ids;

  constructor(socket: WebSocket, ids: Ids) {
    this.#socket = socket;
    this.#ids = ids;
  }

  /** What was sent and not yet taken by the network. */
  get bytes(): number {
    return this.#socket.bufferedAmount;
  }

  get isFull(): boolean {
    return this.#socket.readyState === this.#socket.OPEN && this.bytes > highWaterBytes;
  }

  send(event: JsonObject): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(JSON.stringify({ event_id: this.#ids.event(), ...event }));
  }

  /** Resolves when the client has taken most of what was sent, or is gone. */
  async drained(): Promise<void> {
    while (this.isFull) {
      await new Promise((resolve) => setTimeout(resolve, drainPollMs));
    }
  }
}
