import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { canaries, sessionWithSecrets, spellings } from '../helpers/canaries.js';
import { closeServersAfterAll, greetingServer, rawServer } from '../helpers/odd-servers.js';
import {
  killProgramsAfterAll,
  runProgram,
  temporaryFolder,
  type Ended,
  type Environment,
} from '../helpers/program.js';
import { onlyRecording } from '../helpers/replays.js';

const cwd = temporaryFolder();
killProgramsAfterAll();
closeServersAfterAll();

const env: Environment = {
  AZURE_VOICELIVE_API_KEY: canaries['API key'],
  SOME_SERVICE_SECRET: canaries['secret of the environment'],
  VOICELIVE_STACK: '1',
};
const kinds = [
  'API key',
  'MCP authorization',
  'MCP header',
  'query of an MCP URL',
  'value of --query',
  'value of --header',
  'secret of the environment',
] as const;

/** Everything that a service could repeat, in every spelling. */
const echo = kinds
  .flatMap((kind) => Object.values(spellings).map((spell) => spell(canaries[kind])))
  .join(' | ');

/** In lower case, what betrays any of the secrets: a row of their letters, as it is and in base64 and hexadecimal. */
const betrayals = kinds.flatMap((kind) => {
  const [core = ''] = canaries[kind].match(/^\w+/) ?? [];
  const encoded = Buffer.from(core).toString('base64').slice(4, -6);
  return [core, encoded, Buffer.from(core).toString('hex')].map((part) => part.toLowerCase());
});

function expectNone(text: string): void {
  const lower = text.toLowerCase();
  expect(betrayals.filter((part) => lower.includes(part))).toEqual([]);
}

async function talk(endpoint: string, ...args: readonly string[]): Promise<Ended> {
  const session = join(cwd, 'session.json');
  await writeFile(session, JSON.stringify(sessionWithSecrets));
  const query = ['--query', `gateway=${canaries['value of --query']}`];
  const header = ['--header', `x-gateway: ${canaries['value of --header']}`];
  const options = ['talk', '--text', '--endpoint', endpoint, '--session', session, ...query];
  // A turn that is never answered: the program reads everything until the timeout.
  return runProgram([...options, ...header, ...args], { cwd, input: 'hello\n', env });
}

describe('secrets that a service repeats', () => {
  it('stand neither in JSON lines and messages nor in the recording and its page', async () => {
    const folder = join(cwd, 'recorded');
    const session = { id: 'sess_1', model: 'gpt-realtime', instructions: echo };
    const endpoint = await greetingServer(
      [
        { type: 'session.created', session },
        { type: 'session.updated', session },
        { type: 'error', error: { type: 'server_error', message: `Denied: ${echo}` } },
        { type: 'an.event.of.tomorrow', [echo]: [echo] },
      ].map((event) => JSON.stringify({ event_id: 'event_1', ...event })),
    );
    const ended = await talk(endpoint, '--json', '--record', folder, '--timeout', '3');
    expect(ended.stdout).toContain('Denied: <redacted');
    expectNone(ended.stdout);
    expectNone(ended.stderr);
    const { path } = await onlyRecording(folder);
    const events = await readFile(join(path, 'events.jsonl'), 'utf8');
    expect(events).toContain('Denied: <redacted');
    expectNone(events);
    const page = join(cwd, 'page.html');
    await runProgram(['inspect', path, '--html', page], { cwd });
    const text = await readFile(page, 'utf8');
    const packed = [...text.matchAll(/<script type="text\/plain"[^>]*>([^<]*)</g)].map(
      ([, base64 = '']) => gunzipSync(Buffer.from(base64, 'base64')).toString(),
    );
    expect(text).toContain('Denied: &lt;redacted');
    expect(packed.join('')).toContain('Denied: <redacted');
    expectNone(text + packed.join(''));
  });

  it.each([401, 502])('stand in no message about a refusal (HTTP %i)', async (status) => {
    const body = JSON.stringify({ error: { message: `Denied: ${echo}` } });
    const ended = await talk(
      await rawServer(
        `HTTP/1.1 ${String(status)} No\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`,
      ),
      '--timeout',
      '5',
    );
    expect(ended.exitCode).not.toBe(0);
    expect(ended.stderr).toContain('Denied: <redacted');
    expectNone(ended.stdout + ended.stderr);
  });
});

describe('secrets outside a session', () => {
  const key = canaries['API key'];

  it.each([
    ['an unknown option', ['talk', `--api-kee=${key}`], 2],
    ['an unknown command', [key], 2],
    ['a bad value', ['talk', '--emulator', '--temperature', `warm-${key}`], 2],
    ['a missing scenario', ['serve', '--scenario', `${key}.yaml`], 2],
  ])('stand in no message about %s', async (_name, args, exitCode) => {
    const ended = await runProgram(args, { cwd, env });
    expect(ended.exitCode).toBe(exitCode);
    expect(ended.stderr).toContain('<redacted');
    expectNone(ended.stdout + ended.stderr);
  });

  it.each([
    ['a session', ['talk', '--text', '--plain']],
    ['the emulator alone', ['serve']],
  ])('stand in no message about a mistake of the program in %s', async (_name, args) => {
    const mistake = join(cwd, 'mistake.mjs');
    await writeFile(
      mistake,
      `import { isMainThread } from 'node:worker_threads';
      const fail = () => { throw new Error('no such thing: ' + process.env.AZURE_VOICELIVE_API_KEY); };
      if (isMainThread) setTimeout(fail, 1000);`,
    );
    const nodeOptions = ['--import', mistake];
    const ended = await runProgram(args, { cwd, env, nodeOptions, input: null });
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toContain('Internal error: no such thing: <redacted');
    expectNone(ended.stdout + ended.stderr);
  });
});
