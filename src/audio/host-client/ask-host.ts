import { hostStartError, hostTimeoutError } from './host-errors.js';
import { HostProcess } from './host-process.js';
import type { HostProgram } from './host-process.js';
import type { HostMessage, ParentMessage } from '../host/host-messages.js';
import { audioError } from '../kernel/audio-errors.js';
import type { Clock } from '../../shared/clock.js';

/** Opening takes 0.1 to 0.3 s; PortAudio may also hang in it forever. */
const answerDeadlineMs = 6000;

export interface HostRequest<T> {
  readonly program: HostProgram;
  readonly message: ParentMessage;
  /** Extracts the answer; undefined for other messages. */
  readonly answerOf: (message: HostMessage) => T | undefined;
  /** Called with every message after the answer. */
  readonly onMessage: (message: HostMessage) => void;
  /** Called with the process before it has answered, so that it can be killed. */
  readonly onForked: (host: HostProcess) => void;
  readonly clock: Clock;
}

/**
 * Starts an audio host and waits for its answer to the first message.
 * @throws VoiceliveError exit code 4: the host's refusal, or `audio-host-failed` when it died (PortAudio aborts the
 *   process on some platforms) or hung. The host is then killed.
 */
export async function askHost<T>(
  request: HostRequest<T>,
): Promise<{ host: HostProcess; answer: T }> {
  const { program, message, answerOf, onMessage, onForked, clock } = request;
  return new Promise((resolve, reject) => {
    let isAnswered = false;
    const settle = (): void => {
      isAnswered = true;
      cancelDeadline();
    };
    const fail = (error: Error): void => {
      if (isAnswered) return;
      settle();
      host.kill();
      reject(error);
    };
    const host = new HostProcess(program, (incoming) => {
      if (isAnswered) {
        onMessage(incoming);
        return;
      }
      if (incoming.type === 'refused') {
        fail(audioError(incoming.refusal, new Error(host.lastLines.join('\n'))));
        return;
      }
      const answer = answerOf(incoming);
      if (answer === undefined) return;
      settle();
      resolve({ host, answer });
    });
    const cancelDeadline = clock.after(answerDeadlineMs, () => {
      fail(hostTimeoutError(answerDeadlineMs, host.lastLines));
    });
    onForked(host);
    void host.gone.then(() => {
      fail(hostStartError(host));
    });
    host.send(message);
  });
}
