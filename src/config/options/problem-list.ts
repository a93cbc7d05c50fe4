import { exitCodes, VoiceliveError } from '../../shared/errors.js';

/** Collects problems, so that the user sees all of them at once. */
export class ProblemList {
  readonly #problems: VoiceliveError[] = [];

  add(problem: VoiceliveError): void {
    this.#problems.push(problem);
  }

  /** Collects the VoiceliveError that `step` throws. */
  try(step: () => void): void {
    try {
      step();
    } catch (thrown) {
      this.#addThrown(thrown);
    }
  }

  /** As `try`, for a step that may take time. */
  async tryAsync(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (thrown) {
      this.#addThrown(thrown);
    }
  }

  /** @throws VoiceliveError the only problem as it is, or one error with a problem a line */
  throwAny(): void {
    const [first, ...others] = this.#problems;
    if (first === undefined) return;
    if (others.length === 0) throw first;
    const lines = this.#problems.map(({ message, hint }) => `${message} ${hint ?? ''}`.trimEnd());
    throw new VoiceliveError(lines.join('\n'), {
      code: 'options-invalid',
      exitCode: exitCodes.usage,
    });
  }

  #addThrown(thrown: unknown): void {
    if (!(thrown instanceof VoiceliveError)) throw thrown;
    this.add(thrown);
  }
}
