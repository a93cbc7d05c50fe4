import { STATUS_CODES } from 'node:http';
import type { Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { messageOf } from '../../shared/errors.js';
import type { Counters } from './counters.js';
import { bodyText, refusal, type Refusal } from './refusal.js';

/** Sockets open at a time, of clients and of connections that are being refused. */
const maxSockets = 64;
/** Beyond this the connection is not even answered. */
const maxUnanswered = 2 * maxSockets;
/** Time that a refused peer has to read the answer. */
const lingerMs = 500;

/** Answers a connection with a status and a body, and closes it soon, whatever the peer does. */
export function refuse(socket: Duplex, given: Refusal): void {
  if (socket.writableEnded) return;
  const { status, body, retryAfterS } = given;
  const text = bodyText(given);
  const type = typeof body === 'string' ? 'text/plain' : 'application/json';
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}`,
      'Connection: close',
      ...(retryAfterS === undefined ? [] : [`Retry-After: ${Math.ceil(retryAfterS)}`]),
      `Content-Type: ${type}; charset=utf-8`,
      `Content-Length: ${Buffer.byteLength(text)}`,
      '',
      text,
    ].join('\r\n'),
  );
  // Input that nobody reads would turn the end of the connection into a reset, before the answer was read.
  socket.resume();
  closeSoon(socket);
}

function closeSoon(socket: Duplex): void {
  const timer = setTimeout(() => {
    socket.destroy();
  }, lingerMs);
  socket.once('close', () => {
    clearTimeout(timer);
  });
}

/** The sockets of a server: bounded, and all known, so that none outlives it. */
export class OpenSockets {
  readonly #sockets = new Set<Duplex>();
  readonly #clients = new Set<Duplex>();

  constructor(server: Server, counters: Counters) {
    server.maxConnections = maxUnanswered;
    server.on('drop', () => {
      counters.count('too many sockets', 'not answered');
    });
    // Out of descriptors: what cannot be accepted is closed by the system, and the server stays.
    server.on('error', (error) => {
      counters.count('failed accepts', messageOf(error));
    });
    server.prependListener('connection', (socket: Socket) => {
      this.#add(socket);
      if (this.#sockets.size <= maxSockets) return;
      counters.count('too many sockets', `${maxSockets} are open`);
      refuse(socket, refusal(503, 'Too many connections.'));
    });
  }

  get size(): number {
    return this.#sockets.size;
  }

  /** The socket belongs to a client, which is asked to close before it is cut. */
  keep(socket: Duplex): void {
    this.#clients.add(socket);
  }

  /** Cuts everything that is no client's. */
  closeOthers(): void {
    for (const socket of this.#sockets) if (!this.#clients.has(socket)) socket.destroy();
  }

  closeAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #add(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#clients.delete(socket);
    });
  }
}
