import type { Item, RecordingReport, Word } from '../analysis/report.js';
import { sanitise } from '../shared/sanitise.js';
import { speakerNames } from './transcript.js';

/** A word of a caption. */
export interface CaptionWord {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** A piece of what was said, short enough to be read while it is heard. */
export interface Caption {
  readonly speaker: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly words: readonly CaptionWord[];
  /** Where the times of its words are from: the service, an estimate, or nowhere, as nobody spoke it. */
  readonly timing: 'service' | 'estimated' | 'none';
}

/** Two lines of captions, as broadcasters set them, and how long they stay at most. */
const maxCharacters = 84;
const maxMs = 7000;
/** A longer pause between words begins a new caption. */
const pauseMs = 1000;
/** A sentence that ends behind so many characters ends the caption. */
const sentenceCharacters = 40;
/** How fast people read what nobody speaks, and the shortest time that a caption stays. */
const readMsPerCharacter = 60;
const leastMs = 100;

/** Captions of what was heard and typed, by their start; words of replies that were not heard are left out. */
export function captionsOf({ items }: RecordingReport): readonly Caption[] {
  return items
    .flatMap((item) => itemCaptions(item))
    .sort((left, right) => left.startMs - right.startMs);
}

/** Text for one line of captions. */
export function plainLine(text: string): string {
  return sanitise(text).replace(/\s+/g, ' ').trim();
}

function itemCaptions(item: Item): readonly Caption[] {
  const speaker = speakerNames[item.speaker];
  const isSpoken = item.words.length > 0;
  const isEstimated = item.words.some(({ estimated }) => estimated);
  const timing = isEstimated ? 'estimated' : isSpoken ? 'service' : 'none';
  const words = isSpoken ? heardWords(item.words) : readWords(item);
  return grouped(words.filter(({ text }) => text !== '')).map((group) => {
    const startMs = group[0]?.startMs ?? 0;
    const endMs = Math.max(group.at(-1)?.endMs ?? 0, startMs + leastMs);
    return { speaker, startMs, endMs, words: group, timing };
  });
}

function heardWords(words: readonly Word[]): readonly CaptionWord[] {
  return words.flatMap(({ text, startMs, endMs }) =>
    startMs === undefined ? [] : [wordAt(plainLine(text), startMs, endMs ?? startMs)],
  );
}

/** Words that nobody speaks, for as long as it takes to read them. */
function readWords({ text, startMs, endMs }: Item): readonly CaptionWord[] {
  const words = plainLine(text).split(' ');
  const totalMs = Math.max(endMs - startMs, text.length * readMsPerCharacter);
  const share = totalMs / words.length;
  return words.map((word, at) => wordAt(word, startMs + at * share, startMs + (at + 1) * share));
}

/** What happened before the recording was open is shown at its start. */
function wordAt(text: string, startMs: number, endMs: number): CaptionWord {
  return { text, startMs: Math.max(0, startMs), endMs: Math.max(0, endMs) };
}

function grouped(words: readonly CaptionWord[]): readonly (readonly CaptionWord[])[] {
  const groups: CaptionWord[][] = [];
  let length = 0;
  for (const word of words) {
    const group = groups.at(-1);
    const [first] = group ?? [];
    const last = group?.at(-1);
    const isFull =
      first === undefined ||
      last === undefined ||
      length + 1 + word.text.length > maxCharacters ||
      word.endMs - first.startMs > maxMs ||
      word.startMs - last.endMs > pauseMs ||
      (length >= sentenceCharacters && /[.!?…]$/.test(last.text));
    if (isFull) groups.push([word]);
    else group?.push(word);
    length = isFull ? word.text.length : length + 1 + word.text.length;
  }
  return groups;
}

/** `01:02:03.004`. */
export function captionTime(ms: number, decimalSign: '.' | ','): string {
  const whole = Math.round(ms);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const millis = String(whole % 1000).padStart(3, '0');
  return `${two(whole / 3_600_000)}:${two((whole / 60_000) % 60)}:${two((whole / 1000) % 60)}${decimalSign}${millis}`;
}
