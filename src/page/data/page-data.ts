/** What the page's script knows: packed into the page by the program, read in the browser. Times in milliseconds. */
export interface PageData {
  readonly version: 1;
  /** The time line is from 0 to here. */
  readonly durationMs: number;
  readonly items: readonly PageItem[];
  readonly turns: readonly PageTurn[];
  readonly tools: readonly PageSpan[];
  readonly marks: readonly PageMark[];
  readonly waves?: PageWaves;
  readonly events: PageEvents;
  /** MIME type of the embedded audio; absent without audio. */
  readonly audio?: string;
}

export interface PageSpan {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** Something that was said; its place in the list is that in the ids of its elements. */
export interface PageItem {
  readonly side: 'user' | 'assistant';
  readonly startMs: number;
  readonly endMs: number;
  /**
   * Four numbers a word that was heard, in the text of the item's element: characters from the end of the word before, its
   * length, milliseconds from the end of the word before (of the first: from 0), its duration.
   */
  readonly words: readonly number[];
}

export interface PageTurn {
  readonly number: number;
  readonly startMs: number;
}

export interface PageMark {
  readonly kind: 'interruption' | 'error' | 'warning' | 'reconnection';
  readonly atMs: number;
  readonly text: string;
}

/** Greatest amplitude of each stretch of both sides: a byte each, the square root of the amplitude. In base64. */
export interface PageWaves {
  readonly stretchMs: number;
  readonly user: string;
  readonly assistant: string;
}

/** The event table, in columns. */
export interface PageEvents {
  readonly types: readonly string[];
  readonly atMs: readonly number[];
  /** Index in `types`. */
  readonly type: readonly number[];
  /** 0 in, 1 out, 2 local. */
  readonly direction: readonly number[];
  /** 0 normal, 1 warning, 2 error. */
  readonly level: readonly number[];
  /** Events that are folded into the row. */
  readonly count: readonly number[];
  readonly summary: readonly string[];
  /** Rows whose JSON is in one packed block: a list of texts, null where one was left out. */
  readonly blockRows: number;
  readonly blocks: number;
}

export const eventLevels = ['normal', 'warning', 'error'] as const;
export const eventDirections = ['in', 'out', 'local'] as const;

export interface WordTime {
  /** Characters in the item's text. */
  readonly from: number;
  readonly to: number;
  readonly startMs: number;
  readonly endMs: number;
}

export function packWords(words: readonly WordTime[]): readonly number[] {
  let [to, endMs] = [0, 0];
  return words.flatMap((word) => {
    const [start, end] = [Math.round(word.startMs), Math.round(word.endMs)];
    const packed = [word.from - to, word.to - word.from, start - endMs, end - start];
    [to, endMs] = [word.to, end];
    return packed;
  });
}

export function unpackWords(packed: readonly number[]): readonly WordTime[] {
  const words: WordTime[] = [];
  let [to, endMs] = [0, 0];
  for (let at = 0; at + 3 < packed.length; at += 4) {
    const [gap = 0, length = 0, pause = 0, duration = 0] = packed.slice(at, at + 4);
    const word = { from: to + gap, to: to + gap + length, startMs: endMs + pause };
    endMs = word.startMs + duration;
    words.push({ ...word, endMs });
    to = word.to;
  }
  return words;
}
