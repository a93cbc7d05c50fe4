import { concatSamples, msToSamples, samplesToMs } from '../../audio/pure/pcm.js';
import type { Output } from '../scenario/outputs.js';
import { resampledSlices } from '../kernel/turns.js';
import type { SpokenWord, SpeechSynthesiser } from '../kernel/speech.js';
import type { Prng } from '../kernel/prng.js';

/** A chunk of audio; `words` are all words so far, timed from the start of the message. */
export interface AudioChunk {
  readonly samples: Int16Array;
  readonly words: readonly SpokenWord[];
}

type Message = Extract<Output, { type: 'message' }>;

interface Speaking {
  readonly voice: SpeechSynthesiser;
  readonly voiceName: string;
  readonly rateHz: number;
}

/** The service's recorded audio deltas hold 200 to 400 ms each. */
const deltaMs = [200, 400] as const;

async function* pieces(message: Message, speaking: Speaking): AsyncGenerator<AudioChunk> {
  const { echo, text } = message;
  const { voice, voiceName, rateHz } = speaking;
  if (echo === undefined) {
    yield* voice.speakStream(text, { voiceName, rateHz });
    return;
  }
  for (const samples of resampledSlices(echo.samples, echo.rateHz, rateHz)) {
    yield { samples, words: [] };
  }
}

/** The audio of a message, cut into deltas of the recorded sizes. */
export async function* audioOf(
  message: Message,
  speaking: Speaking,
  random: Prng,
): AsyncGenerator<AudioChunk> {
  const words: SpokenWord[] = [];
  let startMs = 0;
  let rest: Int16Array = new Int16Array(0);
  for await (const piece of pieces(message, speaking)) {
    for (const word of piece.words) {
      words.push({ ...word, startMs: word.startMs + startMs, endMs: word.endMs + startMs });
    }
    startMs += samplesToMs(piece.samples.length, speaking.rateHz);
    rest = concatSamples([rest, piece.samples]);
    for (;;) {
      const wanted = msToSamples(random.between(...deltaMs), speaking.rateHz);
      if (rest.length < wanted) break;
      yield { samples: rest.slice(0, wanted), words: [...words] };
      rest = rest.subarray(wanted);
    }
  }
  if (rest.length > 0) yield { samples: rest, words };
}
