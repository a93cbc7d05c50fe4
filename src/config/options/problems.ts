import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { sanitise } from '../../shared/sanitise.js';

const maxShownLength = 60;

/** A value that cannot be used. */
export interface BadOption {
  /** Stable code of the error. */
  readonly code: string;
  /** `flag --mic`, `environment AZURE_VOICELIVE_MODEL`, … */
  readonly where: string;
  readonly found: string;
  /** Completes "expected …". */
  readonly expected: string;
  /** Nearest valid spelling. */
  readonly suggestion?: string | undefined;
  readonly hint?: string;
}

/** The error for a bad value: where, found, expected, nearest spelling; exit code 2. */
export function badOption(problem: BadOption): VoiceliveError {
  const where = problem.where.charAt(0).toUpperCase() + problem.where.slice(1);
  const hint =
    problem.suggestion === undefined ? problem.hint : `Did you mean ${problem.suggestion}?`;
  return new VoiceliveError(
    `${where}: found ${quoted(problem.found)}, expected ${problem.expected}.`,
    {
      code: problem.code,
      exitCode: exitCodes.usage,
      ...(hint === undefined ? {} : { hint }),
    },
  );
}

/** Options that contradict each other; exit code 2. */
export function conflict(sentence: string, hint: string): VoiceliveError {
  return new VoiceliveError(sentence, { code: 'option-conflict', hint, exitCode: exitCodes.usage });
}

/**
 * A value in quotes: short, on one line, safe to print. What looks like a key or a token in the wrong place is not shown.
 */
function quoted(value: string): string {
  if (looksSecret(value)) return `<${value.length} characters>`;
  const line = sanitise(value);
  return `"${line.length > maxShownLength ? `${line.slice(0, maxShownLength)}…` : line}"`;
}

function looksSecret(value: string): boolean {
  return /^[\w+/=.-]{32,}$/.test(value) && /\d/.test(value) && /[A-Za-z]/.test(value);
}

/** Collects problems, so that the user sees all of them at once. */
export class ProblemList {
  readonly #problems: VoiceliveError[] = [];

  add(problem: VoiceliveError): void {
    this.#problems.push(problem);
  }

  /** Collects the VoiceliveError that `step` throws. */
  async try(step: () => void | Promise<void>): Promise<void> {
    try {
      await step();
    } catch (thrown) {
      this.addThrown(thrown);
    }
  }

  /** Collects what was thrown, or throws it again when it is not a VoiceliveError. */
  addThrown(thrown: unknown): void {
    if (!(thrown instanceof VoiceliveError)) throw thrown;
    this.add(thrown);
  }

  /** @throws VoiceliveError the only problem as it is, or one error with a line for each different problem */
  throwAny(): void {
    const [first] = this.#problems;
    if (first === undefined) return;
    const sentence = ({ message, hint }: VoiceliveError): string =>
      `${message} ${hint ?? ''}`.trimEnd();
    const lines = new Set(this.#problems.map(sentence));
    if (lines.size === 1) throw first;
    throw new VoiceliveError([...lines].join('\n'), {
      code: 'options-invalid',
      exitCode: exitCodes.usage,
    });
  }
}
