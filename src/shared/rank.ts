import { nearest } from './suggest.js';

/** How a candidate fits what was typed, the best first. */
export type Fit = 'exact' | 'prefix' | 'word' | 'inside' | 'letters' | 'similar';

const order: readonly Fit[] = ['exact', 'prefix', 'word', 'inside'];

export interface Ranked<Candidate> {
  readonly candidate: Candidate;
  readonly fit: Fit;
}

/**
 * The candidates that fit what was typed, the best first: those that begin with it, then those of which a word does, then
 * those that contain it. When there are none, those with its letters in order, or else the one that was probably meant.
 */
export function rank<Candidate>(
  typed: string,
  candidates: readonly Candidate[],
  textOf: (candidate: Candidate) => string,
): readonly Ranked<Candidate>[] {
  const wanted = plain(typed);
  const fitting = candidates.flatMap((candidate) => {
    const fit = fitOf(wanted, plain(textOf(candidate)));
    return fit === undefined ? [] : [{ candidate, fit }];
  });
  const close = fitting.filter(({ fit }) => fit !== 'letters');
  if (close.length > 0)
    return close.toSorted((left, right) => order.indexOf(left.fit) - order.indexOf(right.fit));
  if (fitting.length > 0) return fitting;
  const meant = nearest(typed, candidates.map(textOf));
  const similar = candidates.find((candidate) => textOf(candidate) === meant);
  return similar === undefined ? [] : [{ candidate: similar, fit: 'similar' }];
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll('_', '-');
}

function fitOf(wanted: string, text: string): Fit | undefined {
  if (text === wanted) return 'exact';
  if (text.startsWith(wanted)) return 'prefix';
  if (text.split(/[-:/\s]/).some((word) => word.startsWith(wanted))) return 'word';
  if (text.includes(wanted)) return 'inside';
  return hasInOrder(text, wanted) ? 'letters' : undefined;
}

function hasInOrder(text: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
