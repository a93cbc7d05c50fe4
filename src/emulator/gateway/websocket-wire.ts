import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { systemClock } from '../../shared/clock.js';
import { watchMessages } from '../../shared/message-deadline.js';
import type { Counters } from './counters.js';
import type { ClientEnd, Wire } from './wire.js';

interface SocketRules {
  readonly messageDeadlineMs: number;
  readonly counters: Counters;
  readonly log: (line: string) => void;
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
  { messageDeadlineMs, counters, log }: SocketRules,
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
  const client = serve(wireOf(socket));
  socket.on('message', (data, isBinary) => {
    client.message(isBinary ? Buffer.alloc(0) : bufferOf(data));
  });
  socket.on('error', (error) => {
    log(`client connection: ${error.message}`);
  });
  socket.on('close', () => {
    deadline.stop();
    client.closed();
  });
}

function wireOf(socket: WebSocket): Wire {
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
      socket.send(text);
    },
    close: (code, reason) => {
      socket.close(code, reason);
    },
    pause: () => {
      socket.pause();
    },
    resume: () => {
      socket.resume();
    },
  };
}
