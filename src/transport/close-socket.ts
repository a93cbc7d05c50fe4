import { WebSocket } from 'ws';
import type { Clock } from '../shared/clock.js';

/** The close code that stands for an error of the socket, and the reason where the code does not say it. */
export function codeOfOwnClose(error: Error): { code: number; reason?: string } {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
    return { code: 1009, reason: 'the server sent a message of more than 16 MiB' };
  }
  if (code === 'WS_ERR_INVALID_UTF8') {
    return { code: 1007, reason: 'the server sent text that is not UTF-8' };
  }
  if (code.startsWith('WS_ERR_')) {
    return { code: 1002, reason: 'the server broke the WebSocket protocol' };
  }
  return code === '' ? { code: 1006 } : { code: 1006, reason: code };
}

/** Closes with 1000, and terminates a socket whose other side does not answer that in time. */
export async function closeSocket(
  socket: WebSocket,
  deadlineMs: number,
  clock: Clock,
): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return;
  await new Promise<void>((resolve) => {
    const cancel = clock.after(deadlineMs, () => {
      socket.terminate();
    });
    socket.once('close', () => {
      cancel();
      resolve();
    });
    socket.close(1000);
  });
}
