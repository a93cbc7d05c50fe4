import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { RunningServer } from '../../src/emulator/server.js';
import { field, openClient } from '../helpers/emulator-client.js';
import { closeEmulatorsAfterEach, runEmulator } from '../helpers/emulator-rig.js';

closeEmulatorsAfterEach();

interface Refusal {
  readonly status: number;
  readonly body: unknown;
}

const goodQuery = 'api-version=2026-07-15&model=gpt-realtime';

/** Asks for an upgrade by hand; resolves with what came instead, or with status 101. */
function upgrade(
  emulator: RunningServer,
  { path = '/voice-live/realtime', query = goodQuery, headers = {} } = {},
): Promise<Refusal> {
  const url = new URL(emulator.url);
  return new Promise((resolve, reject) => {
    const asked = request({
      host: url.hostname,
      port: url.port,
      path: `${path}?${query}`,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      },
    });
    asked.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, body: undefined });
    });
    asked.on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) });
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('the handshake', () => {
  it('takes the token from the places where clients put it', async () => {
    const emulator = await runEmulator();
    const { token } = emulator;
    const bearer = { authorization: `Bearer ${token}` };
    expect(await upgrade(emulator, { headers: { 'api-key': token } })).toMatchObject({
      status: 101,
    });
    expect(await upgrade(emulator, { headers: bearer })).toMatchObject({ status: 101 });
    for (const query of [`api-key=${token}`, `Authorization=Bearer%20${token}`]) {
      expect(await upgrade(emulator, { query: `${goodQuery}&${query}` })).toMatchObject({
        status: 101,
      });
    }
  });

  it('refuses a wrong key with 401 and the body of the gateway', async () => {
    const emulator = await runEmulator();
    for (const headers of [{}, { 'api-key': 'wrong' }, { authorization: 'Bearer ' }]) {
      const refusal = await upgrade(emulator, { headers });
      expect(refusal).toMatchObject({ status: 401, body: { error: { code: '401' } } });
      expect(JSON.stringify(refusal.body)).toContain('Access denied');
    }
  });

  it.each([
    [404, { path: '/openai/realtime' }],
    [404, { query: 'api-version=banana&model=gpt-realtime' }],
    [400, { query: 'model=gpt-realtime' }],
    [403, { headers: { host: 'evil.example' } }],
    [403, { headers: { origin: 'https://evil.example' } }],
    [403, { headers: { origin: 'null' } }],
  ])('answers %i to %o', async (status, change) => {
    const emulator = await runEmulator();
    const headers = { 'api-key': emulator.token, ...('headers' in change ? change.headers : {}) };
    expect(await upgrade(emulator, { ...change, headers })).toMatchObject({ status });
  });

  it('serves pages of this machine and nothing by plain HTTP', async () => {
    const emulator = await runEmulator();
    const headers = { 'api-key': emulator.token, origin: 'http://localhost:5173' };
    expect(await upgrade(emulator, { headers })).toMatchObject({ status: 101 });
    expect((await fetch(emulator.url)).status).toBe(404);
  });

  it.each([
    ['api-version=2026-07-15&model=gpt-5.4-mini', 'invalid_model'],
    ['api-version=2026-07-15', 'missing_required_parameter'],
    ['api-version=2026-07-15&agent-name=a', 'agent_initialization_failed'],
  ])('lets %s in, says %s as the first event, and closes', async (query, code) => {
    const client = await openClient(await runEmulator(), { query });
    expect(field(await client.next('error'), 'error', 'code')).toBe(code);
    expect(await client.closed()).toBe(1000);
    expect(client.events).toHaveLength(1);
  });

  it('has room for 32 clients', async () => {
    const emulator = await runEmulator();
    const clients = await Promise.all(Array.from({ length: 32 }, () => openClient(emulator)));
    const headers = { 'api-key': emulator.token };
    expect(await upgrade(emulator, { headers })).toMatchObject({ status: 429 });
    clients[0]?.close();
    await clients[0]?.closed();
    await expect.poll(() => upgrade(emulator, { headers })).toMatchObject({ status: 101 });
  });

  it('gives every run another token, and the same ids under the same seed', async () => {
    const [one, two] = await Promise.all([runEmulator(), runEmulator()]);
    expect(one.token).not.toBe(two.token);
    const clients = await Promise.all([one, two].map((emulator) => openClient(emulator)));
    const ids = await Promise.all(
      clients.map(async (client) => field(await client.next('session.created'), 'session', 'id')),
    );
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).toMatch(/^sess_[0-9A-Za-z]{21}$/);
  });

  it('drops a client that sends a message over 16 MiB, and closes twice without harm', async () => {
    const emulator = await runEmulator();
    const client = await openClient(emulator);
    client.sendText(' '.repeat(17 * 1024 * 1024));
    expect(await client.closed()).toBe(1009);
    await Promise.all([emulator.close(), emulator.close()]);
    await expect(openClient(emulator)).rejects.toThrow();
  });
});
