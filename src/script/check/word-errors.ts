/** How a transcription differs from what was said, in words. */
export interface WordErrors {
  readonly substituted: number;
  readonly deleted: number;
  readonly inserted: number;
  /** Words that were said. */
  readonly said: number;
  /** Errors for each word that was said; above 1 when more was understood than said. */
  readonly rate: number;
}

/** Words of one text that are compared; nobody says more in a turn. */
const maxWords = 2000;

/**
 * The words of a text as they are compared: compatibility forms made one, lower case, without punctuation. Apostrophes
 * within words stay, and so do numbers as they are written: "20" and "twenty" are different words.
 */
export function comparedWords(text: string): readonly string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘]/gu, "'")
    .split(/[^\p{L}\p{M}\p{N}']+/u)
    .map((word) => word.replace(/^'+|'+$/gu, ''))
    .filter((word) => word !== '')
    .slice(0, maxWords);
}

interface Path {
  readonly errors: number;
  readonly substituted: number;
  readonly deleted: number;
  readonly inserted: number;
}

const start: Path = { errors: 0, substituted: 0, deleted: 0, inserted: 0 };

/** Word error rate: the fewest words to substitute, delete and insert that make one text of the other. */
export function wordErrors(saidText: string, understoodText: string): WordErrors {
  const said = comparedWords(saidText);
  const understood = comparedWords(understoodText);
  // Paths from the words so far to each beginning of what was understood.
  let row: readonly Path[] = Array.from({ length: understood.length + 1 }, (_, inserted) => ({
    ...start,
    errors: inserted,
    inserted,
  }));
  for (const word of said) {
    const next: Path[] = [];
    row.forEach((above, index) => {
      const deleted = { ...above, errors: above.errors + 1, deleted: above.deleted + 1 };
      const left = next[index - 1];
      const diagonal = row[index - 1];
      if (left === undefined || diagonal === undefined) {
        next.push(deleted);
        return;
      }
      const inserted = { ...left, errors: left.errors + 1, inserted: left.inserted + 1 };
      const same = understood[index - 1] === word;
      const kept = same
        ? diagonal
        : { ...diagonal, errors: diagonal.errors + 1, substituted: diagonal.substituted + 1 };
      next.push(
        [deleted, inserted].reduce((best, path) => (path.errors < best.errors ? path : best), kept),
      );
    });
    row = next;
  }
  const { errors, substituted, deleted, inserted } = row.at(-1) ?? start;
  return {
    substituted,
    deleted,
    inserted,
    said: said.length,
    rate: errors === 0 ? 0 : errors / Math.max(1, said.length),
  };
}
