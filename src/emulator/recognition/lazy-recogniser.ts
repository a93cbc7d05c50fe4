import type { SpeechRecogniser } from '../kernel/speech.js';

interface OpenedRecogniser {
  readonly available: boolean;
  readonly warnings: readonly string[];
  recognise(samples: Int16Array, rateHz: number): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Opens the recogniser when the first audio arrives: a text session needs none and must not wait for it. */
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

  /** True until opening has failed. */
  get available(): boolean {
    return this.#opened?.available ?? true;
  }

  prepare(): void {
    if (this.#closed) return;
    this.#opening ??= this.#open().then((opened) => {
      this.#opened = opened;
      for (const warning of opened.warnings) this.#log(warning);
      return opened;
    });
  }

  async recognise(samples: Int16Array, rateHz: number): Promise<string | undefined> {
    this.prepare();
    const opened = await this.#opening;
    return opened?.recognise(samples, rateHz);
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    const opened = await this.#opening;
    await opened?.close();
  }
}
