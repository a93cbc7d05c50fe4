/** What happens to samples that do not fit: the oldest in the ring make room, or the new ones are refused. */
export type OverflowPolicy = 'drop-oldest' | 'drop-newest';

/** Bounded first-in-first-out store of samples; reads and writes copy at most two regions. */
export class SampleRing {
  readonly #store: Int16Array;
  readonly #policy: OverflowPolicy;
  #start = 0;
  #length = 0;
  #droppedSamples = 0;

  /** @param capacitySamples at least 1 */
  constructor(capacitySamples: number, policy: OverflowPolicy) {
    this.#store = new Int16Array(capacitySamples);
    this.#policy = policy;
  }

  /** Samples that can be read now. */
  get length(): number {
    return this.#length;
  }

  /** Samples lost to the overflow policy since the start; `clear` is not a loss. */
  get droppedSamples(): number {
    return this.#droppedSamples;
  }

  /** Appends samples as the policy allows; the rest is counted. Returns how many of `samples` went in. */
  write(samples: Int16Array): number {
    const capacity = this.#store.length;
    const room = capacity - this.#length;
    let accepted = samples;
    if (samples.length > room) {
      this.#droppedSamples += samples.length - room;
      if (this.#policy === 'drop-newest') {
        accepted = samples.subarray(0, room);
      } else {
        accepted = samples.subarray(Math.max(0, samples.length - capacity));
        this.#skip(Math.min(this.#length, accepted.length - room));
      }
    }
    const end = (this.#start + this.#length) % capacity;
    const first = accepted.subarray(0, capacity - end);
    this.#store.set(first, end);
    this.#store.set(accepted.subarray(first.length), 0);
    this.#length += accepted.length;
    return accepted.length;
  }

  /** Takes up to `target.length` of the oldest samples into the start of `target`; returns how many. */
  read(target: Int16Array): number {
    const count = Math.min(target.length, this.#length);
    const first = this.#store.subarray(this.#start, this.#start + count);
    target.set(first);
    target.set(this.#store.subarray(0, count - first.length), first.length);
    this.#skip(count);
    return count;
  }

  /** Forgets everything that is queued. */
  clear(): void {
    this.#skip(this.#length);
  }

  #skip(count: number): void {
    this.#length -= count;
    // An empty ring starts over at 0, so that memory is only touched up to the longest backlog there was.
    this.#start = this.#length === 0 ? 0 : (this.#start + count) % this.#store.length;
  }
}
