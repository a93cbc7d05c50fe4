import { exitCodes, messageOf, VoiceliveError } from '../../shared/errors.js';
import { sanitise } from '../../shared/sanitise.js';
import type { Failure } from '../../session/failure.js';
import { stderr } from './standard-streams.js';

/** Reports an error on stderr, each of its lines and a hint, and returns the exit code. Users see no stack trace. */
export function reportError(thrown: unknown): number {
  if (thrown instanceof VoiceliveError) {
    const problems = thrown.message.split('\n');
    for (const problem of problems.slice(0, -1)) writeProblem(problem, undefined);
    writeProblem(problems.at(-1) ?? '', thrown.hint);
    return thrown.exitCode;
  }
  writeProblem(
    `Internal error: ${messageOf(thrown)}`,
    'This is a bug in voicelive. Set VOICELIVE_STACK=1 to see where, and please report it.',
  );
  if (process.env['VOICELIVE_STACK'] && thrown instanceof Error)
    stderr.write(`${thrown.stack ?? ''}\n`);
  return exitCodes.session;
}

/** Tells why a session ended badly. */
export function reportFailure(failure: Failure): number {
  writeProblem(failure.sentence, failure.hint);
  return failure.exitCode;
}

/** One line of diagnosis on stderr. */
export function writeDiagnostic(text: string): void {
  stderr.write(`${sanitise(text)}\n`);
}

function writeProblem(sentence: string, hint: string | undefined): void {
  writeDiagnostic(`voicelive: ${sentence}`);
  if (hint !== undefined) writeDiagnostic(`  ${hint}`);
}
