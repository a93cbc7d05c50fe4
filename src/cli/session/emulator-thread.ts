import { Worker } from 'node:worker_threads';
import { exitCodes, messageOf, VoiceliveError } from '../../shared/errors.js';
import { builtFile } from '../../shared/paths.js';
import type {
  EmulatorWorkerOptions,
  EmulatorWorkerReport,
} from '../../emulator/worker-messages.js';

/** The embedded emulator, running in a thread of its own. */
export interface EmulatorThread {
  readonly url: string;
  readonly token: string;
  /** Calls back with the reason when the thread breaks down. */
  onCrash(listener: (reason: string) => void): void;
  /** Idempotent; asks it to close and ends the thread after a second. */
  close(): Promise<void>;
}

const startDeadlineMs = 10_000;
const closeDeadlineMs = 1_000;

/**
 * Starts the emulator on 127.0.0.1, at a random port and with a token of this run.
 * @throws VoiceliveError when it does not start, e.g. for a scenario with mistakes in it (exit code 2)
 */
export async function startEmulatorThread(data: EmulatorWorkerOptions): Promise<EmulatorThread> {
  const worker = new Worker(builtFile('emulator-worker.cjs'), {
    workerData: data,
    stdout: true,
    stderr: true,
  });
  const crashListeners: ((reason: string) => void)[] = [];
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      resolve();
    });
  });
  const started = await new Promise<{ url: string; token: string }>((resolve, reject) => {
    const deadline = setTimeout(() => {
      reject(startFailure('it did not answer within 10 s'));
    }, startDeadlineMs);
    worker.on('message', (report: EmulatorWorkerReport) => {
      clearTimeout(deadline);
      if (report.type === 'listening') resolve(report);
      else if (report.type === 'failed') {
        const { message, code, hint } = report;
        reject(
          new VoiceliveError(message, {
            code,
            exitCode: exitCodes.usage,
            ...(hint === undefined ? {} : { hint }),
          }),
        );
      }
    });
    worker.on('error', (error) => {
      clearTimeout(deadline);
      reject(startFailure(messageOf(error)));
      for (const listener of crashListeners) listener(messageOf(error));
    });
  }).catch(async (error: unknown) => {
    await worker.terminate();
    throw error;
  });

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    worker.postMessage({ type: 'close' });
    const deadline = setTimeout(() => void worker.terminate(), closeDeadlineMs);
    await exited;
    clearTimeout(deadline);
  };
  return {
    url: started.url,
    token: started.token,
    onCrash: (listener) => crashListeners.push(listener),
    close: () => (closing ??= close()),
  };
}

function startFailure(reason: string): VoiceliveError {
  return new VoiceliveError(`The emulator did not start: ${reason}.`, {
    code: 'emulator-start',
    hint: 'Run `npm run build` in the folder of voicelive and try again.',
  });
}
