import { createServer as createHttpsServer } from 'node:https';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll } from 'vitest';
import { WebSocketServer } from 'ws';
import type { Certificates } from './certificates.js';

const closers: (() => Promise<void>)[] = [];

/** Call at the top of a test file: ends what it started. */
export function closeServersAfterAll(): void {
  afterAll(async () => {
    await Promise.all(closers.splice(0).map((close) => close()));
  });
}

function portOf(server: { address(): AddressInfo | string | null }): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it does not listen');
  return address.port;
}

async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

/** A WebSocket server that greets every client with these messages. */
export async function greetingServer(messages: readonly (string | Buffer)[]): Promise<string> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  server.on('connection', (socket) => {
    for (const message of messages) socket.send(message);
  });
  closers.push(async () => {
    for (const client of server.clients) client.terminate();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return `http://127.0.0.1:${String(portOf(server))}`;
}

/** As `greetingServer`, over TLS and for `localhost`. */
export async function secureGreetingServer(
  { key, certificate }: Certificates,
  messages: readonly string[],
): Promise<string> {
  const https = createHttpsServer({ key, cert: certificate });
  const server = new WebSocketServer({ server: https });
  server.on('connection', (socket) => {
    for (const message of messages) socket.send(message);
  });
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    for (const client of server.clients) client.terminate();
    https.closeAllConnections();
    await new Promise((resolve) => https.close(resolve));
  });
  return `https://localhost:${String(portOf(https))}`;
}

/** A server that answers whatever comes with these bytes, and closes. */
export async function rawServer(answer: string): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(answer));
  });
  await listen(server);
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${String(portOf(server))}`;
}

/** Nothing listens there: a port that was free a moment ago may be another test's by now. */
export const deafAddress = 'http://127.0.0.1:1';
