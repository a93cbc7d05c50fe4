import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/** Read in one turn of the event loop: about ten milliseconds of work when the messages are small. */
const maxTurnBytes = 64 * 1024;

/**
 * Lets keys, timers and other sockets take their turn while a connection has more to read than can be processed: by itself
 * Node reads up to 2 MB of a socket before it looks at anything else.
 */
export function readInTurns(socket: WebSocket, line: Socket): void {
  let bytes = 0;
  line.on('data', (chunk: Buffer) => {
    if (bytes === 0)
      setImmediate(() => {
        bytes = 0;
        if (socket.isPaused) socket.resume();
      });
    bytes += chunk.length;
    if (bytes >= maxTurnBytes) socket.pause();
  });
}
