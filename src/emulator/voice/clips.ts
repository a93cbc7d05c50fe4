import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeMuLaw } from '../../audio/pure/g711.js';
import { concatSamples } from '../../audio/pure/pcm.js';
import { packageRoot } from '../../shared/paths.js';
import { saidWords } from './text.js';

/** Bundled recordings: words and whole sentences, 16 kHz µ-law, made by `scripts/make-clips.ts`. */
export interface ClipBook {
  readonly rateHz: number;
  /** The clip of words as `saidWords` gives them, joined by spaces. */
  readonly find: (said: string) => Int16Array | undefined;
  /** Words in the longest clip. */
  readonly maxWords: number;
}

/** Folder of the clips in the package. */
export const clipsFolder = join(packageRoot, 'src', 'emulator', 'voice', 'clips');

/** `clips.json`: for each said text the first sample and the number of samples in `clips.bin`. */
interface ClipIndex {
  readonly rateHz: number;
  readonly clips: Readonly<Record<string, readonly [number, number]>>;
}

function isClipIndex(value: unknown): value is ClipIndex {
  if (typeof value !== 'object' || value === null) return false;
  if (!('rateHz' in value) || typeof value.rateHz !== 'number') return false;
  if (!('clips' in value) || typeof value.clips !== 'object' || value.clips === null) return false;
  return Object.values(value.clips).every(
    (entry: unknown) =>
      Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === 'number'),
  );
}

/** Reads the bundled clips; undefined when they are missing or unreadable. */
export async function openClips(folder = clipsFolder): Promise<ClipBook | undefined> {
  try {
    const [text, bytes] = await Promise.all([
      readFile(join(folder, 'clips.json'), 'utf8'),
      readFile(join(folder, 'clips.bin')),
    ]);
    const index: unknown = JSON.parse(text);
    if (!isClipIndex(index)) return undefined;
    const clips = new Map(Object.entries(index.clips));
    const longestWords = Math.max(1, ...[...clips.keys()].map((key) => key.split(' ').length));
    const find = (said: string): Int16Array | undefined => {
      const place = clips.get(said);
      return place && decodeMuLaw(bytes.subarray(place[0], place[0] + place[1]));
    };
    return { rateHz: index.rateHz, find, maxWords: longestWords };
  } catch {
    // A package without its clips still speaks, in the stand-in's voice.
    return undefined;
  }
}

/** A part of a text: a clip, or words without one. */
export type ClipPart =
  | { readonly kind: 'clip'; readonly written: string; readonly samples: Int16Array }
  | { readonly kind: 'missing'; readonly written: string };

/**
 * Covers a text with clips, the longest match first. A clip covers whole written words; a written word without a clip of
 * its own may be composed of clips for its spoken words (`23` of `twenty` and `three`).
 */
export function layOut(text: string, book: ClipBook): readonly ClipPart[] {
  const written = text.split(/\s+/u).filter((token) => saidWords(token).length > 0);
  const parts: ClipPart[] = [];
  let at = 0;
  while (at < written.length) {
    const match = longestMatch(written, at, book);
    const last = parts.at(-1);
    if (match !== undefined) {
      parts.push(match.part);
      at += match.tokens;
      continue;
    }
    const token = written[at] ?? '';
    if (last?.kind === 'missing') {
      parts[parts.length - 1] = { kind: 'missing', written: `${last.written} ${token}` };
    } else parts.push({ kind: 'missing', written: token });
    at += 1;
  }
  return parts;
}

function longestMatch(
  written: readonly string[],
  at: number,
  book: ClipBook,
): { readonly part: ClipPart; readonly tokens: number } | undefined {
  for (let count = Math.min(book.maxWords, written.length - at); count > 0; count -= 1) {
    const phrase = written.slice(at, at + count).join(' ');
    const samples = book.find(saidWords(phrase).join(' '));
    if (samples !== undefined) {
      return { part: { kind: 'clip', written: phrase, samples }, tokens: count };
    }
  }
  const token = written[at] ?? '';
  const words = saidWords(token);
  const clips = words.flatMap((word) => book.find(word) ?? []);
  return clips.length === words.length
    ? { part: { kind: 'clip', written: token, samples: concatSamples(clips) }, tokens: 1 }
    : undefined;
}
