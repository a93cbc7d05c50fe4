import { nearest } from '../../shared/suggest.js';
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
/** An open slot takes at most this many words. */
const longestOpenSlot = 3;
/** Words that end an open slot. */
const notInSlots: readonly string[] = ['please', 'now', 'today', 'right', 'thanks', 'tomorrow'];

/** Names of the slots in a phrase such as `weather in {city}`. */
export function slotsOfPhrase(phrase: string): readonly string[] {
  return [...phrase.matchAll(slotPattern)].map((match) => match[1] ?? '');
}

function words(text: string): readonly string[] {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f'’]/g, '')
    .split(/[^\p{L}\p{N}{}_]+/u)
    .filter((word) => word !== '');
}

/** Short words must be right, longer ones may have a typing slip or two. */
function sameWord(typed: string, wanted: string): boolean {
  if (typed === wanted) return true;
  if (typed.length < 4 || wanted.length < 4 || /\d/.test(typed + wanted)) return false;
  return nearest(typed, [wanted]) !== undefined;
}

function startsWith(said: readonly string[], wanted: readonly string[]): boolean {
  return (
    wanted.length <= said.length && wanted.every((word, index) => sameWord(said[index] ?? '', word))
  );
}

interface Consumed {
  readonly count: number;
  readonly bound: Bound;
}

/** Ways a slot can take the first of the words: a listed value, else, if open, one to three words. */
function slotReadings(said: readonly string[], name: string, slots: Slots): readonly Consumed[] {
  const slot = slots[name];
  if (slot === undefined) return [];
  for (const value of slot.values) {
    const wanted = words(value);
    if (startsWith(said, wanted)) return [{ count: wanted.length, bound: { [name]: value } }];
  }
  if (!slot.open) return [];
  const polite = said.findIndex((word) => notInSlots.includes(word));
  const longest = Math.min(longestOpenSlot, polite < 0 ? said.length : polite);
  return Array.from({ length: longest }, (_, index) => {
    const value = said.slice(0, longest - index);
    return { count: value.length, bound: { [name]: value.map(capitalised).join(' ') } };
  });
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function consume(
  said: readonly string[],
  pattern: readonly string[],
  slots: Slots,
): Consumed | undefined {
  const [first, ...rest] = pattern;
  if (first === undefined) return { count: 0, bound: {} };
  const name = /^\{(\w+)\}$/.exec(first)?.[1];
  const readings =
    name === undefined
      ? startsWith(said, [first])
        ? [{ count: 1, bound: {} }]
        : []
      : slotReadings(said, name, slots);
  for (const reading of readings) {
    const after = consume(said.slice(reading.count), rest, slots);
    if (after !== undefined) {
      return { count: reading.count + after.count, bound: { ...reading.bound, ...after.bound } };
    }
  }
  return undefined;
}

/** Words around a phrase that are politeness, not another question: more for longer phrases. */
function mostExtraWords(pattern: readonly string[]): number {
  return pattern.length === 1 ? 2 : pattern.length + 2;
}

/**
 * The turn whose phrase stands in a text, whatever its case, punctuation, small typing slips and a few words around it;
 * the phrase that covers most of the text wins.
 */
export function matchPhrase(text: string, turns: readonly Turn[], slots: Slots): Match | undefined {
  const said = words(text);
  let best: { readonly match: Match; readonly extra: number } | undefined;
  for (const turn of turns) {
    for (const phrase of [...turn.phrases, ...turn.typed]) {
      const pattern = phrasePattern(phrase);
      for (let start = 0; start < said.length; start += 1) {
        const found = consume(said.slice(start), pattern, slots);
        if (found === undefined) continue;
        const extra = said.length - found.count;
        if (extra > mostExtraWords(pattern) || extra >= (best?.extra ?? Infinity)) continue;
        best = { match: { turn, slots: found.bound, phrase: filled(phrase, found.bound) }, extra };
      }
    }
  }
  return best?.match;
}

function phrasePattern(phrase: string): readonly string[] {
  return phrase.split(/(\{\w+\})/).flatMap((part) => (part.startsWith('{') ? [part] : words(part)));
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
