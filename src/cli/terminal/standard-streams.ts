import { safeJson } from '../../shared/safe-json.js';
import { StreamOutput } from './stream-output.js';

/** How long the end of the program waits for a reader that takes nothing; nobody waits that long at a terminal. */
const stallMs = 5_000;
const terminalStallMs = 500;

/** Results; the only writer to stdout but for the full screen. */
export const stdout = standardOutput(process.stdout);
/** Diagnostics. Once nobody reads them they are dropped: that ends nothing. */
export const stderr = standardOutput(process.stderr);

/** Prints a result as one line of JSON that is safe for a terminal. */
export function printJson(value: unknown): void {
  stdout.write(`${safeJson(value)}\n`);
}

function standardOutput(stream: NodeJS.WriteStream): StreamOutput {
  if (stream.isTTY) neverBlock(stream);
  return new StreamOutput(stream, stream.isTTY ? terminalStallMs : stallMs);
}

/**
 * A terminal that is not read (a stalled connection, a stopped window) must not stop the session: by default Node waits
 * for terminals with the whole program, and nothing public switches that off.
 */
function neverBlock(stream: NodeJS.WriteStream): void {
  const handle: unknown = '_handle' in stream ? stream._handle : undefined;
  if (typeof handle !== 'object' || handle === null || !('setBlocking' in handle)) return;
  if (typeof handle.setBlocking === 'function') Reflect.apply(handle.setBlocking, handle, [false]);
}
