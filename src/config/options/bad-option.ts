import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { sanitise } from '../../shared/sanitise.js';

const longestShown = 60;

/** A value somebody gave that cannot be used. */
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

/** The error for a bad value: where, what was found, what was expected, the nearest spelling; exit code 2. */
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
 * A value of the user in quotes: short, on one line, safe to print. What may be a key or a token that slipped into the
 * wrong place is not shown.
 */
function quoted(value: string): string {
  if (looksSecret(value)) return `<${value.length} characters>`;
  const line = sanitise(value);
  return `"${line.length > longestShown ? `${line.slice(0, longestShown)}…` : line}"`;
}

function looksSecret(value: string): boolean {
  return /^[\w+/=.-]{32,}$/.test(value) && /\d/.test(value) && /[A-Za-z]/.test(value);
}
