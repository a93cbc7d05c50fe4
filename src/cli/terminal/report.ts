import { exitCodes, messageOf, VoiceliveError } from '../../shared/errors.js';
import { sanitise } from '../../shared/sanitise.js';
import type { Failure } from '../../session/inputs.js';

/** Tells an error on stderr, a sentence and its hint, and gives the exit code. No stack trace reaches a user. */
export function reportError(thrown: unknown): number {
  if (thrown instanceof VoiceliveError) {
    writeProblem(thrown.message, thrown.hint);
    return thrown.exitCode;
  }
  writeProblem(
    `Internal error: ${messageOf(thrown)}`,
    'This is a bug in voicelive. Set VOICELIVE_DEBUG=1 to see where, and please report it.',
  );
  if (process.env['VOICELIVE_DEBUG'] && thrown instanceof Error)
    process.stderr.write(`${thrown.stack ?? ''}\n`);
  return exitCodes.session;
}

/** Tells why a session ended badly. */
export function reportFailure(failure: Failure): number {
  writeProblem(failure.sentence, failure.hint);
  return failure.exitCode;
}

/** One line of diagnosis on stderr. */
export function writeDiagnostic(text: string): void {
  process.stderr.write(`${sanitise(text)}\n`);
}

function writeProblem(sentence: string, hint: string | undefined): void {
  writeDiagnostic(`voicelive: ${sentence}`);
  if (hint !== undefined) writeDiagnostic(`  ${hint}`);
}
