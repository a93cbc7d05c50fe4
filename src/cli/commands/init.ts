import { lstat, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exitCodes, messageOf, VoiceliveError } from '../../shared/errors.js';
import { makeFolders } from '../../shared/make-folders.js';
import { packageRoot } from '../../shared/paths.js';
import { sanitise } from '../../shared/sanitise.js';
import { stdout } from '../terminal/standard-streams.js';

/** Options of `init`, as commander gives them. */
export interface InitOptions {
  readonly force?: boolean;
}

interface ProjectFile {
  readonly path: string;
  /** In the folder `examples` of the package. */
  readonly example: string;
}

const sameName = (path: string): ProjectFile => ({ path, example: path });

const projectFiles: readonly ProjectFile[] = [
  { path: 'README.md', example: 'init/README.md' },
  ...[
    'smoke.yaml',
    'tools.yaml',
    'barge-in.yaml',
    'session.yaml',
    'weather-tools.yaml',
    'weather.mjs',
    'sounds/please-count.wav',
    'sounds/stop.wav',
  ].map(sameName),
  { path: '.github/workflows/voice.yml', example: 'ci/voice.yml' },
];

/**
 * `voicelive init [FOLDER]`: an example project, whose scripts pass as they are.
 * @throws VoiceliveError exit code 2 if files exist, without `--force`, or one cannot be written
 */
export async function init(folder: string, { force = false }: InitOptions): Promise<number> {
  if (folder.trim() === '')
    throw notWritten('The name of the folder is empty.', 'Leave it out to use the working folder.');
  await makeRoom(folder);
  const existing = force ? [] : await existingFiles(folder);
  if (existing.length > 0)
    throw notWritten(
      existing.map((path) => `${sanitise(path)} exists already.`).join('\n'),
      'Choose an empty folder, or replace these files with --force.',
    );
  for (const { path, example } of projectFiles) {
    const content = await readFile(join(packageRoot, 'examples', example));
    await attempt(join(folder, path), (target) => replaceFile(target, content));
  }
  stdout.write(summary(folder));
  return exitCodes.ok;
}

/** Before the first file: where a folder cannot be made, nothing is written. */
async function makeRoom(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === false)
    throw notWritten(`${sanitise(folder)} is a file, not a folder.`, 'Choose another folder.');
  const folders = new Set(projectFiles.map(({ path }) => dirname(join(folder, path))));
  for (const each of folders) await attempt(each, (path) => makeFolders(path));
}

async function existingFiles(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { path } of projectFiles) {
    const target = join(folder, path);
    if (await isThere(target)) found.push(target);
  }
  return found;
}

/** A link counts, wherever it leads. */
async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** Removes first what is there, so that nothing is written through a link. */
async function replaceFile(path: string, content: Buffer): Promise<void> {
  await rm(path, { force: true });
  await writeFile(path, content, { flag: 'wx' });
}

async function attempt(path: string, work: (path: string) => Promise<unknown>): Promise<void> {
  try {
    await work(path);
  } catch (cause) {
    const reason = messageOf(cause).replaceAll('\n', ' ');
    throw notWritten(
      `${sanitise(path)} cannot be written: ${reason}.`,
      'Choose a folder in which you can write.',
    );
  }
}

function summary(folder: string): string {
  const shown = sanitise(folder);
  // A command with a name that is not shown as it is would lead elsewhere.
  const enter = folder === '.' || shown !== folder ? [] : [`  cd ${shellWord(folder)}`];
  return [
    `Wrote to ${folder === '.' ? 'this folder' : shown}:`,
    ...projectFiles.map(({ path }) => `  ${path}`),
    '',
    'Next:',
    ...enter,
    '  npx voicelive run --fast .           # offline, against the built-in emulator',
    '  npx voicelive run . --report report  # your resource, see README.md',
    '',
  ].join('\n');
}

/** As a POSIX shell reads it. */
function shellWord(text: string): string {
  const path = text.startsWith('-') ? `./${text}` : text;
  return /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

function notWritten(sentence: string, hint: string): VoiceliveError {
  return new VoiceliveError(sentence, { code: 'init-failed', hint, exitCode: exitCodes.usage });
}
