import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { messageOf, VoiceliveError } from '../shared/errors.js';
import { defaultMessageDeadlineMs } from '../shared/message-deadline.js';
import type { Counts } from './gateway/counters.js';
import { OpenSockets, refuse } from './gateway/open-sockets.js';
import { refusal } from './gateway/refusal.js';
import { connectSocket, type ConnectionObserver } from './gateway/websocket-wire.js';
import type { ClientEnd, Wire } from './gateway/wire.js';
import { createService, type ServiceOptions } from './service.js';

const maxClients = 32;
const maxPayloadBytes = 16 * 1024 * 1024;
const closeDeadlineMs = 1000;
/** Time that a connection has to send its request. */
const requestDeadlineMs = 5000;

export interface ServerOptions extends ServiceOptions {
  /** TCP port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /** Time for a message of a client to end, beside what its bytes take on a slow line; default 30 s. */
  readonly messageDeadlineMs?: number;
  /** Looks at the next connection. */
  readonly observe?: () => ConnectionObserver;
}

export interface RunningServer {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly token: string;
  /** Sockets that are open now, of clients and of connections that are being refused. */
  readonly openSockets: number;
  /** What was turned away or cut so far; the log has it, too. */
  counters(): Counts;
  /** Idempotent. Ends connections and helpers within about a second. */
  close(): Promise<void>;
}

/** Does it after a delay, unless the socket closed by then. */
function later(socket: Duplex, delayMs: number, act: () => void): void {
  if (delayMs === 0) {
    act();
    return;
  }
  const timer = setTimeout(act, delayMs);
  socket.once('close', () => {
    clearTimeout(timer);
  });
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      reject(
        new VoiceliveError(`The emulator cannot listen on port ${port}: ${error.message}`, {
          code: 'emulator-port',
          exitCode: 2,
          hint: 'Use another --port, or 0 for a free one.',
          cause: error,
        }),
      );
    };
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', fail);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/**
 * Starts a Voice Live server for this machine: a WebSocket on 127.0.0.1, path `/voice-live/realtime`, for clients that
 * present the token.
 * @throws VoiceliveError `emulator-port` when the port cannot be had
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const service = createService(options);
  const { token, counters, log } = service;
  const rules = {
    messageDeadlineMs: options.messageDeadlineMs ?? defaultMessageDeadlineMs,
    counters,
    log,
    observe: options.observe,
  };
  const socketOptions = {
    noServer: true,
    maxPayload: maxPayloadBytes,
    autoPong: false,
    perMessageDeflate: false,
    closeTimeout: closeDeadlineMs,
  };
  const clients = new WebSocketServer(socketOptions);
  const deadlines = {
    headersTimeout: requestDeadlineMs,
    requestTimeout: requestDeadlineMs,
    connectionsCheckingInterval: 1000,
  };
  const server = createServer(deadlines, ({ socket }) => {
    refuse(socket, refusal(404, 'Resource not found'));
  });

  const upgrade = (
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    serve: (wire: Wire) => ClientEnd,
  ): void => {
    if (clients.clients.size >= maxClients) {
      counters.count('too many clients', `${maxClients} are connected`);
      refuse(socket, refusal(429, 'Too many connections.'));
      return;
    }
    openSockets.keep(socket);
    clients.handleUpgrade(request, socket, head, (client) => {
      connectSocket(client, socket, rules, serve);
    });
  };
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', (error) => {
      log(`client connection: ${messageOf(error)}`);
    });
    const reception = service.receive(request);
    switch (reception.kind) {
      case 'refused':
        refuse(socket, reception.refusal);
        return;
      case 'dropped':
        socket.destroy();
        return;
      case 'unanswered':
        socket.resume();
        return;
      case 'accepted':
        later(socket, reception.delayMs, () => {
          upgrade(request, socket, head, reception.serve);
        });
    }
  });

  const port = await listen(server, options.port ?? 0);
  const openSockets = new OpenSockets(server, counters);
  let closing: Promise<void> | undefined;
  const closeNow = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    openSockets.closeOthers();
    const ended = [...clients.clients].map((client) => once(client, 'close'));
    for (const client of clients.clients) client.close(1001);
    const deadline = setTimeout(() => {
      openSockets.closeAll();
    }, closeDeadlineMs);
    await Promise.all([closed, ...ended]);
    clearTimeout(deadline);
    await service.close();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    get openSockets() {
      return openSockets.size;
    },
    counters: () => counters.read(),
    close: () => (closing ??= closeNow()),
  };
}
