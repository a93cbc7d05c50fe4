import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Script } from 'node:vm';

/** Replaced at build time by a hash of the bundle: V8 compares only the length of a source with that of compiled code. */
declare const BUNDLE_HASH: string;

/** Compiled code of another bundle or version of Node lies in another folder; V8 itself rejects that of other V8 flags. */
const folder = join(__dirname, 'cache', `${BUNDLE_HASH}-${process.version}-${process.arch}`);

const pathFor = (path: string): string => join(folder, `${basename(path)}.bin`);

const waiting = new Map<string, Script>();

/** The compiled code of a bundled file, if an earlier start kept it. */
export function keptCode(path: string): Buffer | undefined {
  try {
    return readFileSync(pathFor(path));
  } catch {
    return undefined;
  }
}

/** Keeps the compiled code of a script when this process or thread exits: by then it includes the functions that ran. */
export function keepLater(path: string, script: Script): void {
  if (waiting.size === 0) process.once('exit', keepAll);
  waiting.set(path, script);
}

function keepAll(): void {
  try {
    mkdirSync(folder, { recursive: true });
    for (const [path, script] of waiting) {
      // V8 verifies no checksum, so a file must never be there in part: not while others start, not after a power cut.
      const target = pathFor(path);
      const temporary = `${target}.${String(process.pid)}`;
      writeFileSync(temporary, script.createCachedData(), { flush: true });
      renameSync(temporary, target);
    }
  } catch {
    // A folder that is not writable, or a full disk, costs the next start its head start and nothing else.
  }
}
