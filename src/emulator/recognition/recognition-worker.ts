import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../shared/errors.js';
import { lowerPriority } from '../../shared/priority.js';
import type {
  RecognitionReply,
  RecognitionRequest,
  RecognitionWorkerData,
} from './recognition-messages.js';
import { createPhraseRecogniser } from './phrase-recogniser.js';
import type { PhraseRecogniser } from './phrase-recogniser.js';

/** Entry of the recognition thread (`dist/emulator-ears.js`): loads the model, then answers one request after another. */

function send(reply: RecognitionReply): void {
  parentPort?.postMessage(reply);
}

async function open(data: RecognitionWorkerData): Promise<PhraseRecogniser | undefined> {
  try {
    const recogniser = await createPhraseRecogniser(data.phrases);
    send({ type: 'ready', warnings: recogniser.warnings });
    return recogniser;
  } catch (error) {
    send({ type: 'unavailable', reason: messageOf(error) });
    return undefined;
  }
}

function isStart(value: unknown): value is RecognitionWorkerData {
  return (
    typeof value === 'object' &&
    value !== null &&
    'phrases' in value &&
    Array.isArray(value.phrases)
  );
}

// Recognition keeps a processor busy for up to a second: audio must go first.
lowerPriority();
const data: unknown = workerData;
const recogniser = isStart(data) ? await open(data) : undefined;

parentPort?.on('message', ({ id, samples, rateHz }: RecognitionRequest) => {
  try {
    send({ type: 'heard', id, phrase: recogniser?.recognise(samples, rateHz) });
  } catch {
    // The decoder rejected this audio (e.g. too short for one frame of features): it is not a phrase.
    send({ type: 'heard', id, phrase: undefined });
  }
});
