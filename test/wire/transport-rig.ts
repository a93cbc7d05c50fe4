import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { createTransport, type TransportOptions } from '../../src/transport/connection.js';
import { resolveEndpoint } from '../../src/transport/endpoint.js';
import type { Transport, TransportEvent } from '../../src/transport/types.js';

export const canaryKey = 'Canary0123456789abcdefCanary';

interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** A WebSocket server on 127.0.0.1 whose handshakes, raw sockets and connections the test sees. */
export interface Service extends Listening {
  readonly requests: IncomingMessage[];
  readonly lines: Socket[];
  readonly connections: WebSocket[];
  /** While it is set, handshakes are answered with this HTTP status. */
  refuseWith: number | undefined;
}

/** Accepts every WebSocket; `onConnection` runs at once, before any frame is read. */
export async function startService(
  onConnection: (connection: WebSocket, request: IncomingMessage) => void = () => undefined,
): Promise<Service> {
  const requests: IncomingMessage[] = [];
  const lines: Socket[] = [];
  const connections: WebSocket[] = [];
  const http = createServer();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 * 1024 });
  http.on('connection', (line: Socket) => {
    lines.push(line);
    line.on('error', () => undefined);
  });
  http.on('upgrade', (request, line, head) => {
    requests.push(request);
    if (running.refuseWith !== undefined) {
      line.end(`HTTP/1.1 ${String(running.refuseWith)} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, line, head, (connection) => {
      connection.on('error', () => undefined);
      connections.push(connection);
      onConnection(connection, request);
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const running: Service = {
    port: portOf(http.address()),
    requests,
    lines,
    connections,
    refuseWith: undefined,
    async close() {
      for (const line of lines) line.destroy();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return running;
}

/** A TCP server whose connections get `onLine`; the lines are kept for the test. */
export async function startTcp(
  onLine: (line: Socket) => void,
): Promise<Listening & { readonly lines: Socket[] }> {
  const lines: Socket[] = [];
  const server = createTcpServer((line) => {
    lines.push(line);
    line.on('error', () => undefined);
    onLine(line);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server.address()),
    lines,
    async close() {
      for (const line of lines) line.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening on TCP');
  return address.port;
}

/** A port on which nothing listens. */
export async function deadPort(): Promise<number> {
  const server = await startTcp(() => undefined);
  await server.close();
  return server.port;
}

/** Answers the handshake with a status and a body. */
export function answering(head: string, body: string): (line: Socket) => void {
  return (line) => {
    line.once('data', () => {
      line.end(`HTTP/1.1 ${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  };
}

export interface Client {
  readonly transport: Transport;
  readonly events: TransportEvent[];
  /** The first event of a type; waits for it. */
  readonly next: <T extends TransportEvent['type']>(
    type: T,
  ) => Promise<Extract<TransportEvent, { type: T }>>;
}

export function startClient(
  port: number,
  options: Partial<TransportOptions> = {},
  origin = 'http://127.0.0.1',
  onEvent: () => void = () => undefined,
): Client {
  const events: TransportEvent[] = [];
  const waiting = new Set<() => void>();
  const endpoint = resolveEndpoint({
    endpoint: `${origin}:${port}`,
    target: { kind: 'model', model: 'gpt-realtime' },
  });
  const credential = { kind: 'key', key: canaryKey } as const;
  const transport = createTransport({ endpoint, credential, ...options }, (event) => {
    events.push(event);
    for (const wake of waiting) wake();
    onEvent();
  });
  return {
    transport,
    events,
    next: (type) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = events.find((event) => isOf(event, type));
          if (found === undefined || !isOf(found, type)) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

function isOf<T extends TransportEvent['type']>(
  event: TransportEvent,
  type: T,
): event is Extract<TransportEvent, { type: T }> {
  return event.type === type;
}
