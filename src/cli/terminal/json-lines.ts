import { inputLine } from '../../recording/lines/write-line.js';
import type { SessionOutput } from '../../session/session-output.js';

/** Prints every input as one JSON line on stdout, as the event log of a recording holds it before lines are folded. */
export function createJsonPrinter(): SessionOutput {
  return {
    name: 'output of JSON lines',
    input(input) {
      process.stdout.write(`${JSON.stringify(inputLine(input))}\n`);
    },
    close: () => Promise.resolve(),
  };
}
