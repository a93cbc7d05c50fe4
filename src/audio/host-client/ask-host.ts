import { hostDeath, hostHangs } from './host-errors.js';
import { HostProcess } from './host-process.js';
import type { HostProgram } from './host-process.js';
import type { HostMessage, ParentMessage } from '../host/host-messages.js';
import { soundError } from '../kernel/audio-errors.js';
import type { Timers } from '../../shared/timers.js';

/** Opening takes 0.1 to 0.3 s; PortAudio can also hang in it for ever. */
const answerDeadlineMs = 6000;

export interface HostQuestion<T> {
  readonly program: HostProgram;
  readonly message: ParentMessage;
  /** The answer, when the message is one. */
  readonly answerOf: (message: HostMessage) => T | undefined;
  /** Gets every message after the answer. */
  readonly onMessage: (message: HostMessage) => void;
  /** Gets the process before it has answered, so that it can be killed. */
  readonly onForked: (host: HostProcess) => void;
  readonly timers: Timers;
}

/**
 * Starts an audio host and waits for its answer to the first message.
 * @throws VoiceliveError exit code 4: what the host refused with; `audio-host-failed` when it died (PortAudio aborts the
 *   process on some platforms) or hung. The host is killed then.
 */
export async function askHost<T>(
  question: HostQuestion<T>,
): Promise<{ host: HostProcess; answer: T }> {
  const { program, message, answerOf, onMessage, onForked, timers } = question;
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
        fail(soundError(incoming.refusal, new Error(host.lastLines.join('\n'))));
        return;
      }
      const answer = answerOf(incoming);
      if (answer === undefined) return;
      settle();
      resolve({ host, answer });
    });
    const cancelDeadline = timers.after(answerDeadlineMs, () => {
      fail(hostHangs(answerDeadlineMs, host.lastLines));
    });
    onForked(host);
    void host.gone.then(() => {
      fail(hostDeath(host));
    });
    host.send(message);
  });
}
