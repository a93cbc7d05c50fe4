import { inputLine } from '../../recording/lines.js';
import { createRedactor } from '../../recording/redact.js';
import type { SessionOutput } from '../../session/session-output.js';
import { printJson } from './standard-streams.js';

/** Prints every input as one JSON line on stdout, in the form of a recording's event log, without secrets. */
export function createJsonPrinter(secrets: readonly string[]): SessionOutput {
  const redactor = createRedactor(secrets);
  return {
    name: 'output of JSON lines',
    input(input) {
      const line = inputLine(input);
      if (line !== undefined) printJson(redactor.redact(line));
    },
    close: () => Promise.resolve(),
  };
}
