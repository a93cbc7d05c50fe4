import { connect, type Socket } from 'node:net';
import { spawn } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../src/emulator/server.js';
import { isJsonObject } from '../../src/shared/json.js';
import { openClient, sayInText } from '../helpers/emulator-client.js';
import { closeEmulatorsAfterEach, runEmulator } from '../helpers/emulator-rig.js';
import { bareEnvironment, programPath, temporaryFolder } from '../helpers/program.js';

closeEmulatorsAfterEach();

interface RawClient {
  readonly socket: Socket;
  readonly received: () => string;
  readonly closed: Promise<void>;
}

const rawClients: RawClient[] = [];

afterEach(() => {
  for (const { socket } of rawClients.splice(0)) socket.destroy();
});

/** A socket that never closes its own side. */
function rawClient(emulator: Pick<RunningServer, 'url'>, text = ''): RawClient {
  const { hostname, port } = new URL(emulator.url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      resolve();
    });
    socket.once('end', () => {
      resolve();
    });
  });
  if (text !== '') socket.write(text);
  const client = { socket, received: () => received, closed };
  rawClients.push(client);
  return client;
}

function upgradeText(path: string): string {
  return [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '',
    '',
  ].join('\r\n');
}

const refused: readonly (readonly [string, string, RegExp])[] = [
  ['a wrong path', upgradeText('/elsewhere'), /^HTTP\/1.1 404 /],
  [
    'a missing key',
    upgradeText('/voice-live/realtime?api-version=2026-07-15&model=gpt-realtime'),
    /^HTTP\/1.1 401 /,
  ],
  ['a plain request', 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n', /^HTTP\/1.1 404 /],
  ['a request that is no HTTP', '\x16\x03\x01\r\n\r\n', /^HTTP\/1.1 400 /],
];

describe('a refused connection', () => {
  it.each(refused)(
    'for %s is closed, though the client keeps its side open',
    async (_, text, answer) => {
      const emulator = await runEmulator();
      const { received } = rawClient(emulator, text);
      await expect.poll(received, { timeout: 5000 }).toMatch(answer);
      await expect.poll(() => emulator.openSockets, { timeout: 1500 }).toBe(0);
    },
  );

  it.each([
    ...refused.slice(0, 3).map(([what, text]) => [what, text] as const),
    ['nothing sent', ''],
    ['half a request', 'GET / HT'],
  ] as const)('for %s does not delay the end of the server', async (_, text) => {
    const emulator = await runEmulator();
    rawClient(emulator, text);
    await expect.poll(() => emulator.openSockets).toBe(1);
    const before = performance.now();
    await emulator.close();
    expect(performance.now() - before).toBeLessThan(900);
  });
});

describe('sockets of the emulator', () => {
  it('are bounded: further ones are refused with 503, counted, and logged without a flood', async () => {
    const lines: string[] = [];
    const emulator = await runEmulator({ log: (line) => lines.push(line) });
    const idle = Array.from({ length: 64 }, () => rawClient(emulator));
    await expect.poll(() => emulator.openSockets).toBe(64);
    const further = Array.from({ length: 40 }, () => rawClient(emulator));
    await Promise.all(further.map(({ closed }) => closed));
    expect(further.filter(({ received }) => received().startsWith('HTTP/1.1 503 '))).toHaveLength(
      40,
    );
    expect(emulator.counters()).toMatchObject({ 'too many sockets': 40 });
    expect(lines.filter((line) => line.includes('too many sockets')).length).toBeLessThan(8);
    for (const { socket } of idle) socket.destroy();
    await expect.poll(() => emulator.openSockets).toBe(0);
    const client = await openClient(emulator);
    sayInText(client, 'hello');
    await client.next('response.done');
  });

  it('that send no whole request are closed', async () => {
    const emulator = await runEmulator();
    const { received } = rawClient(emulator, 'GET / HT');
    await expect.poll(received, { timeout: 9000 }).toMatch(/^HTTP\/1.1 408 /);
    await expect.poll(() => emulator.openSockets, { timeout: 2000 }).toBe(0);
  }, 15_000);
});

describe('voicelive serve', () => {
  const cwd = temporaryFolder();

  it('outlives a want of file descriptors, and serves again after it', async () => {
    const command = 'ulimit -n 40 && exec "$0" "$@"';
    const args = ['-c', command, process.execPath, programPath, 'serve', '--json'];
    const child = spawn('sh', [...args, '--latency', 'none'], {
      cwd,
      env: bareEnvironment(cwd),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
    child.stderr.resume();
    try {
      await expect.poll(() => stdout, { timeout: 10_000 }).toMatch(/\n$/);
      const printed: unknown = JSON.parse(stdout);
      const { url, token } = isJsonObject(printed) ? printed : {};
      if (typeof url !== 'string' || typeof token !== 'string') throw new Error(stdout);
      const early = await openClient({ url, token });
      const many = Array.from({ length: 60 }, () => rawClient({ url }));
      await Promise.race(many.map(({ closed }) => closed));
      // The voice and the recogniser start a program and a thread.
      const audio = Buffer.alloc(48_000, 7).toString('base64');
      early.send({ type: 'input_audio_buffer.append', audio });
      early.send({ type: 'input_audio_buffer.commit' });
      await early.next('input_audio_buffer.committed');
      sayInText(early, 'hello');
      expect(await early.next('response.done')).toMatchObject({
        response: { status: 'completed' },
      });
      for (const { socket } of many) socket.destroy();
      await expect
        .poll(
          async () => {
            try {
              const client = await openClient({ url, token });
              client.send({ type: 'session.update', session: { modalities: ['text'] } });
              sayInText(client, 'hello');
              await client.next('response.done');
              client.close();
              return 'served';
            } catch (error) {
              return String(error);
            }
          },
          { timeout: 10_000 },
        )
        .toBe('served');
      child.kill('SIGTERM');
      expect(await exited).toBe(0);
    } finally {
      child.kill('SIGKILL');
    }
  }, 30_000);
});
