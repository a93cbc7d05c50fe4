import type { Speech } from './spoken-text.js';

/** Two minutes at 24 kHz. */
const capacitySamples = 2 * 60 * 24_000;

/** Recent speech by key; evicts the least recently used, bounded by samples. */
export class SpeechCache {
  readonly #entries = new Map<string, Speech>();
  #samples = 0;

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
    }
  }

  #remove(key: string, speech: Speech): void {
    this.#entries.delete(key);
    this.#samples -= speech.samples.length;
  }
}
