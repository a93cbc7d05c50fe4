import { msToSamples, samplesToMs } from '../../audio/pure/pcm.js';
import { inTurns, resampleInTurns } from '../kernel/turns.js';
import { layOut } from './clips.js';
import type { ClipBook } from './clips.js';
import { standIn, standInRateHz } from './stand-in.js';
import { estimateWords } from './timing.js';
import type { SpokenWord } from '../kernel/speech.js';
import type { VoiceProfile } from './voice-profile.js';

const wordGapMs = 30;
const commaGapMs = 180;
const edgeMs = 30;

/** Audio made by `speakClips`. */
export interface ClipSpeech {
  readonly samples: Int16Array;
  readonly words: readonly SpokenWord[];
  readonly source: 'clips' | 'stand-in' | 'mixed';
}

/** A piece of audio and the silence after it, in samples. */
interface AudioPiece {
  readonly samples: Int16Array;
  readonly silence: number;
}

/** Joins pieces of audio with the silence that follows each. */
export function concatenate(parts: readonly AudioPiece[]): Int16Array {
  const total = parts.reduce((sum, part) => sum + part.samples.length + part.silence, 0);
  const all = new Int16Array(total);
  let at = 0;
  for (const part of parts) {
    all.set(part.samples, at);
    at += part.samples.length + part.silence;
  }
  return all;
}

/** Speaks a text with bundled clips, and with the stand-in where no clip matches. */
export async function speakClips(
  text: string,
  book: ClipBook | undefined,
  profile: VoiceProfile,
  rateHz: number,
): Promise<ClipSpeech> {
  const parts =
    book === undefined ? [{ kind: 'missing' as const, written: text }] : layOut(text, book);
  const clipRateHz = Math.round((book?.rateHz ?? standInRateHz) * profile.clipSpeed);
  const edge = msToSamples(edgeMs, rateHz);
  const sounds: AudioPiece[] = [{ samples: new Int16Array(0), silence: edge }];
  const words: SpokenWord[] = [];
  let at = edge;
  for (const part of parts) {
    const spoken =
      part.kind === 'clip'
        ? { samples: await resampleInTurns(part.samples, clipRateHz, rateHz) }
        : await standInAt(part.written, profile.standInHz, rateHz);
    const own =
      'words' in spoken ? spoken.words : estimateWords(part.written, spoken.samples, rateHz);
    const offsetMs = samplesToMs(at, rateHz);
    words.push(...own.map((word) => shifted(word, offsetMs)));
    const isPause = /[,;:.!?…–—]["'”’)]*$/u.test(part.written);
    const silence = msToSamples(isPause ? commaGapMs : wordGapMs, rateHz);
    sounds.push({ samples: spoken.samples, silence });
    at += spoken.samples.length + silence;
  }
  const kinds = new Set(parts.map((part) => part.kind));
  const source = kinds.size > 1 ? 'mixed' : kinds.has('clip') ? 'clips' : 'stand-in';
  return { samples: concatenate(sounds), words, source };
}

async function standInAt(
  text: string,
  pitchHz: number,
  rateHz: number,
): Promise<Omit<ClipSpeech, 'source'>> {
  const { samples, words } = await inTurns(standIn(text, pitchHz));
  return { samples: await resampleInTurns(samples, standInRateHz, rateHz), words };
}

/** A word, delayed by an offset. */
export function shifted(word: SpokenWord, offsetMs: number): SpokenWord {
  return { text: word.text, startMs: word.startMs + offsetMs, endMs: word.endMs + offsetMs };
}
