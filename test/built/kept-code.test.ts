import { execFile, spawn } from 'node:child_process';
import { chmod, cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pack, unpack } from '../../src/loader/pack.js';
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

  const start = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run(process.execPath, [join(folder, 'bin/voicelive.js'), ...args]);
    return stdout.trim();
  };
  const version = (): Promise<string> => start('--version');
  const keptFiles = async (): Promise<readonly string[]> => {
    const names = await readdir(join(folder, 'dist/cache'), { recursive: true });
    return names
      .filter((name) => name.endsWith('.bin'))
      .sort()
      .map((name) => join(folder, 'dist/cache', name));
  };
  const written = async (): Promise<readonly number[]> =>
    Promise.all((await keptFiles()).map(async (path) => (await stat(path)).mtimeMs));

  test('the first start keeps it, the next one takes it as it is', async () => {
    expect(await version()).toMatch(/^\d+\.\d+\.\d+$/);
    const first = await written();
    expect(first).toHaveLength(1);
    await version();
    expect(await written()).toEqual(first);
  });

  test('a start that needs more keeps all of it, for both', async () => {
    await start('help', 'run');
    const [path = ''] = await keptFiles();
    const { size } = await stat(path);
    await start('help', 'nothing').catch(() => undefined);
    const larger = await stat(path);
    expect(larger.size).toBeGreaterThan(size);
    await start('help', 'run');
    expect((await stat(path)).mtimeMs).toBe(larger.mtimeMs);
  });

  test('a program that is killed has kept it as soon as it had started', async () => {
    // Waits for its script, which never comes.
    const program = spawn(process.execPath, [join(folder, 'bin/voicelive.js'), 'run', '-']);
    await expect.poll(() => keptFiles().catch(() => [])).toHaveLength(1);
    expect(program.exitCode).toBe(null);
    program.kill('SIGKILL');
  });

  test('every command has its own', async () => {
    await version();
    await start('config', 'show');
    await start('config', '--help');
    expect((await keptFiles()).map((path) => basename(path))).toEqual([
      'cli-config.bin',
      'cli.bin',
    ]);
  });

  test('code that V8 does not accept is compiled again and replaced', async () => {
    const expected = await version();
    const [path = ''] = await keptFiles();
    const good = await readFile(path);
    const [name = ''] = unpack(good).keys();
    const source = unpack(good).get(name)?.source ?? Buffer.alloc(0);
    for (const bad of [
      Buffer.alloc(0),
      Buffer.from('not code'),
      Buffer.from('not code\n\n'),
      Buffer.from('a 8 8\n\n'),
      good.subarray(0, 100),
      good.subarray(0, good.length - 8),
      pack(new Map([[name, { source, code: Buffer.from('not code') }]])),
    ]) {
      await writeFile(path, bad);
      expect(await version()).toBe(expected);
      expect(unpack(await readFile(path)).size).toBe(unpack(good).size);
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
