/** Characters looked at in one frame: a few milliseconds of work. */
const charactersPerFrame = 500_000;
/** What looking at a line costs besides its characters. */
const costOfLine = 16;

/** Lines to search. A position counts from the first line of the session, also over lines that were dropped. */
export interface SearchedLines {
  /** Position of the first line that is still kept. */
  readonly first: number;
  readonly count: number;
  /** Lines at the end that may change after they were searched. */
  readonly changing: number;
  /** How often the line at a position matches, and how many characters had to be read. */
  look(position: number): { readonly matches: number; readonly characters: number };
}

/** What a search has found so far. */
export interface Matches {
  /** The position of each match, ascending; a line that matches twice is there twice. */
  readonly places: readonly number[];
  /** The positions that were searched: from the first up to, not including, the second. */
  readonly searched: readonly [from: number, to: number] | undefined;
  /** All lines were searched. */
  readonly complete: boolean;
}

export const noMatches: Matches = { places: [], searched: undefined, complete: false };

/** Searches on, the newest lines first, as far as one frame allows. */
export function findMore(
  before: Matches,
  lines: SearchedLines,
  budget = charactersPerFrame,
): Matches {
  const end = lines.first + lines.count;
  let [from, to] = keptOf(before, lines);
  let left = budget;
  const look = (position: number, into: number[]): void => {
    const { matches, characters } = lines.look(position);
    left -= characters + costOfLine;
    for (let match = 0; match < matches; match += 1) into.push(position);
  };
  const places = before.places.filter((place) => place >= from && place < to);
  for (; to < end && left > 0; to += 1) look(to, places);
  const older: number[] = [];
  for (; to === end && from > lines.first && left > 0; from -= 1) look(from - 1, older);
  return {
    places: older.length === 0 ? places : [...older.reverse(), ...places],
    searched: [from, to],
    complete: from <= lines.first && to === end,
  };
}

/** The positions whose result still holds; none at the end of the lines when there are none. */
function keptOf({ searched }: Matches, lines: SearchedLines): readonly [number, number] {
  const end = lines.first + lines.count;
  if (searched === undefined) return [end, end];
  const from = Math.max(searched[0], lines.first);
  const to = Math.min(searched[1] - lines.changing, end);
  return from < to ? [from, to] : [end, end];
}
