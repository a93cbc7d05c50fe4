import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../src/recording/disk.js';
import { useTemporaryFolder } from '../config/temporary-folder.js';

const temporary = useTemporaryFolder();

let umask: number;

beforeEach(() => {
  // What the modes are must not depend on the user's setting.
  umask = process.umask(0);
});

afterEach(() => {
  process.umask(umask);
});

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

it('makes folders that only their owner can enter, parents included', async () => {
  const parent = temporary.path('parent');
  const folder = join(parent, 'between', 'recording');
  await nodeFileSystem.makeDirectory(folder);
  for (const made of [folder, join(parent, 'between'), parent]) expect(modeOf(made)).toBe('700');
});

it('leaves the mode of a parent that is there', async () => {
  const parent = temporary.path('parent');
  mkdirSync(parent, { mode: 0o755 });
  await nodeFileSystem.makeDirectory(join(parent, 'recording'));
  expect(modeOf(parent)).toBe('755');
});

it('makes files that only their owner can read', async () => {
  const path = temporary.path('events.jsonl');
  const file = await nodeFileSystem.create(path);
  await file.close();
  expect(modeOf(path)).toBe('600');
});

it('does not touch a file or folder that is there', async () => {
  const path = temporary.path('events.jsonl');
  writeFileSync(path, 'kept');
  await expect(nodeFileSystem.create(path)).rejects.toThrow('EEXIST');
  await expect(nodeFileSystem.makeDirectory(path)).rejects.toThrow('EEXIST');
  expect(readFileSync(path, 'utf8')).toBe('kept');
});
