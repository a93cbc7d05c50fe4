import type { SpeechRecogniser } from '../kernel/speech.js';

interface OpenedRecogniser {
  readonly available: boolean;
  readonly warnings: readonly string[];
  recognise(samples: Int16Array, rateHz: number): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Ears that are opened when the first sound comes: a session in text needs no recogniser and does not wait for one. */
export class LazyRecogniser implements SpeechRecogniser {
  readonly #open: () => Promise<OpenedRecogniser>;
  readonly #log: (line: string) => void;
  #opening: Promise<OpenedRecogniser> | undefined;
  #opened: OpenedRecogniser | undefined;
  #closed = false;

  constructor(open: () => Promise<OpenedRecogniser>, log: (line: string) => void) {
    this.#open = open;
    this.#log = log;
  }

  /** True as long as nothing is known to the contrary. */
  get available(): boolean {
    return this.#opened?.available ?? true;
  }

  prepare(): void {
    if (this.#closed) return;
    this.#opening ??= this.#open().then((ears) => {
      this.#opened = ears;
      for (const warning of ears.warnings) this.#log(warning);
      return ears;
    });
  }

  async recognise(samples: Int16Array, rateHz: number): Promise<string | undefined> {
    this.prepare();
    const ears = await this.#opening;
    return ears?.recognise(samples, rateHz);
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    const ears = await this.#opening;
    await ears?.close();
  }
}
