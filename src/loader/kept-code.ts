import { accessSync, constants, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Script } from 'node:vm';
import { pack, unpack, type PackedFile } from './pack.js';

/** Replaced at build time by a hash of the bundle: V8 compares only the length of a source with that of compiled code. */
declare const BUNDLE_HASH: string;
/** Replaced at build time by the name of what is started. */
declare const ENTRY: string;
/** Replaced at build time by the commands: each needs other files, and other functions of the same files. */
declare const COMMANDS: readonly string[];

/** Compiled code of another bundle or version of Node lies in another folder; V8 itself rejects that of other V8 flags. */
const folder = join(__dirname, 'cache', `${BUNDLE_HASH}-${process.version}-${process.arch}`);
const path = join(folder, `${startName()}.bin`);

/** A start is over by then, and V8 has not yet dropped the code of functions that only a start runs. */
const startMs = 3_000;

const kept = readKept();
const loaded = new Map<string, { readonly source: string; readonly script: Script }>();
let isWaiting = false;
let isComplete = true;

/** A file of the bundle, if an earlier start of this kind kept it. */
export function keptFile(name: string): PackedFile | undefined {
  return kept.get(name);
}

/** Keeps what was loaded for later starts, unless all of it is kept: when the start is over, or at the end before that. */
export function keepLater(name: string, source: string, script: Script): void {
  loaded.set(name, { source, script });
  if (script.cachedDataRejected === false) return;
  // Compiled under other V8 flags, as all of it is.
  if (script.cachedDataRejected === true) kept.clear();
  isComplete = false;
  if (isWaiting) return;
  isWaiting = true;
  process.once('exit', keep);
  // The others carry sound, and this takes some ten milliseconds.
  if (ENTRY === 'cli') setTimeout(keep, startMs).unref();
}

function keep(): void {
  if (isComplete) return;
  isComplete = true;
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    for (const [name, { source, script }] of loaded)
      kept.set(name, { source: Buffer.from(source, 'latin1'), code: script.createCachedData() });
    loaded.clear();
    // V8 verifies no checksum, so a file must never be there in part: not while others start, not after a power cut.
    const temporary = `${path}.${String(process.pid)}`;
    // Not together with another thread, either.
    writeFileSync(temporary, pack(kept), { flag: 'wx', flush: true });
    renameSync(temporary, path);
  } catch {
    // A folder that is not writable, or a full disk, costs the next start its head start and nothing else.
  }
}

function startName(): string {
  const [, , command = '', ...words] = process.argv;
  const isHelp = words.includes('--help') || words.includes('-h');
  return COMMANDS.includes(command) && !isHelp ? `${ENTRY}-${command}` : ENTRY;
}

function readKept(): Map<string, PackedFile> {
  try {
    return unpack(readFileSync(path));
  } catch {
    return new Map();
  }
}
