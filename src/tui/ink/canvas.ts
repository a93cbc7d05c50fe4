import { Writable } from 'node:stream';

/**
 * The stream Ink writes to instead of the terminal: in its debug mode every write is a whole frame as text. Not a TTY, so
 * that Ink sends no cursor commands of its own.
 */
class Canvas extends Writable {
  readonly isTTY = false;
  /** Ink asks for a size; nothing depends on it. */
  readonly columns = 80;
  readonly rows = 24;
  readonly #onFrame: (lines: readonly string[]) => void;

  constructor(onFrame: (lines: readonly string[]) => void) {
    super({ decodeStrings: false });
    this.#onFrame = onFrame;
  }

  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    if (typeof chunk === 'string') this.#onFrame(chunk.split('\n'));
    done();
  }
}

/** Ink asks for a terminal's stream but only uses what the canvas has: write, size and events. */
function servesInk(stream: Writable): stream is NodeJS.WriteStream {
  return 'columns' in stream && 'rows' in stream && 'isTTY' in stream;
}

/** A stream for Ink that passes on each frame as lines. */
export function createCanvas(onFrame: (lines: readonly string[]) => void): NodeJS.WriteStream {
  const canvas: Writable = new Canvas(onFrame);
  if (!servesInk(canvas)) throw new TypeError('The canvas lacks what Ink uses of a terminal.');
  return canvas;
}
