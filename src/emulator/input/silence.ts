/** Less speech in a row does not interrupt silence. */
const clickMs = 30;

/** How long there has been no speech. */
export class Silence {
  ms = 0;
  #runMs = 0;

  /** Speech is certain. */
  end(): void {
    this.ms = 0;
    this.#runMs = clickMs;
  }

  add(isSpeech: boolean, ms: number): void {
    this.#runMs = isSpeech ? this.#runMs + ms : 0;
    this.ms = this.#runMs >= clickMs ? 0 : this.ms + ms;
  }

  /** What was taken for speech was none. */
  lastedAtLeast(ms: number): void {
    this.#runMs = 0;
    this.ms = Math.max(this.ms, ms);
  }
}
