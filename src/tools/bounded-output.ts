import { StringDecoder } from 'node:string_decoder';

/** Keeps the first `limitBytes` of a stream and counts all of it, so that a tool that says too much is never blocked. */
export class HeadBuffer {
  readonly #maxBytes: number;
  readonly #chunks: Buffer[] = [];
  #kept = 0;
  #total = 0;

  constructor(limitBytes: number) {
    this.#maxBytes = limitBytes;
  }

  push(chunk: Buffer): void {
    this.#total += chunk.length;
    const taken = chunk.subarray(0, this.#maxBytes - this.#kept);
    if (taken.length === 0) return;
    this.#chunks.push(Buffer.from(taken));
    this.#kept += taken.length;
  }

  /** The text; what was cut off is said on a last line. A character cut in two is left out. */
  text(): string {
    const decoder = new StringDecoder('utf8');
    const kept = decoder.write(Buffer.concat(this.#chunks));
    if (this.#total > this.#kept) return `${kept}\n[cut: ${this.#kept} of ${this.#total} bytes]`;
    return kept + decoder.end();
  }
}

/** Keeps the last `limitBytes` of a stream: where a failing program says why. */
export class TailBuffer {
  readonly #limitBytes: number;
  #tail = Buffer.alloc(0);

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  push(chunk: Buffer): void {
    const end = chunk.subarray(-this.#limitBytes);
    this.#tail = Buffer.concat([this.#tail, end]).subarray(-this.#limitBytes);
  }

  text(): string {
    return this.#tail.toString('utf8').trim();
  }
}
