/** The painted lines of the frame to show, and how to hear of the next one. */
export interface FrameSource {
  readonly getLines: () => readonly string[];
  readonly subscribe: (listener: () => void) => () => void;
}

/** Lines of a frame that are not on the screen yet, by their rows. */
export interface Patch {
  readonly rows: readonly number[];
  readonly lines: readonly string[];
}

export interface ChangedRows {
  /** The newest patch, the same until the next frame; empty when that brings nothing new. */
  readonly getPatch: () => Patch;
  readonly subscribe: (listener: () => void) => () => void;
  /** Takes the lines of the newest patch as they were drawn; anything else that is written is no frame. */
  drawn(lines: readonly string[]): void;
  close(): void;
}

const nothing: Patch = { rows: [], lines: [] };

/**
 * Lets only those rows of a frame be drawn that differ from the frame before, because Ink spells out every character of
 * what it draws, each time. `show` gets whole frames: the new rows among those that were drawn before.
 */
export function createChangedRows(
  source: FrameSource,
  show: (lines: readonly string[]) => void,
): ChangedRows {
  const listeners = new Set<() => void>();
  /** What was drawn, as it was asked for and as it then looked. */
  let known: readonly string[] = [];
  let looks: readonly string[] = [];
  let wanted = source.getLines();
  let patch = difference(known, wanted);

  const unsubscribe = source.subscribe(() => {
    wanted = source.getLines();
    patch = difference(known, wanted);
    for (const listener of listeners) listener();
    // Whoever asks for the same frame again has lost it, as at a change of size.
    if (patch.rows.length === 0) take([]);
  });

  function take(lines: readonly string[]): void {
    const fresh = new Map(patch.rows.map((row, index) => [row, lines[index] ?? '']));
    looks = wanted.map((_, row) => fresh.get(row) ?? looks[row] ?? '');
    known = wanted;
    show(looks);
  }

  return {
    getPatch: () => patch,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    drawn(lines) {
      if (patch.rows.length > 0 && lines.length === patch.rows.length) take(lines);
    },
    close: unsubscribe,
  };
}

function difference(before: readonly string[], after: readonly string[]): Patch {
  const rows = [...after.keys()].filter((row) => after[row] !== before[row]);
  return rows.length === 0 ? nothing : { rows, lines: rows.map((row) => after[row] ?? '') };
}
