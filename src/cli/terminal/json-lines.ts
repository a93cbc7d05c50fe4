import { inputLine } from '../../recording/lines/write-line.js';
import type { Input } from '../../session/inputs.js';

/** Prints an input as one JSON line on stdout, as a recording's event log holds it before lines are folded. */
export function printJsonLine(input: Input): void {
  process.stdout.write(`${JSON.stringify(inputLine(input))}\n`);
}
