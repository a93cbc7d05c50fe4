import { Worker } from 'node:worker_threads';
import { messageOf } from '../../shared/errors.js';
import { builtFile } from '../../shared/paths.js';
import type { EarsReply, EarsRequest, EarsWorkerData } from './messages.js';
import type { Phrase } from './phrases.js';

/** The emulator's ears. */
export interface Ears {
  /** False when recognition is not installed or has failed; every answer is then undefined. */
  readonly available: boolean;
  /** What cannot be heard, and why: phrases without a pronunciation, a missing package. */
  readonly warnings: readonly string[];
  /** Requests answered with undefined because too many waited or one took too long. */
  readonly dropped: number;
  /**
   * Which phrase was spoken, as its pattern is written with the slots filled in; undefined when it was none of them.
   * Never throws.
   * @param samples one channel, up to 15 s; copied
   */
  recognise(samples: Int16Array, rateHz: number): Promise<string | undefined>;
  /** Ends the thread; what is still waiting is answered with undefined. */
  close(): Promise<void>;
}

export interface EarsOptions {
  readonly phrases: readonly Phrase[];
  /** File of the thread; by default the built `emulator-ears.js`. */
  readonly workerFile?: string;
  /** Longest start of the thread, milliseconds. Default: 15 s. */
  readonly openLimitMs?: number;
  /** Longest wait for an answer, milliseconds. Default: 10 s. */
  readonly answerLimitMs?: number;
}

const longestQueue = 8;

interface Waiting {
  readonly resolve: (phrase: string | undefined) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Opens the ears in a thread of their own, so that recognition delays nothing and the exception handler that
 * soundswallower installs stays there. Resolves in any case, with `available: false` when there can be no recognition.
 */
export async function createEars(options: EarsOptions): Promise<Ears> {
  const { openLimitMs = 15_000, answerLimitMs = 10_000 } = options;
  const workerFile = options.workerFile ?? builtFile('emulator-ears.js');
  const workerData: EarsWorkerData = { phrases: options.phrases };
  const worker = new Worker(workerFile, { workerData, execArgv: [], stdout: true, stderr: true });
  const waiting = new Map<number, Waiting>();
  let warnings: readonly string[] = [];
  let available = false;
  let dropped = 0;
  let lastId = 0;
  worker.stdout.resume();
  worker.stderr.resume();

  const answer = (id: number, phrase: string | undefined): void => {
    const entry = waiting.get(id);
    if (entry === undefined) return;
    waiting.delete(id);
    clearTimeout(entry.timer);
    entry.resolve(phrase);
  };
  const end = (): void => {
    available = false;
    for (const id of [...waiting.keys()]) answer(id, undefined);
  };
  const close = async (): Promise<void> => {
    end();
    await worker.terminate();
  };

  const reason = await new Promise<string | undefined>((resolve) => {
    const timer = setTimeout(resolve, openLimitMs, 'speech recognition took too long to start');
    const settle = (why: string | undefined): void => {
      clearTimeout(timer);
      resolve(why);
    };
    worker.on('message', (reply: EarsReply) => {
      switch (reply.type) {
        case 'ready':
          warnings = reply.warnings;
          settle(undefined);
          return;
        case 'unavailable':
          settle(reply.reason);
          return;
        case 'heard':
          answer(reply.id, reply.phrase);
          return;
      }
    });
    worker.on('error', (error) => {
      settle(messageOf(error));
      end();
    });
    worker.on('exit', () => {
      settle('the thread for speech recognition ended');
      end();
    });
  });

  if (reason === undefined) available = true;
  else {
    warnings = [`speech is not recognised: ${reason.split('\n', 1)[0] ?? ''}`];
    await close();
  }

  return {
    get available() {
      return available;
    },
    warnings,
    get dropped() {
      return dropped;
    },
    recognise: (samples, rateHz) => {
      if (!available) return Promise.resolve(undefined);
      if (waiting.size >= longestQueue) {
        dropped += 1;
        return Promise.resolve(undefined);
      }
      lastId += 1;
      const copy = new Int16Array(samples);
      const request: EarsRequest = { id: lastId, samples: copy, rateHz };
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          dropped += 1;
          answer(request.id, undefined);
        }, answerLimitMs);
        waiting.set(request.id, { resolve, timer });
        worker.postMessage(request, [copy.buffer]);
      });
    },
    close,
  };
}
