import { describe, expect, test } from 'vitest';
import { configTemplate } from '../../../../src/cli/config/config-template.js';
import { readUserConfig } from '../../../../src/config/files/user-config.js';
import { resolveOptions } from '../../../../src/config/options/resolve-options.js';
import { optionTable } from '../../../../src/config/options/option-table.js';
import { caught } from '../caught.js';
import { useTemporaryFolder } from '../temporary-folder.js';

const folder = useTemporaryFolder();

describe('the configuration file', () => {
  test('has options and profiles, with their places', () => {
    const path = folder.write(
      'config.yaml',
      'model: gpt-5\nheader:\n  - "x-team: a"\nprofiles:\n  work:\n    # mine\n    text: true\n    mic: 2\n',
    );
    const { options, profiles } = readUserConfig(path);
    expect(options.get('model')).toEqual({ value: 'gpt-5', line: 1, column: 8 });
    expect(options.get('header')?.value).toEqual(['x-team: a']);
    expect(profiles.get('work')?.get('text')).toEqual({ value: true, line: 7, column: 11 });
    expect(profiles.get('work')?.get('mic')?.value).toBe(2);
  });

  test.each([
    ['modle: x\n', ':1:1: modle: unknown key. Did you mean "model"?'],
    ['profiles:\n  a:\n    auth: entr\n', ':3:11: profiles.a.auth'],
    ['profiles:\n  a:\n    profile: b\n', ':3:5: profiles.a'],
    ['voice: a\n\tmodel: b\n', ':2:1: a tab cannot indent YAML; use spaces'],
    ['text: "yes"\n', ':1:7: text'],
  ])('%j is refused with the place', (text, expected) => {
    const path = folder.write('config.yaml', text);
    const error = caught(() => readUserConfig(path));
    expect(error.message).toContain(`${path}${expected}`);
    expect(error.exitCode).toBe(2);
  });

  test('with nothing but comments sets nothing', () => {
    expect(readUserConfig(folder.write('config.yaml', configTemplate())).options.size).toBe(0);
    expect(readUserConfig(folder.write('config.yaml', '')).options.size).toBe(0);
  });

  test('as config init writes it, is right in every line that is uncommented', () => {
    const text = configTemplate().replace(
      /^# (?!yaml-)(?=[a-z-]+: |profiles:| {2,4}[a-z-]+:)/gm,
      '',
    );
    const config = readUserConfig(folder.write('config.yaml', text));
    expect([...config.options.keys()]).toHaveLength(optionTable.length);
    expect([...config.profiles.keys()]).toEqual(['work', 'tutor']);
    for (const profile of config.profiles.keys())
      resolveOptions({
        flags: { profile },
        env: {},
        files: { config: { ...config, options: new Map() } },
      });
  });
});
