import { createHash } from 'node:crypto';
import type { FilePort, FileSystemPort } from '../../src/recording/disk.js';

/** What goes wrong with one write: how much of it still reaches the file, and what the writer is told. */
export interface Fault {
  /** Part of the bytes that is written, 0 to 1. */
  readonly part: number;
  /** Message of the error; absent for a short write, which reports the bytes instead. */
  readonly error?: string;
}

/** Files in memory behind the recorder's file system seam, with faults by the number of the write. */
export class MemoryDisk implements FileSystemPort {
  readonly #files = new Map<string, { bytes: Buffer; length: number }>();
  writes = 0;
  readonly #faultOf: (write: number, path: string) => Fault | undefined;

  /** @param faultOf called with 1, 2, … for every write of all files */
  constructor(faultOf: (write: number, path: string) => Fault | undefined = () => undefined) {
    this.#faultOf = faultOf;
  }

  makeDirectory(): Promise<void> {
    return Promise.resolve();
  }

  create(path: string): Promise<FilePort> {
    this.#files.set(path, { bytes: Buffer.alloc(0), length: 0 });
    return Promise.resolve({
      write: async (bytes, position) => {
        this.writes += 1;
        const fault = this.#faultOf(this.writes, path);
        // As on a real disk, the answer comes later than the call.
        await new Promise((resolve) => setImmediate(resolve));
        const taken =
          fault === undefined ? bytes : bytes.subarray(0, Math.floor(bytes.length * fault.part));
        this.#store(path, taken, position);
        if (fault?.error !== undefined) throw new Error(fault.error);
        return taken.length;
      },
      isDeleted: () => Promise.resolve(!this.#files.has(path)),
      truncate: (length) => {
        const file = this.#files.get(path);
        if (file !== undefined) file.length = Math.min(file.length, length);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    });
  }

  removeDirectory(path: string): Promise<void> {
    for (const name of [...this.#files.keys()])
      if (name.startsWith(`${path}/`)) this.#files.delete(name);
    return Promise.resolve();
  }

  /** Path and a digest of the bytes of every file: equal when the files are. */
  digests(): readonly (readonly [string, string])[] {
    return [...this.#files.keys()].map((path) => {
      const digest = createHash('sha256').update(this.file(path)).digest('hex');
      return [path, digest];
    });
  }

  /** Bytes of the one file whose path ends so. */
  file(ending: string): Buffer {
    for (const [path, { bytes, length }] of this.#files) {
      if (path.endsWith(ending)) return bytes.subarray(0, length);
    }
    throw new Error(`no file ends in ${ending}`);
  }

  #store(path: string, bytes: Uint8Array, position: number): void {
    const file = this.#files.get(path);
    // As on a real disk, a deleted file takes writes.
    if (file === undefined) return;
    const end = position + bytes.length;
    if (bytes.length === 0) return;
    if (end > file.bytes.length) {
      const grown = Buffer.alloc(2 * end);
      file.bytes.copy(grown);
      file.bytes = grown;
    }
    file.bytes.set(bytes, position);
    file.length = Math.max(file.length, end);
  }
}
