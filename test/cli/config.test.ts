import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { isJsonObject } from '../../src/shared/json.js';
import { loadedModules, recordingModules } from '../helpers/loaded-modules.js';
import { killProgramsAfterAll, runProgram, temporaryFolder } from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();

describe('voicelive config schema', () => {
  it.each(['session', 'script', 'scenario', 'faults', 'tools', 'config'])(
    'prints the schema of --%s',
    async (kind) => {
      const { exitCode, stdout } = await runProgram(['config', 'schema', `--${kind}`], { cwd });
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        $schema: 'http://json-schema.org/draft-07/schema#',
      });
    },
  );

  it.each([
    [[], 'No kind of file was named.'],
    [['--script', '--tools'], '--script cannot be combined with --tools.'],
  ])('refuses %j', async (flags, message) => {
    const { exitCode, stderr } = await runProgram(['config', 'schema', ...flags], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

const key = 'Canary-key-0123456789abcdef';

/** A home with this configuration file, and a `.env`. */
function home(name: string, config: string, env = ''): string {
  const folder = join(cwd, name);
  mkdirSync(join(folder, '.config', 'voicelive'), { recursive: true });
  if (config !== '') writeFileSync(join(folder, '.config', 'voicelive', 'config.yaml'), config);
  if (env !== '') writeFileSync(join(folder, '.env'), env);
  return folder;
}

describe('voicelive config show', () => {
  const config =
    'model: gpt-5\nheader:\n  - "x-gateway: Canary-header-012345"\nprofiles:\n  work:\n    voice: marin\n';

  test('says of every option what applies and where it is from, without secrets', async () => {
    const folder = home(
      'show',
      config,
      `AZURE_VOICELIVE_API_KEY="${key}"\r\nexport VOICELIVE_ECHO=off\r\n`,
    );
    const options = { cwd: folder, env: { AZURE_VOICELIVE_API_VERSION: 'v1' } };
    const { exitCode, stdout } = await runProgram(['config', 'show', '--profile', 'work'], options);
    expect(exitCode).toBe(0);
    const file = join(folder, '.config', 'voicelive', 'config.yaml');
    const lines = stdout.split('\n').map((line) => line.replace(/ {2,}/g, ' | '));
    expect(lines).toEqual(
      expect.arrayContaining([
        'API key | *** (.env:1 AZURE_VOICELIVE_API_KEY)',
        'api-version | v1 | environment AZURE_VOICELIVE_API_VERSION',
        `model | gpt-5 | config ${file}:1:8 model`,
        `voice | marin | profile work, ${file}:6:12 voice`,
        'echo | off | .env:2 VOICELIVE_ECHO',
        'header | x-gateway: *** | ' + `config ${file}:3:3 header`,
        "temperature | (the model's own) | default",
      ]),
    );
    expect(stdout).not.toContain('Canary');
    const json = await runProgram(['config', 'show', '--json'], options);
    expect(json.stdout).not.toContain('Canary');
    const printed: unknown = JSON.parse(json.stdout);
    expect(printed).toMatchObject({
      configFile: file,
      profiles: ['work'],
      keyFrom: { layer: '.env', line: 1 },
    });
    const listed = isJsonObject(printed) ? printed['options'] : undefined;
    expect(listed).toContainEqual({
      name: 'model',
      flag: '--model',
      environment: 'AZURE_VOICELIVE_MODEL',
      value: 'gpt-5',
      source: { layer: 'config', file, line: 1 },
    });
  });

  test('a file with a mistake ends with 2, the place and the nearest spelling', async () => {
    const { exitCode, stderr } = await runProgram(['config', 'show'], {
      cwd: home('wrong', 'modle: x\n'),
    });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/config\.yaml:1:1: .*modle.*Did you mean "model"/);
  });
});

describe('the files that set options', () => {
  test('decide on a session', async () => {
    const folder = home(
      'session',
      'profiles:\n  quiet:\n    text: true\n    max-cost: 0\n',
      'VOICELIVE_PROFILE=quiet\n',
    );
    const { exitCode, stdout } = await runProgram(['talk', '--json'], { cwd: folder, input: '' });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('"modalities":["text"]');
  });

  test('of a folder do not send a key elsewhere', async () => {
    const folder = home('hostile', '', 'AZURE_VOICELIVE_ENDPOINT=https://evil.example\n');
    const { exitCode, stderr } = await runProgram(['talk'], {
      cwd: folder,
      env: { AZURE_VOICELIVE_API_KEY: key },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      '.env:1 AZURE_VOICELIVE_ENDPOINT: evil.example is not a host of Azure AI',
    );
  });

  test('are not read, nor what would read them, for help', async () => {
    const folder = home('help', 'modle: x\n', 'VOICELIVE_ECHO=off\n');
    const file = join(folder, 'modules');
    const nodeOptions = recordingModules(file);
    expect((await runProgram(['talk', '--help'], { cwd: folder, nodeOptions })).exitCode).toBe(0);
    const loaded = loadedModules(file);
    expect(loaded.some((path) => path.includes('table-options'))).toBe(true);
    expect(loaded.filter((path) => /yaml|env-file|user-config|identity/.test(path))).toEqual([]);
  });
});

test('voicelive config init writes a file once, which is right as it is', async () => {
  const folder = join(cwd, 'new');
  mkdirSync(folder);
  const file = join(folder, '.config', 'voicelive', 'config.yaml');
  expect(await runProgram(['config', 'init'], { cwd: folder })).toMatchObject({
    exitCode: 0,
    stdout: `${file}\n`,
  });
  expect(readFileSync(file, 'utf8')).toMatch(
    /^# yaml-language-server: \$schema=config\.schema\.json/,
  );
  writeFileSync(file, 'model: gpt-5\n');
  const again = await runProgram(['config', 'init'], { cwd: folder });
  expect(again.exitCode).toBe(2);
  expect(again.stderr).toContain(`${file} exists already.`);
  expect(readFileSync(file, 'utf8')).toBe('model: gpt-5\n');
});
