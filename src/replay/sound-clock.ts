import type { Input } from '../session/inputs.js';

/** Frames are compared over so long; the one that came least late gives the time. */
const windowMs = 10_000;

/** Where the two clocks of a recording stood against each other. */
interface Anchor {
  readonly logMs: number;
  /** Time in the WAV minus time in the log. */
  readonly ahead: number;
}

/**
 * Translates between the time in a recording's event log and the time in its WAV. The WAV runs at the pace of the
 * microphone's device and starts when the recording was opened; the log has the machine's clock and starts with the
 * session. The microphone's frames stand in both, so the clocks are compared once in ten seconds.
 */
export class SoundClock {
  readonly #inputRateHz: number;
  readonly #wavRateHz: number;
  #anchors: Anchor[] = [];
  #best: Anchor | undefined;
  #windowStart = 0;
  /** Only an estimate: the moment at which the recording was reported as open. */
  #isEstimate = true;

  constructor(inputRateHz: number, wavRateHz: number) {
    this.#inputRateHz = inputRateHz;
    this.#wavRateHz = wavRateHz;
  }

  /** Inputs come in the order of the log. */
  add(input: Input): void {
    if (input.type === 'part-open' && input.part === 'recording' && this.#anchors.length === 0)
      this.#anchors = [{ logMs: input.nowMs, ahead: -input.nowMs }];
    if (input.type !== 'sent' || input.audio === undefined) return;
    const { offset, length } = input.audio;
    const endMs = (offset * 1000) / this.#wavRateHz + (length * 1000) / this.#inputRateHz;
    const logMs = input.nowMs - (input.lateMs ?? 0);
    this.#compare({ logMs, ahead: endMs - logMs });
  }

  wavMsAt(logMs: number): number {
    const [left, right] = this.#around((anchor) => anchor.logMs <= logMs);
    if (left === undefined) return logMs + (right?.ahead ?? 0);
    if (right === undefined) return logMs + left.ahead;
    const part = (logMs - left.logMs) / (right.logMs - left.logMs);
    return logMs + left.ahead + part * (right.ahead - left.ahead);
  }

  logMsAt(wavMs: number): number {
    const [left, right] = this.#around(({ logMs, ahead }) => logMs + ahead <= wavMs);
    if (left === undefined) return wavMs - (right?.ahead ?? 0);
    if (right === undefined) return wavMs - left.ahead;
    const leftMs = left.logMs + left.ahead;
    const part = (wavMs - leftMs) / (right.logMs + right.ahead - leftMs);
    return left.logMs + part * (right.logMs - left.logMs);
  }

  #compare(found: Anchor): void {
    if (this.#best === undefined || found.logMs - this.#windowStart >= windowMs) {
      this.#windowStart = found.logMs;
      if (this.#isEstimate) this.#anchors = [];
      this.#isEstimate = false;
    } else {
      if (found.ahead <= this.#best.ahead) return;
      this.#anchors.pop();
    }
    const last = this.#anchors.at(-1);
    // Neither clock ever goes back.
    const isLater =
      last === undefined ||
      (found.logMs > last.logMs && found.logMs + found.ahead > last.logMs + last.ahead);
    this.#best = isLater ? found : undefined;
    if (isLater) this.#anchors.push(found);
  }

  /** The last anchor before a position and the first behind it. */
  #around(isBefore: (anchor: Anchor) => boolean): readonly (Anchor | undefined)[] {
    let low = 0;
    let high = this.#anchors.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const anchor = this.#anchors[middle];
      if (anchor !== undefined && isBefore(anchor)) low = middle + 1;
      else high = middle;
    }
    return [this.#anchors[low - 1], this.#anchors[low]];
  }
}
