import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isJsonObject } from '../shared/json.js';

/** The end of a log in which its last whole line is looked for. */
const tailBytes = 256 * 1024;

/** An event log as a file that may be growing. Reading does not wait: a stretch of a local file is there at once. */
export class LogFile {
  readonly #file: number;

  /** @throws Error when it cannot be opened */
  constructor(path: string) {
    this.#file = openSync(path, 'r');
  }

  /** Bytes by now. */
  get size(): number {
    return fstatSync(this.#file).size;
  }

  /** Less than asked for at the end of the file. */
  read(from: number, to: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, Math.min(to, this.size) - from));
    let read = 0;
    while (read < bytes.length) {
      const more = readSync(this.#file, bytes, read, bytes.length - read, from + read);
      if (more === 0) break;
      read += more;
    }
    return bytes.subarray(0, read);
  }

  /** Session time of the last line, before the others were read; 0 when it cannot be said. */
  lastTimeMs(): number {
    const { size } = this;
    const tail = Buffer.from(this.read(Math.max(0, size - tailBytes), size)).toString();
    for (const line of tail.split('\n').reverse()) {
      const time = timeOf(line);
      if (time !== undefined) return time;
    }
    return 0;
  }

  close(): void {
    closeSync(this.#file);
  }
}

function timeOf(line: string): number | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const time = isJsonObject(value) ? value['t'] : undefined;
    return typeof time === 'number' ? time : undefined;
  } catch {
    return undefined;
  }
}
