import { messageOf } from '../../shared/errors.js';
import type { Input } from '../inputs.js';
import type { SessionOutput } from '../session-output.js';
import type { SessionState } from '../state.js';
import { settled } from './promises.js';

/** Inputs kept for outputs that are attached while the session's parts open; more are not kept (drop-newest). */
const maxEarlyInputs = 1000;

/** The outputs of a session: each gets everything; one that throws is dropped. */
export class Outputs {
  readonly #notice: (text: string) => void;
  #outputs: readonly SessionOutput[] = [];
  /** Undefined once every part is open. */
  #early: Input[] | undefined = [];
  #missed = 0;

  /** @param notice tells the user; may be called from within any method */
  constructor(notice: (text: string) => void) {
    this.#notice = notice;
  }

  /** From now on the output gets everything, and first every input since the start of the session. */
  attach(output: SessionOutput): void {
    this.#outputs = [...this.#outputs, output];
    for (const input of this.#early ?? [])
      this.#call(output, () => {
        output.input(input);
      });
    if (this.#missed > 0)
      this.#notice(`The ${output.name} is missing ${this.#missed} events from before it opened.`);
  }

  /** What is attached after this gets only what comes then. */
  endEarly(): void {
    this.#early = undefined;
  }

  input(input: Input): void {
    if (this.#early !== undefined && this.#early.length < maxEarlyInputs) this.#early.push(input);
    else if (this.#early !== undefined) this.#missed += 1;
    for (const output of this.#outputs)
      this.#call(output, () => {
        output.input(input);
      });
  }

  /** Where the frame starts on the clock of the first output that keeps audio; undefined if none does. */
  microphone(samples: Int16Array, atMs: number, follows: boolean): number | undefined {
    return this.#first((output) => output.microphone?.(samples, atMs, follows));
  }

  /** As `microphone`, for the speaker. */
  heard(samples: Int16Array, atMs: number, follows: boolean): number | undefined {
    return this.#first((output) => output.heard?.(samples, atMs, follows));
  }

  /** Milliseconds that became silence in the first output that keeps audio. */
  unheard(diedMs: number): number | undefined {
    return this.#first((output) => output.unheard?.(diedMs));
  }

  video(codec: string, bytes: Uint8Array): void {
    for (const output of this.#outputs) this.#call(output, () => output.video?.(codec, bytes));
  }

  async close(last: SessionState): Promise<void> {
    await Promise.all(this.#outputs.map((output) => settled({ close: () => output.close(last) })));
  }

  /** Calls each; the first answer counts. */
  #first(ask: (output: SessionOutput) => number | undefined): number | undefined {
    const answers = this.#outputs.map((output) => this.#call(output, () => ask(output)));
    return answers.find((answer) => answer !== undefined);
  }

  #call<Value>(output: SessionOutput, call: () => Value): Value | undefined {
    if (!this.#outputs.includes(output)) return undefined;
    try {
      return call();
    } catch (thrown) {
      this.#outputs = this.#outputs.filter((other) => other !== output);
      void settled(output);
      this.#notice(`The ${output.name} failed and was stopped: ${messageOf(thrown)}`);
      return undefined;
    }
  }
}
