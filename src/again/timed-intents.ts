import type { Intent } from '../session/inputs.js';
import type { RecordedIntent } from './recorded-user.js';

/** Intents that are due on the microphone's clock. */
export class TimedIntents {
  readonly #intents: readonly RecordedIntent[];
  #next = 0;

  constructor(intents: readonly RecordedIntent[]) {
    this.#intents = intents;
  }

  get areDone(): boolean {
    return this.#next >= this.#intents.length;
  }

  /** Those before `endMs`, each once: between the same two frames of the microphone as in the recording. */
  *before(endMs: number): Generator<Intent> {
    for (;;) {
      const next = this.#intents[this.#next];
      if (next === undefined || next.atMs >= endMs) return;
      this.#next += 1;
      yield next.intent;
    }
  }
}
