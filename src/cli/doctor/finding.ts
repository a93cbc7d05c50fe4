import { exitCodes, messageOf, VoiceliveError } from '../../shared/errors.js';

/** The result of one check. A finding with an exit code is a problem. */
export interface Finding {
  readonly name: string;
  readonly text: string;
  readonly elapsedMs?: number;
  /** What to do about it: a sentence. */
  readonly fix?: string;
  readonly exitCode?: number;
  /** Talking works, but this is likely to break something. */
  readonly warning?: true;
  /** It is not there, and need not be. */
  readonly absent?: true;
}

/** The finding for an error. */
export function problem(name: string, thrown: unknown): Finding {
  if (!(thrown instanceof VoiceliveError)) {
    return { name, text: messageOf(thrown), exitCode: exitCodes.session };
  }
  const { message, hint, exitCode } = thrown;
  return { name, text: message, exitCode, ...(hint === undefined ? {} : { fix: hint }) };
}
