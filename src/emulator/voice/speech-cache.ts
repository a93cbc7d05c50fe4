import type { Speech } from './spoken-text.js';

/** Two minutes at 24 kHz. */
const capacitySamples = 2 * 60 * 24_000;

/** Recent speech by a key, least recently used out first, bounded by its samples. */
export class SpeechCache {
  readonly #entries = new Map<string, Speech>();
  #samples = 0;
  #evictions = 0;

  /** Entries that had to leave for newer ones. */
  get evictions(): number {
    return this.#evictions;
  }

  get(key: string): Speech | undefined {
    const found = this.#entries.get(key);
    if (found === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, found);
    return found;
  }

  set(key: string, speech: Speech): void {
    const old = this.#entries.get(key);
    if (old !== undefined) this.#remove(key, old);
    this.#entries.set(key, speech);
    this.#samples += speech.samples.length;
    for (const [oldest, entry] of this.#entries) {
      if (this.#samples <= capacitySamples) break;
      this.#remove(oldest, entry);
      this.#evictions += 1;
    }
  }

  #remove(key: string, speech: Speech): void {
    this.#entries.delete(key);
    this.#samples -= speech.samples.length;
  }
}
