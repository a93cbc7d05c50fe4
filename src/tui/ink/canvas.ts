import { Writable } from 'node:stream';

/** Wider than the screen: the layout has cut the lines, Ink must neither wrap nor cut them again. */
export const spareColumns = 32;

export interface CanvasOptions {
  /** Columns of the screen now. */
  columns(): number;
  onFrame(lines: readonly string[]): void;
}

/**
 * Where Ink draws instead of the terminal: in its debug mode every write is a whole frame as text. It is no TTY, so
 * that Ink sends no cursor commands of its own.
 */
class Canvas extends Writable {
  readonly isTTY = false;
  readonly rows = 1000;
  readonly #options: CanvasOptions;

  constructor(options: CanvasOptions) {
    super({ decodeStrings: false });
    this.#options = options;
  }

  get columns(): number {
    return this.#options.columns() + spareColumns;
  }

  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    if (typeof chunk === 'string') this.#options.onFrame(chunk.split('\n'));
    done();
  }
}

/** Ink asks for a terminal's stream, and uses of it what the canvas has: write, size and events. */
function servesInk(stream: Writable): stream is NodeJS.WriteStream {
  return 'columns' in stream && 'rows' in stream && 'isTTY' in stream;
}

/** A stream for Ink that hands over each frame as lines. */
export function createCanvas(options: CanvasOptions): NodeJS.WriteStream {
  const canvas: Writable = new Canvas(options);
  if (!servesInk(canvas)) throw new TypeError('The canvas lacks what Ink uses of a terminal.');
  return canvas;
}
