import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecording } from '../../src/recording/reader.js';
import {
  closeServersAfterAll,
  deafAddress,
  greetingServer,
  rawServer,
} from '../helpers/odd-servers.js';
import {
  killProgramsAfterAll,
  runProgram,
  temporaryFolder,
  type Ended,
  type Environment,
} from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();
closeServersAfterAll();

const key = 'k3y-of-a-test-1234567890';
const withKey: Environment = { AZURE_VOICELIVE_API_KEY: key };

interface Problem {
  /** What stderr must say: what and where. */
  readonly says: RegExp;
  /** How it can be put right; the line after the sentence. */
  readonly fix?: RegExp;
}

/** One problem, told once, in words; nothing on stdout, no stack trace, no key. */
function expectProblem(ended: Ended, exitCode: number, { says, fix }: Problem): void {
  const { stderr } = ended;
  expect(stderr).toMatch(says);
  expect(ended.exitCode).toBe(exitCode);
  expect(ended.stdout).toBe('');
  const lines = stderr.trimEnd().split('\n');
  const problems = lines.filter((line) => line.startsWith('voicelive: '));
  expect(problems).toHaveLength(1);
  const [sentence = ''] = problems;
  expect(sentence).toMatch(says);
  if (fix !== undefined) expect(lines[lines.indexOf(sentence) + 1]).toMatch(fix);
  const told = sentence.slice('voicelive: '.length);
  expect(lines.filter((line) => line.includes(told))).toHaveLength(1);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stderr).not.toMatch(/\.(js|ts):\d+/);
  expect(stderr).not.toContain(key);
  expect(stderr).not.toContain('\x1b');
}

describe('wrong arguments', () => {
  it.each<[string, readonly string[], Problem]>([
    ['an unknown option', ['talk', '--modle', 'x'], { says: /'--modle'/, fix: /--model/ }],
    ['an unknown command', ['tlak'], { says: /'tlak'/, fix: /talk/ }],
    ['an option without its value', ['talk', '--model'], { says: /--model/ }],
    ['an empty value', ['talk', '--model', ''], { says: /--model/ }],
    [
      'a choice that is none',
      ['talk', '--auth', 'entar'],
      { says: /--auth: found "entar"/, fix: /entra/ },
    ],
    ['a number that is none', ['talk', '--timeout', 'soon'], { says: /--timeout: found "soon"/ }],
    ['a port that is none', ['serve', '--port', '70000'], { says: /--port/ }],
    ['no script', ['run'], { says: /script/ }],
    [
      'an endpoint that is not a URL',
      ['talk', '--endpoint', 'not a url'],
      { says: /endpoint "not a url" is not a URL/, fix: /https:\/\// },
    ],
    [
      'an endpoint with a wrong scheme',
      ['talk', '--endpoint', 'ftp://host'],
      { says: /"ftp"/, fix: /https/ },
    ],
    [
      'options that exclude each other',
      ['talk', '--text', '--ptt'],
      { says: /--text cannot be combined with --ptt/, fix: /no audio/ },
    ],
  ])('%s', async (_name, args, problem) => {
    expectProblem(await runProgram(args, { cwd, env: withKey }), 2, problem);
  });

  it('several of them are reported at once, one a line', async () => {
    const args = ['talk', '--auth', 'entar', '--timeout', 'soon', '--text', '--mic', 'none'];
    const ended = await runProgram(args, { cwd });
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^voicelive: Flag --auth: found "entar".* Did you mean entra\?$/),
      expect.stringMatching(/^voicelive: Flag --timeout: found "soon"/),
      expect.stringMatching(/^voicelive: --text cannot be combined with --mic\./),
    ]);
  });

  it.each([
    ['docter', /Did you mean doctor\?/],
    ['nme', /Commands: talk, run, .*doctor/],
  ])('help for the unknown command %s', async (name, fix) => {
    const ended = await runProgram(['help', name], { cwd });
    expectProblem(ended, 2, { says: new RegExp(`Unknown command ${name}\\.`), fix });
  });

  it('a session file with a voice in text mode, as the option would be', async () => {
    await writeFile(join(cwd, 'voice.yaml'), 'voice: {type: openai, name: alloy}\n');
    const ended = await runProgram(['talk', '--text', '--session', 'voice.yaml'], { cwd });
    expectProblem(ended, 2, {
      says: /voice\.yaml: voice cannot be combined with text mode/,
      fix: /no audio/,
    });
  });

  it('a file for the key that is not there, also with the emulator', async () => {
    const ended = await runProgram(['talk', '--text', '--api-key-file', 'no-key'], { cwd });
    expectProblem(ended, 2, { says: /--api-key-file: no-key does not exist/ });
  });

  it('tools whose programs do not exist, one a line', async () => {
    const tools = '- {name: a, command: [no-such-program]}\n- {name: b, command: [./no.sh]}\n';
    await writeFile(join(cwd, 'missing.yaml'), `${tools}- {name: c, command: [sh]}\n`);
    const ended = await runProgram(['talk', '--text', '--tools', 'missing.yaml'], { cwd });
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^voicelive: missing\.yaml:1:.*a program on PATH.*"no-such-program"/),
      expect.stringMatching(/^voicelive: missing\.yaml:2:.*"\.\/no\.sh"/),
    ]);
  });

  it('no arguments at all shows how to use it on stderr', async () => {
    const ended = await runProgram([], { cwd });
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr).toContain('Usage: voicelive');
  });

  it('the wrong endpoint in the environment is named as such', async () => {
    const ended = await runProgram(['talk', '--text'], {
      cwd,
      env: { ...withKey, AZURE_VOICELIVE_ENDPOINT: 'not a url' },
    });
    expectProblem(ended, 2, { says: /AZURE_VOICELIVE_ENDPOINT/ });
  });
});

describe('files', () => {
  it('a script that is not there', async () => {
    await writeFile(join(cwd, 'greeting.txt'), 'hello\n');
    const ended = await runProgram(['run', 'greting.txt'], { cwd });
    expectProblem(ended, 2, {
      says: /<script>: greting\.txt does not exist/,
      fix: /Did you mean greeting\.txt/,
    });
  });

  it.each<[string, readonly string[], Problem]>([
    ['a session file that is not there', ['--session', 'no.yaml'], { says: /--session: no\.yaml/ }],
    ['a tools file that is not there', ['--tools', 'no.yaml'], { says: /--tools: no\.yaml/ }],
    ['a file of prices that is not there', ['--prices', 'no.yaml'], { says: /--prices: no\.yaml/ }],
    ['a scenario that is not there', ['--scenario', 'no.yaml'], { says: /no\.yaml/ }],
    ['a folder for a file', ['--session', '.'], { says: /folder/ }],
  ])('%s', async (_name, args, problem) => {
    expectProblem(await runProgram(['talk', '--text', ...args], { cwd }), 2, problem);
  });

  it('a file of prices with a kind that is none, named by the environment, before anything is opened', async () => {
    await writeFile(join(cwd, 'prices.yaml'), 'date: 2026-11\ntiers:\n  pro:\n    audio_inn: 1\n');
    const folder = join(cwd, 'unpriced');
    const ended = await runProgram(['talk', '--text', '--record', folder], {
      cwd,
      env: { VOICELIVE_PRICES: 'prices.yaml' },
    });
    expectProblem(ended, 2, {
      says: /prices\.yaml:4:5: tiers\.pro\.audio_inn: unknown key\. Did you mean "audio_in"\?/,
    });
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
  });

  it('everything that is wrong in a session file, one a line', async () => {
    await writeFile(join(cwd, 'wrong.yaml'), 'temperature: hot\nvoicee: alloy\n');
    const ended = await runProgram(['talk', '--text', '--session', 'wrong.yaml'], { cwd });
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(
        /^voicelive: wrong\.yaml:1.*temperature: expected a number; found "hot"/,
      ),
      expect.stringMatching(/^voicelive: wrong\.yaml:2.*voicee: .*"voice"/),
    ]);
  });

  it('a WAV file that is not there', async () => {
    const ended = await runProgram(['talk', '--mic', 'missing.wav', '--speaker', 'none'], { cwd });
    expectProblem(ended, 2, { says: /missing\.wav/, fix: /./ });
  });

  it('a WAV file that is not there, where there is no speaker either', async () => {
    const ended = await runProgram(['talk', '--mic', 'missing.wav'], { cwd });
    expectProblem(ended, 2, { says: /missing\.wav/ });
  });

  it('a text file as a microphone', async () => {
    await writeFile(join(cwd, 'text.wav'), 'This is a text, and not a sound at all.\n'.repeat(3));
    const ended = await runProgram(['talk', '--mic', 'text.wav', '--speaker', 'none'], { cwd });
    expectProblem(ended, 2, { says: /text\.wav is not a WAV file/, fix: /sox/ });
  });

  it.each(['picture.png', 'song.mp3'])('%s as a microphone', async (name) => {
    await writeFile(join(cwd, 'picture.png'), 'PNG');
    const ended = await runProgram(['talk', '--mic', name], { cwd });
    expectProblem(ended, 2, { says: new RegExp(`${name} is not a WAV file`), fix: /--mic/ });
  });

  it('a speaker file that cannot be written', async () => {
    const speaker = join(cwd, 'no-such-folder', 'out.wav');
    const ended = await runProgram(['talk', '--mic', 'none', '--speaker', speaker], { cwd });
    expectProblem(ended, 2, { says: /out\.wav cannot be written/, fix: /--speaker/ });
  });

  it('a folder for recordings that cannot be made', async () => {
    await writeFile(join(cwd, 'a-file'), '');
    const ended = await runProgram(['talk', '--text', '--record', 'a-file'], { cwd });
    expectProblem(ended, 2, { says: /recording cannot be written/, fix: /--record/ });
  });

  it('a sound device by a name that no device has', async () => {
    const ended = await runProgram(['talk', '--mic', 'no-such-device', '--speaker', 'none'], {
      cwd,
    });
    expectProblem(ended, 4, { says: /./, fix: /./ });
  });
});

describe.concurrent('a service that does not serve', () => {
  const talk = (endpoint: string, more: readonly string[] = [], env = withKey): Promise<Ended> =>
    runProgram(['talk', '--text', '--endpoint', endpoint, ...more], { cwd, env, input: null });

  /** The one recording of a folder has this server event or refusal in it, and is whole. */
  async function expectRecording(folder: string): Promise<void> {
    const [name = '', ...others] = await readdir(folder);
    expect(others).toEqual([]);
    expect((await readdir(join(folder, name))).sort()).toEqual(['events.jsonl', 'session.wav']);
    const { inputs, torn, lost } = await readRecording(join(folder, name));
    expect({ torn, lost }).toEqual({ torn: 0, lost: 0 });
    expect(inputs.map(({ type }) => type)).toContain('start');
    expect(inputs.length).toBeGreaterThan(1);
  }

  it('a missing key ends with 3', async () => {
    const ended = await talk('https://name.services.ai.azure.com', [], {});
    expectProblem(ended, 3, { says: /No API key/, fix: /AZURE_VOICELIVE_API_KEY/ });
  });

  it('a port at which nothing listens', async () => {
    const folder = join(cwd, 'refused');
    const ended = await talk(deafAddress, ['--record', folder]);
    expectProblem(ended, 1, { says: /refused the connection/, fix: /--endpoint/ });
    expect(ended.stderr).toContain(new URL(deafAddress).host);
    await expectRecording(folder);
  });

  it('a key that the service does not take ends with 3', async () => {
    const body = JSON.stringify({ error: { code: '401', message: 'Access denied.' } });
    const endpoint = await rawServer(
      `HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\ncontent-length: ${String(body.length)}\r\nconnection: close\r\n\r\n${body}`,
    );
    expectProblem(await talk(endpoint), 3, { says: /401/, fix: /key/i });
  });

  it('a web server that is no WebSocket server', async () => {
    const endpoint = await rawServer(
      'HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello',
    );
    expectProblem(await talk(endpoint), 1, { says: /200|WebSocket/, fix: /--endpoint/ });
  });

  it('a server that does not speak HTTP', async () => {
    const endpoint = await rawServer('SSH-2.0-OpenSSH_9.2 \x1b[31mred\r\n');
    expectProblem(await talk(endpoint), 1, { says: /WebSocket/, fix: /--endpoint/ });
  });

  it('a model that does not exist', async () => {
    const folder = join(cwd, 'no-model');
    const ended = await runProgram(['talk', '--text', '--model', 'gpt-9', '--record', folder], {
      cwd,
    });
    expectProblem(ended, 1, { says: /Model gpt-9 is not supported/, fix: /--model/ });
    await expectRecording(folder);
  });

  it('a model that does not exist, in a script', async () => {
    const ended = await runProgram(['run', '-', '--model', 'gpt-9'], { cwd, input: 'hello\n' });
    expectProblem(ended, 1, { says: /Model gpt-9 is not supported/, fix: /--model/ });
  });

  it('a WebSocket server that sends garbage', async () => {
    const endpoint = await greetingServer([
      'garbage \x1b[31m and no JSON',
      Buffer.from([0, 1, 2, 255]),
      '[1, 2]',
      '{"type": 42}',
    ]);
    const folder = join(cwd, 'garbage');
    const ended = await talk(endpoint, ['--record', folder]);
    expectProblem(ended, 1, { says: /./, fix: /./ });
    await expectRecording(folder);
  });

  it('a WebSocket server that says nothing', async () => {
    const ended = await talk(await greetingServer([]));
    expectProblem(ended, 1, { says: /./, fix: /./ });
  });
});
