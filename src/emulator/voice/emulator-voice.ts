import { msToSamples, samplesToMs } from '../../audio/pure/pcm.js';
import { resampleInTurns } from '../kernel/turns.js';
import { concatenate, shifted, speakClips } from './clip-speech.js';
import { openClips } from './clips.js';
import { Espeak } from '../../audio/files/espeak.js';
import { SpeechCache } from './speech-cache.js';
import type { Speech, SpeechSource } from './spoken-text.js';
import { pieces } from './text.js';
import type { Piece } from './text.js';
import { estimateWords, speechSpan } from './timing.js';
import { voiceProfile } from './voice-profile.js';
import type { VoiceProfile } from './voice-profile.js';

export interface SpeakOptions {
  /** Name of one of the service's voices, e.g. `alloy`; each always sounds the same. */
  readonly voiceName: string;
  /** Samples per second of the result. */
  readonly rateHz: number;
}

/** The emulator's voice. */
export interface Voice {
  /** Speaks a whole text; no samples for a text without words. Never throws. */
  speak(text: string, options: SpeakOptions): Promise<Speech>;
  /**
   * Speaks sentence by sentence (counting aloud: five numbers at a time), so that the first audio is ready at once; each
   * sentence's words are timed from its own start. Prepares the next sentence while one is used. Never throws.
   */
  speakStream(text: string, options: SpeakOptions): AsyncIterable<Speech>;
  /** Ends child processes; speaking still works, with clips. */
  close(): Promise<void>;
}

export interface VoiceOptions {
  /** `never` uses the bundled clips only; `auto` (default) espeak-ng when it is on PATH. */
  readonly espeak?: 'auto' | 'never';
  /** Name or path of the espeak-ng program. */
  readonly espeakCommand?: string;
  /** Receives a line for each piece of text that espeak-ng could not speak. */
  readonly log?: (line: string) => void;
}

/** Silence kept before and after a sentence. */
const leadMs = 20;
const tailMs = 220;
/** Counting aloud: one number a second. */
const countMs = 1000;

type Made = Omit<Speech, 'text'>;

/**
 * A voice for the emulator: espeak-ng as a child process; without it, bundled clips of the default scenario's lines, and
 * speech-like audio for any other word, so that every text is audible and takes a realistic time.
 */
export function createVoice(options: VoiceOptions = {}): Voice {
  const espeak = new Espeak(options.espeakCommand);
  const cache = new SpeechCache();
  let useEspeak = options.espeak !== 'never';

  let clipBook: ReturnType<typeof openClips> | undefined;

  async function utter(text: string, profile: VoiceProfile, rateHz: number): Promise<Made> {
    if (useEspeak) {
      const result = await espeak.say(text, profile);
      if (result.kind === 'sound') {
        const { sound } = result;
        const samples = await resampleInTurns(sound.samples, sound.sampleRateHz, rateHz);
        const trimmed = trim(samples, rateHz);
        const words = estimateWords(text, trimmed, rateHz);
        if (trimmed.length > 0) return { samples: trimmed, words, source: 'espeak-ng' };
      } else if (result.kind === 'absent') useEspeak = false;
      if (result.kind !== 'absent') {
        const reason = result.kind === 'failed' ? result.reason : 'the audio is silent';
        options.log?.(`espeak-ng: ${reason}; using bundled clips`);
      }
    }
    clipBook ??= openClips();
    return speakClips(text, await clipBook, profile, rateHz);
  }

  async function count(
    numbers: readonly string[],
    profile: VoiceProfile,
    rateHz: number,
  ): Promise<Made> {
    const spoken = await Promise.all(numbers.map((number) => utter(number, profile, rateHz)));
    const beat = msToSamples(countMs, rateHz);
    const parts = spoken.map(({ samples }) => {
      const sound = samples.subarray(0, speechSpan(samples).end);
      return { samples: sound, silence: Math.max(0, beat - sound.length) };
    });
    let atMs = 0;
    const words = spoken.flatMap((number, index) => {
      const startMs = atMs;
      const part = parts[index];
      atMs += part === undefined ? 0 : samplesToMs(part.samples.length + part.silence, rateHz);
      return number.words.map((word) => shifted(word, startMs));
    });
    return { samples: concatenate(parts), words, source: commonSource(spoken) };
  }

  async function piece(part: Piece, { voiceName, rateHz }: SpeakOptions): Promise<Speech> {
    const key = `${voiceName}|${rateHz}|${part.text}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const profile = voiceProfile(voiceName);
    const made =
      part.counted === undefined
        ? await utter(part.text, profile, rateHz)
        : await count(part.counted, profile, rateHz);
    const speech = { text: part.text, ...made };
    cache.set(key, speech);
    return speech;
  }

  async function* speakStream(text: string, how: SpeakOptions): AsyncGenerator<Speech> {
    const parts = pieces(text);
    let coming = parts[0] && piece(parts[0], how);
    for (let index = 0; coming !== undefined; index += 1) {
      const speech: Speech = await coming;
      const next = parts[index + 1];
      coming = next && piece(next, how);
      yield speech;
    }
  }

  async function speak(text: string, how: SpeakOptions): Promise<Speech> {
    const spoken: Speech[] = [];
    for await (const speech of speakStream(text, how)) spoken.push(speech);
    let atMs = 0;
    const words = spoken.flatMap((speech) => {
      const startMs = atMs;
      atMs += samplesToMs(speech.samples.length, how.rateHz);
      return speech.words.map((word) => shifted(word, startMs));
    });
    return {
      text: spoken.map((speech) => speech.text).join(' '),
      samples: concatenate(spoken.map(({ samples }) => ({ samples, silence: 0 }))),
      words,
      source: commonSource(spoken),
    };
  }

  return {
    speak,
    speakStream,

    close: async () => {
      useEspeak = false;
      await espeak.close();
    },
  };
}

function commonSource(spoken: readonly { readonly source: SpeechSource }[]): SpeechSource {
  const [first, ...others] = new Set(spoken.map((speech) => speech.source));
  return others.length > 0 ? 'mixed' : (first ?? 'stand-in');
}

function trim(samples: Int16Array, rateHz: number): Int16Array {
  const { start, end } = speechSpan(samples);
  if (end === 0) return new Int16Array(0);
  const from = Math.max(0, start - msToSamples(leadMs, rateHz));
  return samples.subarray(from, Math.min(samples.length, end + msToSamples(tailMs, rateHz)));
}
