/** Bounded first-in-first-out store of samples; a full ring refuses new ones. Reads and writes copy at most two regions. */
export class SampleRing {
  readonly #store: Int16Array;
  #start = 0;
  #length = 0;

  /** @param capacitySamples at least 1 */
  constructor(capacitySamples: number) {
    this.#store = new Int16Array(capacitySamples);
  }

  /** Samples that can be read now. */
  get length(): number {
    return this.#length;
  }

  /** Appends as many of `samples` as fit, and returns how many. */
  write(samples: Int16Array): number {
    const capacity = this.#store.length;
    const accepted = samples.subarray(0, capacity - this.#length);
    const end = (this.#start + this.#length) % capacity;
    const first = accepted.subarray(0, capacity - end);
    this.#store.set(first, end);
    this.#store.set(accepted.subarray(first.length), 0);
    this.#length += accepted.length;
    return accepted.length;
  }

  /** Moves up to `target.length` of the oldest samples into the start of `target`; returns how many. */
  read(target: Int16Array): number {
    const count = Math.min(target.length, this.#length);
    const first = this.#store.subarray(this.#start, this.#start + count);
    target.set(first);
    target.set(this.#store.subarray(0, count - first.length), first.length);
    this.#skip(count);
    return count;
  }

  clear(): void {
    this.#skip(this.#length);
  }

  #skip(count: number): void {
    this.#length -= count;
    // An empty ring restarts at 0, so that only as much memory is touched as the longest backlog needed.
    this.#start = this.#length === 0 ? 0 : (this.#start + count) % this.#store.length;
  }
}
