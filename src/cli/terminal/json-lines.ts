import { inputLine } from '../../recording/lines/write-line.js';
import type { SessionOutput } from '../../session/session-output.js';
import { printJson } from './standard-streams.js';

/** Prints every input as one JSON line on stdout, as the event log of a recording holds it before lines are folded. */
export function createJsonPrinter(): SessionOutput {
  return {
    name: 'output of JSON lines',
    input(input) {
      printJson(inputLine(input));
    },
    close: () => Promise.resolve(),
  };
}
