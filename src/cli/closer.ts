/** Closes what was opened, in reverse order, each once; what fails to close does not keep the rest open. */
export class Closer {
  readonly #parts: (() => Promise<void>)[] = [];

  add(close: () => Promise<void>): void {
    this.#parts.push(close);
  }

  async close(): Promise<void> {
    for (let part = this.#parts.pop(); part; part = this.#parts.pop()) {
      await part().catch((error: unknown) => {
        if (process.env['VOICELIVE_DEBUG']) process.stderr.write(`closing: ${String(error)}\n`);
      });
    }
  }
}
