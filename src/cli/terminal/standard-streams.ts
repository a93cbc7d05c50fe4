import { fstatSync, writeSync } from 'node:fs';
import { safeJson } from '../../shared/safe-json.js';
import { StreamOutput } from './stream-output.js';

/** How long the end of the program waits for a reader that takes nothing; nobody waits that long at a terminal. */
const stallMs = 5_000;
const terminalStallMs = 500;

const stdoutFd = 1;
const stderrFd = 2;

/** What may be written without streams, as long as none is open: a new pipe takes that much at once on every system. */
let directBytes = 4 * 1024;

/** Results; the only writer to stdout but for the full screen. */
export const stdout = standardOutput(stdoutFd, () => process.stdout);
/** Diagnostics. Once nobody reads them they are dropped: that ends nothing. */
export const stderr = standardOutput(stderrFd, () => process.stderr);

/** Prints a result as one line of JSON that is safe for a terminal. */
export function printJson(value: unknown): void {
  stdout.write(`${safeJson(value)}\n`);
}

/** How wide help may be: as the terminal is. */
export function helpColumns(): number {
  const { isTTY, columns } = mayBeTerminal(stdoutFd)
    ? process.stdout
    : { isTTY: false, columns: 0 };
  return isTTY ? columns : 80;
}

function standardOutput(fd: number, streamOf: () => NodeJS.WriteStream): StreamOutput {
  return new StreamOutput({
    writeDirectly: (bytes) => writeDirectly(fd, bytes),
    open: () => {
      directBytes = 0;
      const stream = streamOf();
      if (stream.isTTY) neverBlock(stream);
      return { stream, stallMs: stream.isTTY ? terminalStallMs : stallMs };
    },
  });
}

/** A stream of the process takes longer to load than most of what a short command does. */
function writeDirectly(fd: number, bytes: Uint8Array): number {
  if (bytes.length > directBytes || mayBeTerminal(fd)) return 0;
  directBytes -= bytes.length;
  try {
    return writeSync(fd, bytes);
  } catch {
    // The stream meets the same error and tells of it, or waits for the reader.
    return 0;
  }
}

function mayBeTerminal(fd: number): boolean {
  return fstatSync(fd).isCharacterDevice();
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
