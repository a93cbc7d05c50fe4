/** Softer is taken for silence: speech is far louder, what a change of rate leaves behind far softer. */
const audible = 500;

/** Audible also in a copy of the sound that a change of rate made a little softer. */
export const clearlyAudible = 2 * audible;

/** Where a sound is first and last louder than `level`, as indices. @throws Error when it never is */
export function audibleSpan(
  samples: Int16Array,
  level = audible,
): { readonly first: number; readonly last: number } {
  const first = samples.findIndex((sample) => Math.abs(sample) > level);
  if (first === -1) throw new Error(`nothing is heard in ${String(samples.length)} samples`);
  return { first, last: samples.findLastIndex((sample) => Math.abs(sample) > level) };
}

export function isSilent(samples: Int16Array): boolean {
  return samples.every((sample) => Math.abs(sample) <= audible);
}

/** Less is another sound. */
const alike = 0.95;

interface Found {
  /** Pieces that are not silent, and how many of them were found. */
  readonly looked: number;
  readonly found: number;
  /** Samples that are missing in the sound between pieces that were found. */
  readonly lost: number;
  /** Where the start of the whole would lie in the sound, by the last piece that was found. */
  readonly lastShift: number;
}

/**
 * Looks for a recording in another one of the same sound, piece by piece, so that it is seen where the other has lost or
 * gained samples: each piece at most `reach` samples away from where the one before it would have it.
 * @throws Error when no piece is found
 */
export function findPieces(
  whole: Int16Array,
  where: {
    readonly sound: Int16Array;
    /** About where `whole` starts in `sound`. */
    readonly near: number;
    readonly reach: number;
    readonly pieceSamples: number;
  },
): Found {
  const { sound, near, reach, pieceSamples } = where;
  const shifts: number[] = [];
  let looked = 0;
  for (let from = 0; from + pieceSamples <= whole.length; from += pieceSamples) {
    const piece = whole.subarray(from, from + pieceSamples);
    if (isSilent(piece)) continue;
    looked += 1;
    const best = mostAlike(piece, sound, from + (shifts.at(-1) ?? near), reach);
    if (best.likeness >= alike) shifts.push(best.at - from);
  }
  const lastShift = shifts.at(-1);
  if (lastShift === undefined) throw new Error(`none of ${String(looked)} pieces was found`);
  const lost = shifts.reduce(
    (sum, shift, index) => sum + Math.max(0, (shifts[index - 1] ?? shift) - shift),
    0,
  );
  return { looked, found: shifts.length, lost, lastShift };
}

/** Where a piece is in a sound, at most `reach` samples from `near`; a likeness of 1 is the same sound. */
export function mostAlike(
  piece: Int16Array,
  sound: Int16Array,
  near: number,
  reach: number,
): { readonly at: number; readonly likeness: number } {
  let best = { at: near, likeness: -1 };
  for (let at = Math.max(0, near - reach); at <= near + reach; at += 1) {
    const likeness = correlation(piece, sound.subarray(at, at + piece.length));
    if (likeness > best.likeness) best = { at, likeness };
  }
  return best;
}

/** 1 is the same sound, whatever its level. */
function correlation(a: Int16Array, b: Int16Array): number {
  let product = 0;
  let energyOfA = 0;
  let energyOfB = 0;
  for (let index = 0; index < a.length; index += 1) {
    const x = a[index] ?? 0;
    const y = b[index] ?? 0;
    product += x * y;
    energyOfA += x * x;
    energyOfB += y * y;
  }
  return energyOfA === 0 || energyOfB === 0 ? 0 : product / Math.sqrt(energyOfA * energyOfB);
}
