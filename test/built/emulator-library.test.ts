import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { patienceMs } from '../helpers/patience.js';
import { bareEnvironment, temporaryFolder } from '../helpers/program.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cwd = temporaryFolder({ holdsCopies: true });
const execute = promisify(execFile);
const env = bareEnvironment(cwd);

/** A project with the package and the official client in it, as npm would install them. */
beforeAll(async () => {
  const modules = join(cwd, 'node_modules');
  await mkdir(join(modules, '@azure'), { recursive: true });
  const packing = ['pack', root, '--ignore-scripts', '--json', '--pack-destination', cwd];
  const { stdout } = await execute('npm', packing, { cwd, env });
  const [, name = ''] = /"filename": "([^"]+)"/.exec(stdout) ?? [];
  await execute('tar', ['xf', join(cwd, name), '-C', cwd]);
  await rename(join(cwd, 'package'), join(modules, 'voicelive'));
  await symlink(join(root, 'node_modules'), join(modules, 'voicelive/node_modules'));
  for (const other of ['vitest', 'ws', '@azure/ai-voicelive'])
    await symlink(join(root, 'node_modules', other), join(modules, other));
  await writeFile(join(cwd, 'package.json'), '{"type": "module"}');
});

/** The example of docs/emulator.md, word for word. */
async function documentedTest(): Promise<string> {
  const page = await readFile(join(root, 'docs/emulator.md'), 'utf8');
  const [, example] = /^```ts\n(.*?)^```$/ms.exec(page) ?? [];
  if (example?.includes("from 'voicelive/emulator'") !== true) throw new Error('no example');
  return example;
}

/** The same without types, and more of what the official client makes of faults. */
const agentTest = `
import { VoiceLiveClient } from '@azure/ai-voicelive';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startEmulator } from 'voicelive/emulator';

let emulator;
afterEach(() => emulator.close());

async function connected(options) {
  emulator = await startEmulator({ seed: 1, ...options });
  const client = new VoiceLiveClient(emulator.url, { key: emulator.token });
  const session = client.createSession('gpt-realtime');
  const seen = { events: [], disconnected: [], errors: [] };
  session.subscribe({
    onServerEvent: async (event) => { seen.events.push(event.type); },
    onDisconnected: async ({ code }) => { seen.disconnected.push(code); },
    onError: async ({ error }) => { seen.errors.push(error.message); },
  });
  return { session, seen };
}

async function ask(session) {
  await session.updateSession({ modalities: ['text'] });
  await session.addConversationItem({
    type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hello' }],
  });
  await session.sendEvent({ type: 'response.create' });
}

it('answers, and shows the session', async () => {
  const { session, seen } = await connected();
  const fromClient = [];
  emulator.on('event', ({ from, event }) => { if (from === 'client') fromClient.push(event.type); });
  await session.connect();
  await ask(session);
  await vi.waitFor(() => expect(seen.events).toContain('response.done'));
  const asked = ['session.update', 'conversation.item.create', 'response.create'];
  expect(emulator.sessions.map(({ received }) => received.map(({ type }) => type))).toEqual([asked]);
  expect(fromClient).toEqual(asked);
  await session.dispose();
});

it.each([
  ['drop', { drop: true, at: 'response.created' }],
  ['close', { close: 1011, at: 'response.created' }],
  ['expire', { expire: true, at: 'response.created' }],
])('%s is seen by the official client', async (name, fault) => {
  const { session, seen } = await connected({ faults: [fault] });
  await session.connect();
  await ask(session);
  // Its 1.1.0 calls every end 1006.
  await vi.waitFor(() => expect(seen.disconnected).toEqual([1006]));
  expect(seen.events).not.toContain('response.created');
  await session.dispose();
});

it('garbled, withheld and doubled events are seen by the official client', async () => {
  const { session, seen } = await connected({ faults: [
    { garble: 'json', at: 'response.output_item.added' },
    { withhold: true, at: 'response.text.done' },
    { duplicate: true, at: 'response.created' },
  ] });
  await session.connect();
  await ask(session);
  await vi.waitFor(() => expect(seen.events).toContain('response.done'));
  expect(seen.events.filter((type) => type === 'response.created')).toHaveLength(2);
  expect(seen.events).not.toContain('response.output_item.added');
  expect(seen.events).not.toContain('response.text.done');
  await session.dispose();
});

it('a refused handshake and a rate limit are seen by the official client', async () => {
  const { session } = await connected({ faults: [
    { refuse: 503 },
    { rate_limit: true, at: 'response.create' },
  ] });
  await expect(session.connect()).rejects.toThrow();
  await session.dispose();
  const client = new VoiceLiveClient(emulator.url, { key: emulator.token });
  const again = await client.startSession('gpt-realtime');
  const codes = [];
  again.subscribe({ onServerEvent: async (event) => { if (event.type === 'error') codes.push(event.error.code); } });
  await ask(again);
  await vi.waitFor(() => expect(codes).toEqual(['rate_limit_exceeded']));
  await again.dispose();
});
`;

const consumer = `
import { startEmulator, VoiceliveError, type Emulator, type Fault } from 'voicelive/emulator';
const faults: readonly Fault[] = [{ drop: true, at: 'response.created', connection: [1], times: 'always' }];
await using emulator: Emulator = await startEmulator({ faults, latency: 'none', seed: 1 });
const remove: () => void = emulator.on('event', ({ from, event, session }) => {
  if (from === 'server' && event.type === 'response.done') console.log(event.response.id, session.id);
  // @ts-expect-error: an event of the client
  if (from === 'server' && event.type === 'response.create') console.log();
});
const texts: readonly string[] = emulator.sessions.flatMap(({ sent }) =>
  sent.flatMap((event) => (event.type === 'response.text.delta' ? [event.delta] : [])),
);
// @ts-expect-error: an unknown place
await startEmulator({ faults: [{ drop: true, at: 'respons.created' }] });
// @ts-expect-error: a handshake has no WebSocket to close
await startEmulator({ faults: [{ close: 1011, at: 'handshake' }] });
await emulator.close().catch((error: unknown) => error instanceof VoiceliveError);
remove();
console.log(texts);
`;

describe('voicelive/emulator in a project of its own', () => {
  it('is tested against in vitest, with the official client', async () => {
    await writeFile(join(cwd, 'agent.test.mjs'), agentTest);
    await writeFile(join(cwd, 'documented.test.ts'), await documentedTest());
    const program = join(cwd, 'node_modules/vitest/vitest.mjs');
    const args = [program, 'run', '--root', cwd, '--test-timeout=20000'];
    const running = execute(process.execPath, args, { cwd, env });
    expect((await running).stdout).toContain('7 passed');
  });

  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])(
    'has types for modules of %s, resolved as by %s',
    { timeout: 6 * patienceMs },
    async (module, moduleResolution) => {
      await writeFile(join(cwd, 'use.ts'), consumer);
      const compiler = join(root, 'node_modules/typescript/bin/tsc');
      const options = ['--module', module, '--moduleResolution', moduleResolution];
      const strict = ['--noEmit', '--strict', '--target', 'es2022', '--skipDefaultLibCheck'];
      const args = [compiler, ...strict, ...options, 'use.ts'];
      const running = execute(process.execPath, args, { cwd });
      await expect(running).resolves.toEqual({ stdout: '', stderr: '' });
    },
  );

  it('leaves the process alone, which ends after close; an error is the one of voicelive', async () => {
    const program = `
      import { startEmulator, VoiceliveError } from 'voicelive/emulator';
      import * as voicelive from 'voicelive';
      const count = () => ['SIGINT', 'SIGTERM', 'uncaughtException', 'unhandledRejection']
        .map((name) => process.listenerCount(name));
      const before = count();
      const emulator = await startEmulator();
      const during = count();
      await emulator.close();
      const wrong = await startEmulator({ faults: [{}] }).catch((error) => error);
      console.log(JSON.stringify([before, during, count(), wrong instanceof voicelive.VoiceliveError]));`;
    const args = ['--input-type=module', '-e', program];
    const { stdout, stderr } = await execute(process.execPath, args, { cwd, env });
    expect(stderr).toBe('');
    const untouched = [0, 0, 0, 0];
    expect(JSON.parse(stdout)).toEqual([untouched, untouched, untouched, true]);
  });
});
