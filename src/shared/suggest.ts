/** Longer words are not compared: the cost grows with the product of the lengths. */
const maxWordLength = 64;

/**
 * The candidate that `word` was probably meant to be, or undefined when none is close: at most one, two or three typos
 * (Damerau-Levenshtein) by length, or the same words in another order, case or punctuation
 * (`azure_multilingual_semantic_vad`, `turnDetection`).
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > maxWordLength) return undefined;
  const distanceTo = distancesFrom(word);
  let best: string | undefined;
  let bestDistance = allowedSlips(word.length) + 1;
  for (const candidate of candidates) {
    const distance = distanceTo(candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The `count` candidates that are most like `word`, closest first. */
export function closest(
  word: string,
  candidates: readonly string[],
  count: number,
): readonly string[] {
  const distanceTo = distancesFrom(word.slice(0, maxWordLength));
  return candidates
    .map((candidate) => ({ candidate, distance: distanceTo(candidate) }))
    .sort((left, right) => left.distance - right.distance)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

function distancesFrom(word: string): (candidate: string) => number {
  const wanted = word.toLowerCase();
  const wantedWords = sortedWords(word);
  return (candidate) => {
    if (candidate.length > maxWordLength) return Number.MAX_SAFE_INTEGER;
    const sameWords = wantedWords !== '' && sortedWords(candidate) === wantedWords;
    return sameWords ? 0 : slips(wanted, candidate.toLowerCase());
  };
}

function allowedSlips(length: number): number {
  if (length <= 4) return 1;
  return length <= 8 ? 2 : 3;
}

/** `turnDetection`, `turn-detection` and `detection_turn` all become `detection turn`. */
function sortedWords(name: string): string {
  const spaced = name.replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2').toLowerCase();
  return spaced
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .sort()
    .join(' ')
    .trim();
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
function slips(left: string, right: string): number {
  let beforePrevious: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      );
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (row > 1 && column > 1 && swapped)
        cost = Math.min(cost, at(beforePrevious, column - 2) + 1);
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, right.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
