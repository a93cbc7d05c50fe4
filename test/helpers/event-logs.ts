import { LineFolder } from '../../src/recording/lines/line-folder.js';
import type { Input } from '../../src/session/inputs.js';
import type { SessionOptions, SessionState } from '../../src/session/state.js';
import { ManualClock } from './manual-clock.js';
import { recordingHeader } from './recordings.js';

/** The event log that a recorder makes of a session; closed when the last state is given. */
export function eventLog(
  options: SessionOptions,
  inputs: readonly Input[],
  last?: SessionState,
): Buffer {
  const header = { voicelive: 'recording', version: 2, ...recordingHeader(options) };
  const lines: object[] = [header];
  const folder = new LineFolder(new ManualClock(), (line) => lines.push(line));
  for (const input of inputs) folder.add(input);
  folder.end(last);
  return Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** A file of the log's that is in memory. */
export function logInMemory(bytes: Uint8Array): {
  read(from: number, to: number): Uint8Array;
} {
  return { read: (from, to) => bytes.subarray(from, to) };
}
