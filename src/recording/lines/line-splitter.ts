/** A longer line is taken for a torn one; the recorder writes none. */
const maxLineBytes = 16 * 1024 * 1024;
const lineFeed = 10;

/** A line without its line feed. */
interface TextLine {
  /** Undefined for a line that is too long. */
  readonly text: string | undefined;
  /** Where it starts, in bytes from the first one pushed. */
  readonly start: number;
}

/**
 * Takes lines out of bytes as they are read. Not `node:readline`, which also breaks lines at U+2028, and JSON leaves that
 * character as it is.
 */
export class LineSplitter {
  #pieces: Uint8Array[] = [];
  #pieceBytes = 0;
  #start = 0;
  #position = 0;

  /** The lines that end in these bytes. */
  *push(bytes: Uint8Array): Generator<TextLine> {
    let from = 0;
    for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, from)) {
      this.#add(bytes.subarray(from, end));
      this.#position += 1;
      yield this.#take();
      from = end + 1;
    }
    if (from < bytes.length) this.#add(bytes.slice(from));
  }

  /** What stands behind the last line feed. */
  *end(): Generator<TextLine> {
    if (this.#pieceBytes > 0) yield this.#take();
  }

  #add(piece: Uint8Array): void {
    this.#position += piece.length;
    this.#pieceBytes += piece.length;
    if (this.#pieceBytes <= maxLineBytes) this.#pieces.push(piece);
  }

  #take(): TextLine {
    const isWhole = this.#pieceBytes <= maxLineBytes;
    const line = {
      text: isWhole ? textOf(this.#pieces) : undefined,
      start: this.#start,
    };
    this.#pieces = [];
    this.#pieceBytes = 0;
    this.#start = this.#position;
    return line;
  }
}

/** Nearly every line comes in one piece. */
function textOf(pieces: readonly Uint8Array[]): string {
  const [first, ...more] = pieces;
  if (first === undefined || more.length > 0) return Buffer.concat(pieces).toString();
  return Buffer.from(first.buffer, first.byteOffset, first.length).toString();
}
