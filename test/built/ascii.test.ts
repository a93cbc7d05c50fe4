import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/shared/paths.js';

it('has only ASCII in the code that the loader reads as Latin-1', async () => {
  const folder = join(packageRoot, 'dist/code');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.cjs'));
  expect(names).toContain('cli.cjs');
  for (const name of names) {
    const code = await readFile(join(folder, name), 'utf8');
    expect([name, /.{0,20}[^\x00-\x7f].{0,20}/.exec(code)?.[0]]).toEqual([name, undefined]);
  }
});
