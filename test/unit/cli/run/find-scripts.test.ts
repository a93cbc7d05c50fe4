import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findScripts, foldersOfScripts } from '../../../../src/cli/run/find-scripts.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'voicelive-find-scripts-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

async function found(): Promise<readonly string[]> {
  return (await findScripts([folder])).map((path) => path.slice(folder.length + 1));
}

describe('the scripts of a folder', () => {
  it('are text files, and YAML files with the keys of scripts', async () => {
    write({
      'b.yaml': 'turns: [hello]\n',
      'a/talk.txt': 'hello\n',
      'c.yml': 'name: x\ncaller: {goal: y}\n',
      'session.yaml': 'voice: alloy\ninstructions: |\n  turns: none\n',
      'tools.yaml': '- name: turns\n',
      'workflow.yml': 'name: x\non: push\njobs: {}\n',
      '_part.yaml': 'turns: [hello]\n',
    });
    expect(await found()).toEqual(['a/talk.txt', 'b.yaml', 'c.yml']);
  });

  it.each(['turn', 'tuns', 'Turns', 'trunsn', 'expects', 'callr'])(
    'are those with %s, so that the mistake is reported, not passed over',
    async (key) => {
      write({ 'good.yaml': 'turns: [hello]\n', 'wrong.yaml': `name: x\n${key}:\n  - hello\n` });
      expect(await found()).toEqual(['good.yaml', 'wrong.yaml']);
    },
  );

  it('are no pipes, which would wait for somebody to write', async () => {
    write({ 'good.yaml': 'turns: [hello]\n' });
    execFileSync('mkfifo', [join(folder, 'pipe.yaml'), join(folder, 'pipe.txt')]);
    expect(await found()).toEqual(['good.yaml']);
  });

  it('are at least one', async () => {
    write({ 'session.yaml': 'voice: alloy\n' });
    await expect(found()).rejects.toMatchObject({ exitCode: 2, code: 'script-not-found' });
  });
});

it('new scripts may come in the folders that are named, and in those of patterns', async () => {
  write({ 'a/b/c.yaml': '', 'a/_parts/d.yaml': '', 'e/f.yaml': '' });
  const relative = async (...names: readonly string[]): Promise<readonly string[]> =>
    (await foldersOfScripts(names.map((name) => join(folder, name))))
      .map((path) => path.slice(folder.length))
      .sort();
  expect(await relative('a/')).toEqual(['/a', '/a/b']);
  expect(await relative('a/**/*.yaml', 'e')).toEqual(['/a', '/a/b', '/e']);
  expect(await relative('e/f.yaml')).toEqual([]);
});
