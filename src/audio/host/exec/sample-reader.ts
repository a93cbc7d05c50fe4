import type { Readable } from 'node:stream';
import { bytesToSamples } from '../../pure/pcm.js';

/** Reads samples from a pipe, which may cut them in half. What is not read stays in the pipe. */
export class SampleReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #half: Buffer = Buffer.alloc(0);

  constructor(pipe: Readable) {
    this.#chunks = pipe[Symbol.asyncIterator]();
  }

  /** The next samples; undefined at the end. */
  async read(): Promise<Int16Array | undefined> {
    const next = await this.#chunks.next();
    if (next.done === true) return undefined;
    const bytes = this.#half.length === 0 ? next.value : Buffer.concat([this.#half, next.value]);
    this.#half = bytes.subarray(bytes.length - (bytes.length % 2));
    return bytesToSamples(bytes);
  }
}
