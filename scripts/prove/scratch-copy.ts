import { rmSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { undoAtExit } from './at-exit.js';
import type { Weakening } from './weakening.js';

const root = join(import.meta.dirname, '../..');
const copied = [
  'bin',
  'scripts',
  'src',
  'test',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
];

/** Copies what the tests need into a folder of its own, hands it out, and removes it. */
export async function inScratchCopy<Result>(
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'voicelive-prove-'));
  const removed = undoAtExit(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  try {
    for (const name of copied)
      await cp(join(root, name), join(folder, name), { recursive: true, preserveTimestamps: true });
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    removed();
  }
}

/**
 * The weakened text of a file.
 * @throws Error when the file or its text is not found exactly once
 */
export async function weakened(weakening: Weakening): Promise<{ path: string; content: string }> {
  const path = await pathOf('src', weakening.file);
  const [before, after, ...more] = (await readFile(join(root, path), 'utf8')).split(weakening.text);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(
      `"${weakening.name}": expected once in ${path}, found ${after === undefined ? 0 : more.length + 1} times: ${weakening.text}`,
    );
  return { path, content: `${before}${weakening.by}${after}` };
}

export async function apply(weakening: Weakening, folder: string): Promise<void> {
  const { path, content } = await weakened(weakening);
  await writeFile(join(folder, path), content);
}

/**
 * The path of a file by the end of it, so that a file can move to another folder.
 * @throws Error when there is none or more than one
 */
export async function pathOf(folder: string, end: string): Promise<string> {
  const wanted = sep + end.replaceAll('/', sep);
  const paths = (await readdir(join(root, folder), { recursive: true })).map((path) =>
    join(folder, path),
  );
  const [found, ...more] = paths.filter((path) => path.endsWith(wanted));
  if (found === undefined || more.length > 0)
    throw new Error(
      `Expected one file ${folder}/…/${end}, found ${found === undefined ? 0 : more.length + 1}.`,
    );
  return found;
}
