import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { nodeFileSystem, type FileSystemPort } from './disk.js';

const fileMode = 0o600;

/** For sessions in virtual time: what was written is in the file at once, as no real time may pass between two frames. */
export const blockingFileSystem: FileSystemPort = {
  ...nodeFileSystem,
  create(path) {
    const file = openSync(path, 'wx', fileMode);
    return Promise.resolve({
      write: (bytes, position) => attempt(() => writeSync(file, bytes, 0, bytes.length, position)),
      isDeleted: () => attempt(() => fstatSync(file).nlink === 0),
      truncate: (length) =>
        attempt(() => {
          ftruncateSync(file, length);
        }),
      close: () =>
        attempt(() => {
          closeSync(file);
        }),
    });
  },
};

function attempt<Value>(act: () => Value): Promise<Value> {
  return new Promise((resolve) => {
    resolve(act());
  });
}
