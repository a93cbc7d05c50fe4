import { Worker } from 'node:worker_threads';
import { messageOf } from '../../shared/errors.js';
import { builtFile } from '../../shared/paths.js';
import type {
  RecognitionReply,
  RecognitionRequest,
  RecognitionWorkerData,
} from './recognition-messages.js';
import type { Phrase } from './grammar.js';

/** Speech recognition in a thread. */
export interface RecognitionThread {
  /** False when recognition is not installed or has failed; every result is then undefined. */
  readonly available: boolean;
  /** What cannot be recognised, and why: phrases without a pronunciation, a missing package. */
  readonly warnings: readonly string[];
  /**
   * The spoken phrase, in the spelling of its pattern with the slots filled in; undefined when none matches. Never throws.
   * @param samples one channel, up to 15 s; copied
   */
  recognise(samples: Int16Array, rateHz: number): Promise<string | undefined>;
  /** Ends the thread; waiting requests resolve with undefined. */
  close(): Promise<void>;
}

export interface RecognitionOptions {
  readonly phrases: readonly Phrase[];
  /** Receives a line for each request dropped because too many were waiting or it took too long. */
  readonly log?: (line: string) => void;
  /** File of the thread; by default the built `emulator-ears.js`. */
  readonly workerFile?: string;
  /** How long the thread may take to start, milliseconds. Default: 15 s. */
  readonly openDeadlineMs?: number;
  /** How long an answer may take, milliseconds. Default: 10 s. */
  readonly answerDeadlineMs?: number;
}

const maxQueue = 8;

interface Waiting {
  readonly resolve: (phrase: string | undefined) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Opens speech recognition in its own thread, so that it delays nothing and the exception handler that soundswallower
 * installs stays there. Always resolves, with `available: false` when recognition is not possible.
 */
export async function createRecognitionThread(
  options: RecognitionOptions,
): Promise<RecognitionThread> {
  const { openDeadlineMs = 15_000, answerDeadlineMs = 10_000 } = options;
  const workerFile = options.workerFile ?? builtFile('emulator-ears.js');
  const workerData: RecognitionWorkerData = { phrases: options.phrases };
  const worker = new Worker(workerFile, { workerData, execArgv: [], stdout: true, stderr: true });
  const waiting = new Map<number, Waiting>();
  let warnings: readonly string[] = [];
  let available = false;

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
    const timer = setTimeout(resolve, openDeadlineMs, 'speech recognition took too long to start');
    const settle = (why: string | undefined): void => {
      clearTimeout(timer);
      resolve(why);
    };
    worker.on('message', (reply: RecognitionReply) => {
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

    recognise: (samples, rateHz) => {
      if (!available) return Promise.resolve(undefined);
      if (waiting.size >= maxQueue) {
        options.log?.(`speech not recognised: ${maxQueue} requests are waiting`);
        return Promise.resolve(undefined);
      }
      lastId += 1;
      const copy = new Int16Array(samples);
      const request: RecognitionRequest = { id: lastId, samples: copy, rateHz };
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          options.log?.(`speech not recognised within ${answerDeadlineMs / 1000} s`);
          answer(request.id, undefined);
        }, answerDeadlineMs);
        waiting.set(request.id, { resolve, timer });
        worker.postMessage(request, [copy.buffer]);
      });
    },
    close,
  };
}
