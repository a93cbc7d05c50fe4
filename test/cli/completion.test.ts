import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { loadedModules, recordingModules } from '../helpers/loaded-modules.js';
import {
  bareEnvironment,
  killProgramsAfterAll,
  programPath,
  runProgram,
  temporaryFolder,
} from '../helpers/program.js';
import { openShell, type Shell } from '../helpers/shell.js';

const cwd = temporaryFolder();
killProgramsAfterAll();

const env = { PATH: `${cwd}/bin:${process.env['PATH'] ?? ''}` };

beforeAll(() => {
  mkdirSync(join(cwd, 'bin'));
  const wrapper = join(cwd, 'bin', 'voicelive');
  writeFileSync(wrapper, `#!/bin/sh\nexec '${process.execPath}' '${programPath}' "$@"\n`);
  chmodSync(wrapper, 0o755);
  mkdirSync(join(cwd, '.config', 'voicelive'), { recursive: true });
  const config = 'profiles:\n  work: {}\n  home: {}\n';
  writeFileSync(join(cwd, '.config', 'voicelive', 'config.yaml'), config);
  writeFileSync(join(cwd, 'my session.yaml'), 'voice: marin\n');
});

function hasShell(name: string): boolean {
  try {
    execFileSync(name, ['-c', 'true']);
    return true;
  } catch {
    return false;
  }
}

async function completed(...words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await runProgram(['__complete', ...words], { cwd });
  return stdout.trimEnd().split('\n');
}

describe('what is completed', () => {
  it.each([
    [['ta'], ['words', 'talk\thave a live conversation']],
    [
      ['config', 'sh'],
      ['words', 'show\tprint the value of every option and where it is from'],
    ],
    [
      ['talk', '--auth', 'k'],
      ['words', 'key'],
    ],
    [
      ['talk', '--auth=b'],
      ['words', '--auth=bearer'],
    ],
    [
      ['run', '--model', 'gpt-5.'],
      ['words', 'gpt-5.1', 'gpt-5.2', 'gpt-5.4', 'gpt-5.6-terra', 'gpt-5.6-luna'],
    ],
    [
      ['talk', '--profile', ''],
      ['words', 'work', 'home'],
    ],
    [
      ['talk', '--voice', 'ma'],
      ['words', 'marin'],
    ],
    [
      ['talk', '--mic', ''],
      ['files', 'none'],
    ],
    [['run', ''], ['files']],
    [['talk', '--help-me'], ['words']],
    [
      ['completion', 'f'],
      ['words', 'fish'],
    ],
  ])('%j', async (words, expected) => {
    expect(await completed(...words)).toEqual(expected);
  });

  test('a flag that was given is not offered again, unless it repeats', async () => {
    const flags = await completed('talk', '--text', '--header', 'a: b', '--');
    const names = flags.map((line) => line.split('\t')[0]);
    expect(names).toContain('--header');
    expect(names).toContain('--voice');
    expect(names).not.toContain('--text');
    expect(names).not.toContain('--no-text');
  });

  test('a broken configuration file completes nothing, and says nothing', async () => {
    const home = join(cwd, 'broken');
    mkdirSync(join(home, 'voicelive'), { recursive: true });
    writeFileSync(join(home, 'voicelive', 'config.yaml'), 'profiles: [\n');
    const ended = await runProgram(['__complete', 'talk', '--profile', ''], {
      cwd,
      env: { XDG_CONFIG_HOME: home },
    });
    expect(ended).toMatchObject({ exitCode: 0, stdout: 'words\n', stderr: '' });
  });

  test('neither YAML nor the protocol is loaded for commands and flags', async () => {
    const file = join(cwd, 'modules');
    await runProgram(['__complete', 'talk', '--'], { cwd, nodeOptions: recordingModules(file) });
    const loaded = loadedModules(file);
    expect(loaded.some((path) => path.includes('complete.ts'))).toBe(true);
    expect(
      loaded.filter((path) => /yaml|protocol\/generated|user-config|react|\/ws\//.test(path)),
    ).toEqual([]);
  });
});

/** Names of the lines that a shell offers for a command line. */
function offered(shell: string, ...script: readonly string[]): readonly string[] {
  const text = execFileSync(shell, script, {
    cwd,
    env: bareEnvironment(cwd, env),
    encoding: 'utf8',
  });
  return text.trimEnd().split('\n');
}

describe.skipIf(!hasShell('bash'))('bash (needs bash)', () => {
  /** As bash itself splits the line, at "=" and ":" as well. */
  function inBash(words: readonly string[], line = words.join(' ')): readonly string[] {
    const quoted = words.map((word) => `'${word}'`).join(' ');
    return offered(
      'bash',
      '-c',
      `source <(voicelive completion bash)
       COMP_LINE='${line}' COMP_POINT=\${#COMP_LINE} COMP_WORDS=(${quoted}) COMP_CWORD=${String(words.length - 1)}
       _voicelive
       printf '%s\\n' "\${COMPREPLY[@]}"`,
    );
  }

  test('completes commands, values after a space and after "=", and names with a colon', () => {
    expect(inBash(['voicelive', 'ta'])).toEqual(['talk']);
    expect(inBash(['voicelive', 'talk', '--profile', ''])).toEqual(['work', 'home']);
    expect(inBash(['voicelive', 'talk', '--auth', '=', 'k'], 'voicelive talk --auth=k')).toEqual([
      'key',
    ]);
    expect(inBash(['voicelive', 'talk', '--auth', '='], 'voicelive talk --auth=')).toEqual([
      'key',
      'entra',
      'bearer',
    ]);
    const line = 'voicelive talk --voice en-US-Ava:Dr';
    expect(inBash(['voicelive', 'talk', '--voice', 'en-US-Ava', ':', 'Dr'], line)).toEqual([
      'DragonHDLatestNeural',
    ]);
  });

  test('completes files', () => {
    expect(inBash(['voicelive', 'talk', '--session', 'my'])).toEqual(['my session.yaml']);
  });
});

describe.skipIf(!hasShell('fish'))('fish (needs fish)', () => {
  function inFish(line: string): readonly string[] {
    return offered(
      'fish',
      '--no-config',
      '-c',
      `voicelive completion fish | source; complete -C '${line}'`,
    );
  }

  test('completes commands with descriptions, values and files', () => {
    expect(inFish('voicelive ta')).toEqual(['talk\thave a live conversation']);
    expect(inFish('voicelive talk --profile ')).toEqual(['home', 'work']);
    expect(inFish('voicelive talk --auth=k')).toEqual(['--auth=key']);
    expect(inFish('voicelive talk --session my')).toEqual([
      expect.stringContaining('my session.yaml'),
    ]);
  });
});

const interactive: readonly [Shell, readonly string[], string][] = [
  ['bash', ['--norc', '--noprofile', '-i'], 'source <(voicelive completion bash)'],
  ['zsh', ['-f', '-i'], 'autoload -Uz compinit; compinit -u; source <(voicelive completion zsh)'],
];

describe.each(interactive)('%s at its prompt', (name, flags, load) => {
  test.skipIf(!hasShell(name))(`completes with the Tab key (needs ${name})`, async () => {
    const shell = openShell(name, flags, { cwd, env: bareEnvironment(cwd, env) });
    afterAll(() => {
      shell.close();
    });
    await shell.type(`PS1='ready> '; ${load}; echo loa''ded\r`, 'loaded');
    await shell.type('voicelive tal\t', /ready> voicelive talk $/);
    await shell.type('--aut\t', /--auth $/);
    await shell.type('be\t', /--auth bearer $/);
    await shell.type('--voice=mar\t', /--voice=marin/);
    await shell.type(' --session my\t', /my\\ session\.yaml/);
  });
});
