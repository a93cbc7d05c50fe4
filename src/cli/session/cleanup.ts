/**
 * Closes what was opened, in reverse order, each once; what fails to close does not keep the rest open. What is opened
 * only after the end is closed at once.
 */
export class Cleanup {
  readonly #parts: (() => Promise<void>)[] = [];
  readonly #hide: (text: string) => string;
  readonly #tell: (text: string) => void;
  #isClosed = false;

  /**
   * @param hide takes secrets out of what is said about parts that fail to close
   * @param tell takes that, where it is wanted for debugging
   */
  constructor(hide: (text: string) => string, tell: (text: string) => void) {
    this.#hide = hide;
    this.#tell = tell;
  }

  /**
   * Between two steps of opening: is it still wanted?
   * @throws Error after the first `close()`; nobody waits for the result then
   */
  check(): void {
    if (this.#isClosed) throw new Error('closed while it was opened');
  }

  add(close: () => Promise<void>): void {
    this.#parts.push(close);
    if (this.#isClosed) void this.close();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (let part = this.#parts.pop(); part; part = this.#parts.pop()) {
      await part().catch((error: unknown) => {
        if (process.env['VOICELIVE_STACK']) this.#tell(`closing: ${this.#hide(String(error))}`);
      });
    }
  }
}
