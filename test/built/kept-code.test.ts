import { execFile } from 'node:child_process';
import { chmod, cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/shared/paths.js';

const run = promisify(execFile);

describe('compiled code that is kept between starts', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voicelive-kept-code-'));
    for (const name of ['bin', 'dist', 'package.json'])
      await cp(join(packageRoot, name), join(folder, name), { recursive: true });
    await rm(join(folder, 'dist/cache'), { recursive: true, force: true });
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const version = async (): Promise<string> => {
    const { stdout } = await run(process.execPath, [join(folder, 'bin/voicelive.js'), '--version']);
    return stdout.trim();
  };
  const keptFiles = async (): Promise<readonly string[]> => {
    const names = await readdir(join(folder, 'dist/cache'), { recursive: true });
    return names
      .filter((name) => name.endsWith('.bin'))
      .map((name) => join(folder, 'dist/cache', name));
  };
  const written = async (): Promise<readonly number[]> =>
    Promise.all((await keptFiles()).map(async (path) => (await stat(path)).mtimeMs));

  test('the first start keeps it, the next one takes it as it is', async () => {
    expect(await version()).toMatch(/^\d+\.\d+\.\d+$/);
    const first = await written();
    expect(first.length).toBeGreaterThan(1);
    await version();
    expect(await written()).toEqual(first);
  });

  test('code that V8 does not accept is compiled again and replaced', async () => {
    const expected = await version();
    const [path = ''] = await keptFiles();
    const good = await readFile(path);
    for (const bad of [Buffer.alloc(0), Buffer.from('not code'), good.subarray(0, 100)]) {
      await writeFile(path, bad);
      expect(await version()).toBe(expected);
      expect((await readFile(path)).length).toBeGreaterThan(bad.length);
    }
  });

  test('code of another bundle is never taken', async () => {
    await version();
    const before = await keptFiles();
    const loader = join(folder, 'dist/cli.cjs');
    const [other = ''] = (await readdir(join(folder, 'dist/cache')))[0]?.split('-') ?? [];
    await writeFile(loader, (await readFile(loader, 'utf8')).replace(other, 'another-hash'));
    await version();
    const after = await keptFiles();
    expect(after).toHaveLength(2 * before.length);
  });

  test('a file in the place of its folder changes nothing', async () => {
    await writeFile(join(folder, 'dist/cache'), '');
    await chmod(join(folder, 'dist/cache'), 0o444);
    expect(await version()).toMatch(/^\d/);
  });
});
