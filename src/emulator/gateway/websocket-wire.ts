import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { systemClock } from '../../shared/clock.js';
import { watchMessages } from '../../shared/message-deadline.js';
import type { Counters } from './counters.js';
import type { ClientEnd, ServedSession, Wire } from './wire.js';

/** Looks at what goes over one connection; never throws. */
export interface ConnectionObserver {
  /** A message, as it is on the line; a binary one is empty. */
  message(from: 'client' | 'server', text: string): void;
  /** A session began, perhaps after its first messages. */
  began(session: ServedSession): void;
  closed(): void;
}

interface SocketRules {
  readonly messageDeadlineMs: number;
  readonly counters: Counters;
  readonly log: (line: string) => void;
  readonly observe: (() => ConnectionObserver) | undefined;
}

function bufferOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

/**
 * Connects a WebSocket with the session of its client.
 * @param line the connection below the WebSocket
 * @param serve begins the session
 */
export function connectSocket(
  socket: WebSocket,
  line: Duplex,
  { messageDeadlineMs, counters, log, observe }: SocketRules,
  serve: (wire: Wire) => ClientEnd,
): void {
  const deadline = watchMessages({
    deadlineMs: messageDeadlineMs,
    clock: systemClock,
    isPaused: () => socket.isPaused,
    overdue: () => {
      counters.count('messages that do not end', `after ${messageDeadlineMs} ms`);
      socket.close(1008, 'a message began and did not end');
    },
  });
  line.on('data', (chunk: Buffer) => {
    deadline.heard(chunk);
  });
  const observer = observe?.();
  const client = serve(wireOf(socket, observer));
  if (client.session !== undefined) observer?.began(client.session);
  socket.on('message', (data, isBinary) => {
    const message = isBinary ? Buffer.alloc(0) : bufferOf(data);
    observer?.message('client', message.toString('utf8'));
    client.message(message);
  });
  socket.on('error', (error) => {
    log(`client connection: ${error.message}`);
  });
  socket.on('close', () => {
    deadline.stop();
    client.closed();
    observer?.closed();
  });
}

/** @param socket leaves it to this to answer pings */
function wireOf(socket: WebSocket, observer: ConnectionObserver | undefined): Wire {
  let isStalled = false;
  socket.on('ping', (data) => {
    if (!isStalled) socket.pong(data);
  });
  return {
    get isOpen() {
      return socket.readyState === socket.OPEN;
    },
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    get isPaused() {
      return socket.isPaused;
    },
    send: (text) => {
      observer?.message('server', text);
      socket.send(text);
    },
    close: (code, reason) => {
      socket.close(code, reason);
    },
    cut: () => {
      socket.terminate();
    },
    stall: () => {
      isStalled = true;
    },
    pause: () => {
      socket.pause();
    },
    resume: () => {
      socket.resume();
    },
  };
}
