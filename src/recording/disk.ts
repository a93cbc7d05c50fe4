import { mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemClock as machineClock, type Clock } from '../shared/clock.js';
import { makeFolders } from '../shared/make-folders.js';

/** One file of a recording. A seam, so that a disk that fails can stand behind the recorder. */
export interface FilePort {
  /**
   * One positional write; past the end leaves a hole that reads as zeros.
   * @returns bytes that were really written; fewer than asked when the disk is full
   */
  write(bytes: Uint8Array, position: number): Promise<number>;
  /** Whether the file has been deleted: writes still succeed then, into nothing. */
  isDeleted(): Promise<boolean>;
  /** Cuts the file off behind so many bytes. */
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

export interface FileSystemPort {
  /** Makes a folder and its parents; fails when the folder itself is there already. */
  makeDirectory(path: string): Promise<void>;
  /** Makes a file that must not be there yet. */
  create(path: string): Promise<FilePort>;
  /** Deletes a folder that `makeDirectory` made, with what is in it. */
  removeDirectory(path: string): Promise<void>;
}

/** Time as the recorder needs it. */
export interface RecorderClock {
  /** Clock of the frames' `atMs`. */
  nowMs(): number;
  /** Resolves after `ms`, or at once when the signal fires. */
  delay(ms: number, signal: AbortSignal): Promise<void>;
}

/** A recording is a private conversation: only its owner may read it. */
const folderMode = 0o700;
const fileMode = 0o600;

export const nodeFileSystem: FileSystemPort = {
  async makeDirectory(path) {
    await makeFolders(dirname(path), folderMode);
    await mkdir(path, { mode: folderMode });
  },
  async create(path) {
    const handle = await open(path, 'wx', fileMode);
    return {
      async write(bytes, position) {
        const { bytesWritten } = await handle.write(bytes, 0, bytes.length, position);
        return bytesWritten;
      },
      isDeleted: async () => (await handle.stat()).nlink === 0,
      truncate: (length) => handle.truncate(length),
      close: () => handle.close(),
    };
  },
  removeDirectory: (path) => rm(path, { recursive: true, force: true }),
};

export function recorderClockOf(clock: Clock): RecorderClock {
  return {
    nowMs: () => clock.nowMs(),
    delay: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve();
          return;
        }
        const finish = (): void => {
          cancel();
          signal.removeEventListener('abort', finish);
          resolve();
        };
        const cancel = clock.after(ms, finish);
        signal.addEventListener('abort', finish);
      }),
  };
}

export const systemClock = recorderClockOf(machineClock);
