import { StringDecoder } from 'node:string_decoder';

/** Keeps the first `maxBytes` of a stream and counts the rest, so that a tool that writes too much is never blocked. */
export class HeadBuffer {
  readonly #maxBytes: number;
  readonly #chunks: Buffer[] = [];
  #kept = 0;
  #total = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(chunk: Buffer): void {
    this.#total += chunk.length;
    const taken = chunk.subarray(0, this.#maxBytes - this.#kept);
    if (taken.length === 0) return;
    this.#chunks.push(Buffer.from(taken));
    this.#kept += taken.length;
  }

  /** The text; a last line reports what was cut off. A character cut in two is dropped. */
  text(): string {
    const decoder = new StringDecoder('utf8');
    const kept = decoder.write(Buffer.concat(this.#chunks));
    if (this.#total > this.#kept) return `${kept}\n[cut: ${this.#kept} of ${this.#total} bytes]`;
    return kept + decoder.end();
  }
}

/** Keeps the last `maxBytes` of a stream, where a failing program says why. */
export class TailBuffer {
  readonly #maxBytes: number;
  #tail = Buffer.alloc(0);

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(chunk: Buffer): void {
    const end = chunk.subarray(-this.#maxBytes);
    this.#tail = Buffer.concat([this.#tail, end]).subarray(-this.#maxBytes);
  }

  text(): string {
    return this.#tail.toString('utf8').trim();
  }
}
