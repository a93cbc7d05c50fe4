import { StringDecoder } from 'node:string_decoder';
import type { Secrets } from '../shared/secrets/registry.js';

/** Finds a secret that the cut goes through: what is left of it would be recognised nowhere. */
type SecretFinder = Pick<Secrets, 'openStream'>;

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

  /**
   * The text; a last line reports what was cut off. Dropped with that are a character and, but for its first letters, a
   * secret that the cut goes through.
   */
  text(secrets: SecretFinder): string {
    const decoder = new StringDecoder('utf8');
    const kept = decoder.write(Buffer.concat(this.#chunks));
    if (this.#total === this.#kept) return kept + decoder.end();
    return `${secrets.openStream()(kept)}\n[cut: ${this.#kept} of ${this.#total} bytes]`;
  }
}

/** Longer spellings of a secret than this would not be found at the cut. */
const maxSpellingBytes = 64 * 1024;
const maxChunks = 64;

/** Keeps the last characters of a stream, where a failing program says why. */
export class TailBuffer {
  readonly #maxCharacters: number;
  readonly #maxBytes: number;
  #chunks: Buffer[] = [];

  constructor(maxCharacters: number) {
    this.#maxCharacters = maxCharacters;
    // At most four bytes a character.
    this.#maxBytes = 4 * maxCharacters + maxSpellingBytes;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(Buffer.from(chunk.subarray(-this.#maxBytes)));
    if (this.#chunks.length > maxChunks) this.#chunks = [this.#tail()];
  }

  /** The text, without what is left of a secret that the cut goes through. */
  text(secrets: SecretFinder): string {
    const text = this.#tail().toString('utf8');
    const cut = text.length - this.#maxCharacters;
    if (cut <= 0) return text.trim();
    const stream = secrets.openStream();
    stream(text.slice(0, cut));
    // No secret goes beyond the end of the text, so that nothing stays held back.
    return (stream(text.slice(cut)) + stream('\n')).trim();
  }

  #tail(): Buffer {
    return Buffer.concat(this.#chunks).subarray(-this.#maxBytes);
  }
}
