import { nearest } from '../../shared/suggest.js';
import { plainWords } from '../kernel/plain-words.js';
import type { Slot, Turn } from './scenario.js';

/** What was said, found among the phrases of a scenario. */
export interface Match {
  readonly turn: Turn;
  readonly slots: Readonly<Record<string, string>>;
  /** The phrase in the scenario's own spelling. */
  readonly phrase: string;
}

type Slots = Readonly<Record<string, Slot>>;
type Bound = Readonly<Record<string, string>>;

const slotPattern = /\{([A-Za-z_]\w*)\}/g;
/** A longer text is no phrase. */
const maxTextLength = 2000;
/** An open slot takes at most this many words. */
const maxOpenWords = 3;
/** Words whose lengths differ by more are not the same, whatever the slips. */
const maxSlips = 3;
/** Words that end an open slot. */
const notInSlots: readonly string[] = ['please', 'now', 'today', 'right', 'thanks', 'tomorrow'];

/** Names of the slots in a phrase such as `weather in {city}`. */
export function slotsOfPhrase(phrase: string): readonly string[] {
  return [...phrase.matchAll(slotPattern)].map((match) => match[1] ?? '');
}

function words(text: string): readonly string[] {
  return plainWords(text.normalize('NFKD').replace(/[\u0300-\u036f'’]/g, ''));
}

/** Short words must be right, longer ones may have a typing slip or two. */
function sameWord(typed: string, wanted: string): boolean {
  if (typed === wanted) return true;
  if (typed.length < 4 || wanted.length < 4 || /\d/.test(typed + wanted)) return false;
  if (Math.abs(typed.length - wanted.length) > maxSlips) return false;
  return nearest(typed, [wanted]) !== undefined;
}

/** A word, or the name of a slot. */
type Part = { readonly word: string } | { readonly slot: string };

/** A phrase in parts. */
interface Pattern {
  readonly parts: readonly Part[];
  /** Most words of a text that it can cover. */
  readonly maxWords: number;
  /** Most words around it that are politeness, not another question: more for longer phrases. */
  readonly maxExtraWords: number;
}

function patternOf(phrase: string, slots: SlotWords): Pattern {
  const parts = phrase.split(/(\{\w+\})/).flatMap((part): readonly Part[] => {
    const slot = /^\{(\w+)\}$/.exec(part)?.[1];
    return slot === undefined ? words(part).map((word) => ({ word })) : [{ slot }];
  });
  const lengths = parts.map((part) =>
    'word' in part ? 1 : Math.max(0, ...(slots.get(part.slot)?.lengths ?? [])),
  );
  const maxWords = lengths.reduce((sum, length) => sum + length, 0);
  return { parts, maxWords, maxExtraWords: parts.length === 1 ? 2 : parts.length + 2 };
}

/** The slots with the words of their values. */
type SlotWords = ReadonlyMap<
  string,
  {
    readonly values: readonly { readonly value: string; readonly wanted: readonly string[] }[];
    readonly open: boolean;
    /** Numbers of words that the slot can take. */
    readonly lengths: readonly number[];
  }
>;

function slotWords(slots: Slots): SlotWords {
  return new Map(
    Object.entries(slots).map(([name, slot]) => {
      const values = slot.values.map((value) => ({ value, wanted: words(value) }));
      const lengths = values.map(({ wanted }) => wanted.length);
      const openLengths = slot.open ? [maxOpenWords] : [];
      return [name, { values, open: slot.open, lengths: [...lengths, ...openLengths] }];
    }),
  );
}

interface Covered {
  /** Words of the text, from where the phrase starts. */
  readonly count: number;
  readonly bound: Bound;
}

/** Finds phrases in the words of one text. */
class PhraseFinder {
  readonly #said: readonly string[];
  readonly #slots: SlotWords;

  constructor(said: readonly string[], slots: SlotWords) {
    this.#said = said;
    this.#slots = slots;
  }

  /** The place where a phrase covers most of the text. */
  find(pattern: Pattern): Covered | undefined {
    if (this.#said.length > pattern.maxWords + pattern.maxExtraWords) return undefined;
    // A rest of the pattern that does not fit at a place is tried there once, however many ways lead to it.
    const failed = new Set<string>();
    let best: Covered | undefined;
    for (let start = 0; start < this.#said.length; start += 1) {
      const found = this.#cover(pattern, start, 0, failed);
      if (found !== undefined && found.count > (best?.count ?? 0)) best = found;
    }
    return best;
  }

  #cover(pattern: Pattern, at: number, index: number, failed: Set<string>): Covered | undefined {
    const part = pattern.parts[index];
    if (part === undefined) return { count: 0, bound: {} };
    const place = `${at},${index}`;
    if (failed.has(place)) return undefined;
    const readings = 'word' in part ? this.#readWord(at, part.word) : this.#readSlot(at, part.slot);
    for (const { count, bound } of readings) {
      const rest = this.#cover(pattern, at + count, index + 1, failed);
      if (rest === undefined) continue;
      return { count: count + rest.count, bound: { ...bound, ...rest.bound } };
    }
    failed.add(place);
    return undefined;
  }

  #readWord(at: number, word: string): readonly Covered[] {
    return sameWord(this.#said[at] ?? '', word) ? [{ count: 1, bound: {} }] : [];
  }

  /** Ways a slot can take the next words: listed values, longest first; else, if open, one to three words. */
  #readSlot(at: number, name: string): readonly Covered[] {
    const slot = this.#slots.get(name);
    if (slot === undefined) return [];
    const listed = slot.values
      .filter(({ wanted }) =>
        wanted.every((word, index) => sameWord(this.#said[at + index] ?? '', word)),
      )
      .map(({ value, wanted }) => ({ count: wanted.length, bound: { [name]: value } }));
    if (listed.length > 0) return listed.toSorted((a, b) => b.count - a.count);
    if (!slot.open) return [];
    const next = this.#said.slice(at, at + maxOpenWords);
    const polite = next.findIndex((word) => notInSlots.includes(word));
    const longest = polite < 0 ? next.length : polite;
    return Array.from({ length: longest }, (_, index) => {
      const value = next.slice(0, longest - index);
      return { count: value.length, bound: { [name]: value.map(capitalised).join(' ') } };
    });
  }
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/**
 * The turn whose phrase stands in a text, whatever its case, punctuation, small typing slips and a few words around it;
 * the phrase that covers most of the text wins. A text of more than `maxTextLength` characters is no phrase.
 */
export function matchPhrase(text: string, turns: readonly Turn[], slots: Slots): Match | undefined {
  const trimmed = text.trim();
  if (trimmed.length > maxTextLength) return undefined;
  const said = words(trimmed);
  const known = slotWords(slots);
  const finder = new PhraseFinder(said, known);
  let best: { readonly match: Match; readonly extra: number } | undefined;
  for (const turn of turns) {
    for (const phrase of [...turn.phrases, ...turn.typed]) {
      const pattern = patternOf(phrase, known);
      const found = finder.find(pattern);
      if (found === undefined) continue;
      const extra = said.length - found.count;
      if (extra > pattern.maxExtraWords || extra >= (best?.extra ?? Infinity)) continue;
      best = { match: { turn, slots: found.bound, phrase: filled(phrase, found.bound) }, extra };
    }
  }
  return best?.match;
}

/** A longer text matches no pattern. */
const maxPatternLength = 100_000;

/** The first turn whose pattern stands in a text; the named groups of the pattern are its slots. */
export function matchPattern(text: string, turns: readonly Turn[]): Match | undefined {
  if (text.length > maxPatternLength) return undefined;
  for (const turn of turns) {
    const found = turn.pattern?.exec(text);
    if (found) return { turn, slots: { ...found.groups }, phrase: text };
  }
  return undefined;
}

function filled(phrase: string, bound: Bound): string {
  return phrase.replace(slotPattern, (whole, name: string) => bound[name] ?? whole);
}

/** The phrases as the ears want them; those with a slot that has no listed values can only be typed. */
export function spokenPhrases(
  turns: readonly Turn[],
  slots: Slots,
): readonly { readonly pattern: string; readonly slots: Record<string, readonly string[]> }[] {
  return turns
    .flatMap((turn) => turn.phrases)
    .map((pattern) => ({
      pattern,
      slots: Object.fromEntries(
        slotsOfPhrase(pattern).map((name) => [name, slots[name]?.values ?? []]),
      ),
    }))
    .filter((phrase) => Object.values(phrase.slots).every((values) => values.length > 0));
}
