import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { toolFiles } from '../../../../src/cli/run/tool-files.js';
import { demoWeather } from '../../../../src/tools/tool-spec.js';

const folder = mkdtempSync(join(tmpdir(), 'voicelive-tools-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('finds the files that commands start or name, and no others', () => {
  const directory = join(folder, 'tools');
  mkdirSync(directory);
  for (const name of ['tools/weather.mjs', 'tools/cities.json', 'tools/run.sh', 'data.csv'])
    writeFileSync(join(folder, name), '');
  const spec = (program: string, ...args: readonly string[]) => ({
    ...demoWeather,
    action: { kind: 'command', program, args, directory, timeoutMs: 1000 } as const,
  });
  const commands = [
    demoWeather,
    spec('node', '--no-warnings', './weather.mjs', 'cities.json', 'x'.repeat(5000), '.'),
    spec('./run.sh', '../data.csv', join(folder, 'data.csv'), '/etc/passwd', 'absent.txt'),
  ];
  const inTools = ['weather.mjs', 'cities.json', 'run.sh'].map((name) => join(directory, name));
  expect(toolFiles(commands, directory)).toEqual(inTools);
  const data = join(folder, 'data.csv');
  expect(toolFiles(commands, folder)).toEqual([...inTools, data, data]);
});
