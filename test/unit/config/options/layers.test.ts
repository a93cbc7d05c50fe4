import { homedir } from 'node:os';
import { describe, expect, it, test } from 'vitest';
import type { FileOptions, OptionFiles } from '../../../../src/config/options/layers.js';
import { optionTable } from '../../../../src/config/options/option-table.js';
import {
  resolveOptions,
  type ResolvedOptions,
} from '../../../../src/config/options/resolve-options.js';
import {
  environmentName,
  optionKey,
  type OptionRow,
  type OptionValue,
} from '../../../../src/config/options/row.js';
import { caught } from '../caught.js';

const configPath = '/home/me/.config/voicelive/config.yaml';

function entries(options: Readonly<Record<string, OptionValue>>, firstLine = 1): FileOptions {
  return new Map(
    Object.entries(options).map(([key, value], index) => [
      key,
      { value, line: firstLine + index, column: 3 },
    ]),
  );
}

function filesOf(
  options: Readonly<Record<string, OptionValue>>,
  profiles: Readonly<Record<string, Readonly<Record<string, OptionValue>>>> = {},
): OptionFiles {
  const all = Object.entries(profiles).map(([name, own]) => [name, entries(own, 10)] as const);
  return {
    configPath,
    config: { path: configPath, options: entries(options), profiles: new Map(all) },
  };
}

interface Layers {
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: OptionFiles;
}

function resolve({ flags = {}, env = {}, files = {} }: Layers): ResolvedOptions {
  return resolveOptions({ flags, env, files });
}

describe('every option', () => {
  /** A value of the option as each layer writes it, and what it comes to. */
  function sampleOf(row: OptionRow): { readonly text: string; readonly inFile: OptionValue } {
    const { choices, form, repeats } = row.value;
    if (form === 'switch') return { text: 'true', inFile: true };
    if (repeats) return { text: 'name: value=1', inFile: ['name: value=1'] };
    const text =
      choices?.[1] ?? (form === 'number' ? '7' : row.name === 'maxTokens' ? '7' : sampleText(row));
    return { text, inFile: form === 'number' ? Number(text) : text };
  }

  function sampleText({ name }: OptionRow): string {
    const samples: Readonly<Record<string, string>> = {
      apiVersion: 'v1',
      pttKey: 'f2',
      query: 'a=b',
    };
    return samples[name] ?? '/a/path';
  }

  const rows = optionTable.filter(({ name }) => name !== 'profile' && name !== 'query');

  it.each(rows.map((row) => [optionKey(row), row] as const))(
    '%s can be set by flag, environment, profile and file',
    (key, row) => {
      const { text, inFile } = sampleOf(row);
      const isOwn = row.env === undefined || row.value.form !== 'switch';
      const value = row.value.parse(row.value.form === 'switch' ? [] : [text], 'test');
      expect(value).toBeDefined();
      if (isOwn) {
        const fromEnvironment = resolve({ env: { [environmentName(row)]: text } });
        expect(fromEnvironment.values[row.name]).toEqual(value);
      }
      const fromConfig = resolve({ files: filesOf({ [key]: inFile }) });
      expect(fromConfig.values[row.name]).toEqual(value);
      expect(fromConfig.sources.get(row.name)).toBe(`config ${configPath}:1:3 ${key}`);
      const fromProfile = resolve({
        flags: { profile: 'x' },
        files: filesOf({}, { x: { [key]: inFile } }),
      });
      expect(fromProfile.values[row.name]).toEqual(value);
      expect(fromProfile.sources.get(row.name)).toBe(`profile x, ${configPath}:10:3 ${key}`);
    },
  );

  test('variables are unique', () => {
    expect(new Set(optionTable.map(environmentName)).size).toBe(optionTable.length);
  });
});

describe('precedence', () => {
  const files: OptionFiles = {
    ...filesOf(
      { voice: 'config', profile: 'work' },
      { work: { voice: 'work' }, home: { voice: 'home' } },
    ),
    envFile: { path: '.env', lines: new Map([['VOICELIVE_VOICE', 4]]) },
  };
  const voice = (layers: Layers): readonly unknown[] => {
    const { values, given } = resolve({ files, ...layers });
    return [values.voice, given.get('voice')?.layer];
  };

  test('flag, environment, profile and file, in this order', () => {
    const env = { VOICELIVE_VOICE: 'environment' };
    expect(voice({ flags: { voice: 'flag' }, env })).toEqual(['flag', 'flag']);
    expect(voice({ env })).toEqual(['environment', '.env']);
    expect(voice({})).toEqual(['work', 'profile']);
    expect(voice({ files: filesOf({ voice: 'config' }) })).toEqual(['config', 'config']);
  });

  test('a profile is chosen by flag, environment or file', () => {
    expect(voice({ flags: { profile: 'home' } })).toEqual(['home', 'profile']);
    expect(voice({ env: { VOICELIVE_PROFILE: 'home' } })).toEqual(['home', 'profile']);
  });

  test('a profile that does not exist is refused with the ones that do', () => {
    const error = caught(() => resolve({ flags: { profile: 'wrk' }, files }));
    expect(error.message).toBe(
      `Flag --profile: found "wrk", expected a profile of ${configPath}: work, home.`,
    );
    expect(error.hint).toBe('Did you mean work?');
    expect(
      caught(() => resolve({ flags: { profile: 'x' }, files: { configPath } })).hint,
    ).toContain('config init');
  });

  test('a bad value in a file is refused with its place', () => {
    const error = caught(() => resolve({ files: filesOf({ 'ptt-key': 'q' }) }));
    expect(error.message).toContain(`Config ${configPath}:1:3 ptt-key: found "q"`);
  });

  test('paths in a file are relative to it', () => {
    const { values } = resolve({
      files: filesOf({ session: 'me.yaml', ca: '~/ca.pem', instructions: '@me.txt' }),
    });
    expect(values).toMatchObject({
      session: '/home/me/.config/voicelive/me.yaml',
      ca: `${homedir()}/ca.pem`,
      instructions: '@/home/me/.config/voicelive/me.txt',
    });
  });

  test('a switch is taken back by a higher layer', () => {
    const set = filesOf({ text: true, 'no-color': true });
    expect(resolve({ files: set }).values).toMatchObject({ text: true, color: false });
    expect(resolve({ files: set, flags: { text: false, color: true } }).values).toMatchObject({
      text: false,
      color: true,
    });
    expect(resolve({ files: set, env: { VOICELIVE_TEXT: '0' } }).values.text).toBe(false);
    expect(caught(() => resolve({ env: { VOICELIVE_TEXT: 'maybe' } })).message).toContain(
      'true or false',
    );
  });

  test('a command ignores options of files that it does not take', () => {
    const options = { flags: {}, env: {}, files: filesOf({ ptt: true, model: 'gpt-5' }) };
    expect(resolveOptions({ ...options, command: 'run' }).values).toMatchObject({
      ptt: false,
      model: 'gpt-5',
    });
    expect(resolveOptions({ ...options, command: 'talk' }).values.ptt).toBe(true);
  });
});

describe('options that exclude each other in different layers', () => {
  const endpoint = 'contoso.services.ai.azure.com';

  test('the lower one gives way', () => {
    const offline = filesOf({ emulator: true, scenario: 'x.yaml' });
    expect(resolve({ files: offline, flags: { endpoint } }).values).toMatchObject({
      emulator: false,
      endpoint,
    });
    expect(resolve({ files: offline, flags: { endpoint } }).values.scenario).toBeUndefined();
    const agent = filesOf({ 'agent-name': 'a', 'project-name': 'p' });
    expect(resolve({ files: agent, flags: { model: 'gpt-5' } }).values.agentName).toBeUndefined();
    const persona = filesOf({ instructions: 'x' });
    const flags = { agentName: 'a', projectName: 'p', auth: 'entra' };
    expect(resolve({ files: persona, flags }).values.instructions).toBeUndefined();
    const signIn = filesOf({ credential: 'cli', auth: 'entra' });
    expect(resolve({ files: signIn, flags: { apiKeyFile: 'k' } }).values).not.toHaveProperty(
      'credential',
    );
    expect(resolve({ files: signIn, flags: { tokenFile: 'k' } }).values).not.toHaveProperty('auth');
  });

  test('an option for audio is refused where a file asks for text, with the way out', () => {
    const error = caught(() => resolve({ files: filesOf({ text: true }), flags: { mic: '1' } }));
    expect(error.message).toContain(
      `--mic is for audio, but config ${configPath}:1:3 text asks for text.`,
    );
    expect(error.hint).toBe('Add --no-text.');
  });
});
