import type { Interruption, Item, Word } from '../../analysis/report.js';
import { visible } from '../html.js';
import type { WordTime } from './page-data.js';

/** An item's text as the page shows it. */
export interface SpokenText {
  readonly heard: string;
  /** What was cut off by an interruption. */
  readonly unheard: string;
  /** Where the words are in `heard`. */
  readonly words: readonly WordTime[];
}

/** Characters of one item. */
const maxText = 100_000;

export function spokenText(item: Item, interruption: Interruption | undefined): SpokenText {
  const unheard = interruption?.unheardText ?? '';
  const isCut = unheard.trim() !== '' && item.text.endsWith(unheard);
  const heardText = isCut ? item.text.slice(0, item.text.length - unheard.length) : item.text;
  const heard = shortened(visible(heardText), maxText);
  return {
    heard,
    unheard: isCut ? shortened(visible(unheard.trim()), maxText) : '',
    words: wordsIn(heard, item.words),
  };
}

function wordsIn(text: string, words: readonly Word[]): readonly WordTime[] {
  let end = 0;
  return words.flatMap(({ text: word, startMs, endMs }) => {
    const shown = visible(word).trim();
    const from = shown === '' ? -1 : text.indexOf(shown, end);
    if (from < 0 || startMs === undefined || endMs === undefined) return [];
    end = from + shown.length;
    return [{ from, to: end, startMs, endMs }];
  });
}

/** At most so many characters, and how many more there are. */
export function shortened(text: string, max: number): string {
  const more = text.length - max;
  return more > 0 ? `${text.slice(0, max)}… (${more} more characters)` : text;
}
