import { messageOf } from '../../shared/errors.js';
import type { Input } from '../inputs.js';
import type { SessionOutput } from '../session-output.js';
import type { SessionState } from '../state.js';
import { settled } from './promises.js';

/** Inputs kept for an output that is being opened; more are not kept (drop-newest). */
const maxKeptInputs = 1000;

/** Inputs that an output gets first when it is attached. */
interface Kept {
  readonly inputs: Input[];
  missed: number;
}

/** Where a frame is in an output that keeps audio. */
export interface AudioMark {
  readonly output: SessionOutput;
  readonly offset: number;
}

/** The outputs of a session: each gets everything; one that throws is dropped. */
export class Outputs {
  readonly #notice: (text: string) => void;
  #outputs: readonly SessionOutput[] = [];
  /** Since the start of the session; undefined once every part is open. */
  #early: Kept | undefined = { inputs: [], missed: 0 };
  #expected: readonly Kept[] = [];

  /** @param notice tells the user; may be called from within any method */
  constructor(notice: (text: string) => void) {
    this.#notice = notice;
  }

  /** From now on the output gets everything, and first every input since the start of the session. */
  attach(output: SessionOutput): void {
    this.#begin(output, this.#early);
  }

  /** What is attached after this gets only what comes then. */
  endEarly(): void {
    this.#early = undefined;
  }

  /**
   * An output is being opened that is to get every input from now on.
   * @returns attaches it; nothing is kept any more when there is none
   */
  expect(): (output: SessionOutput | undefined) => void {
    const kept: Kept = { inputs: [], missed: 0 };
    this.#expected = [...this.#expected, kept];
    return (output) => {
      this.#expected = this.#expected.filter((other) => other !== kept);
      if (output !== undefined) this.#begin(output, kept);
    };
  }

  /** The output gets nothing any more; it is not closed. */
  detach(output: SessionOutput): void {
    this.#outputs = this.#outputs.filter((other) => other !== output);
  }

  has(output: SessionOutput): boolean {
    return this.#outputs.includes(output);
  }

  input(input: Input): void {
    for (const kept of [...(this.#early ? [this.#early] : []), ...this.#expected]) {
      if (kept.inputs.length < maxKeptInputs) kept.inputs.push(input);
      else kept.missed += 1;
    }
    for (const output of this.#outputs)
      this.#call(output, () => {
        output.input(input);
      });
  }

  /** Where the frame starts in the first output that keeps audio; undefined if none does. */
  microphone(samples: Int16Array, atMs: number, follows: boolean): AudioMark | undefined {
    return this.#first((output) => output.microphone?.(samples, atMs, follows));
  }

  /** As `microphone`, for the speaker. */
  heard(samples: Int16Array, atMs: number, follows: boolean): number | undefined {
    return this.#first((output) => output.heard?.(samples, atMs, follows))?.offset;
  }

  /** Milliseconds that became silence in the first output that keeps audio. */
  unheard(samples: number): number | undefined {
    return this.#first((output) => output.unheard?.(samples))?.offset;
  }

  video(codec: string, bytes: Uint8Array): void {
    for (const output of this.#outputs) this.#call(output, () => output.video?.(codec, bytes));
  }

  async close(last: SessionState): Promise<void> {
    await Promise.all(this.#outputs.map((output) => settled({ close: () => output.close(last) })));
  }

  #begin(output: SessionOutput, kept: Kept | undefined): void {
    this.#outputs = [...this.#outputs, output];
    for (const input of kept?.inputs ?? [])
      this.#call(output, () => {
        output.input(input);
      });
    if (kept !== undefined && kept.missed > 0)
      this.#notice(`The ${output.name} is missing ${kept.missed} events from before it opened.`);
  }

  /** Calls each; the first answer counts. */
  #first(ask: (output: SessionOutput) => number | undefined): AudioMark | undefined {
    const answers = this.#outputs.flatMap((output) => {
      const offset = this.#call(output, () => ask(output));
      return offset === undefined ? [] : [{ output, offset }];
    });
    return answers[0];
  }

  #call<Value>(output: SessionOutput, call: () => Value): Value | undefined {
    if (!this.#outputs.includes(output)) return undefined;
    try {
      return call();
    } catch (thrown) {
      this.detach(output);
      void settled(output);
      this.#notice(`The ${output.name} failed and was stopped: ${messageOf(thrown)}`);
      return undefined;
    }
  }
}
