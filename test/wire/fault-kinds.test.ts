import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/emulator/faults/fault.js';
import type { RunningServer } from '../../src/emulator/server.js';
import { field, openClient, sayInText, socketUrl } from '../helpers/emulator-client.js';
import { closeEmulatorsAfterEach, runEmulator } from '../helpers/emulator-rig.js';
import { patienceMs } from '../helpers/patience.js';

closeEmulatorsAfterEach();

function connection({ url, token }: RunningServer): WebSocket {
  const address = socketUrl({ url, token }, 'api-version=2026-07-15&model=gpt-realtime');
  return new WebSocket(address, { headers: { 'api-key': token } });
}

/** Types of what a client gets after the first typed turn, until its connection ends or the response is done. */
async function turnWith(...faults: readonly Fault[]) {
  const emulator = await runEmulator({ faults });
  const socket = connection(emulator);
  const texts: string[] = [];
  let code: number | undefined;
  let reason = '';
  socket.on('message', (data: Buffer) => texts.push(data.toString('utf8')));
  socket.on('close', (closedWith, why) => {
    code = closedWith;
    reason = why.toString();
  });
  await new Promise((resolve) => socket.once('open', resolve));
  const send = (event: object): void => {
    socket.send(JSON.stringify(event));
  };
  send({ type: 'session.update', session: { modalities: ['text'] } });
  const content = [{ type: 'input_text', text: 'hello' }];
  send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } });
  send({ type: 'response.create', event_id: 'mine' });
  const types = (): readonly string[] =>
    texts.map((text) => /"type":"([a-z_.]+)"/.exec(text)?.[1] ?? text);
  const ended = expect.poll(() => code !== undefined || types().includes('response.done'));
  return {
    emulator,
    socket,
    texts,
    types,
    ended: () => ended.toBe(true),
    end: () => ({ code, reason }),
  };
}

function countOf(types: readonly string[], type: string): number {
  return types.filter((each) => each === type).length;
}

describe('a fault at an event, as a client sees it', () => {
  it('drops the connection in place of the event', async () => {
    const { types, ended, end } = await turnWith({ drop: true, at: 'response', nth: 3 });
    await ended();
    expect(end()).toEqual({ code: 1006, reason: '' });
    expect(types().filter((type) => type.startsWith('response.'))).toHaveLength(2);
  });

  it('closes with a code and a reason', async () => {
    const close = { code: 4001, reason: 'moved' };
    const { types, ended, end } = await turnWith({ close, at: 'response.create' });
    await ended();
    expect(end()).toEqual(close);
    expect(types()).not.toContain('response.created');
  });

  it('expires the session as the service does', async () => {
    const { texts, ended, end } = await turnWith({ expire: true, at: 'response.created' });
    await ended();
    expect(end().code).toBe(1001);
    expect(texts.at(-1)).toContain('"code":"session_expired"');
  });

  it('withholds an event', async () => {
    const { types, ended } = await turnWith({ withhold: true, at: 'response.text.done' });
    await ended();
    expect(types()).not.toContain('response.text.done');
  });

  it('withholds an event of the client', async () => {
    const faults: Fault = { withhold: true, at: 'conversation.item.create' };
    const { emulator, types, ended } = await turnWith(faults);
    await ended();
    // The one of the assistant's reply.
    expect(countOf(types(), 'conversation.item.created')).toBe(1);
    expect(emulator.counters().faults).toBe(1);
  });

  it('duplicates events of both sides', async () => {
    const { texts, types, ended } = await turnWith(
      { duplicate: true, at: 'response.created' },
      { duplicate: true, at: 'conversation.item.create' },
    );
    await ended();
    const created = texts.filter((text) => text.includes('"type":"response.created"'));
    expect(created).toHaveLength(2);
    expect(created[0]).toBe(created[1]);
    expect(countOf(types(), 'conversation.item.created')).toBe(3);
  });

  it('garbles an event into half of its JSON, or into an unknown type', async () => {
    const { texts, types, ended } = await turnWith(
      { garble: 'json', at: 'response.created' },
      { garble: 'type', at: 'response.content_part.added' },
      { garble: 'json', at: 'session.update' },
    );
    await ended();
    const broken = texts.find((text) => text.includes('"response.created"')) ?? '';
    expect(() => {
      JSON.parse(broken);
    }).toThrow(SyntaxError);
    expect(types()).toContain('unknown.event');
    expect(types()).not.toContain('response.content_part.added');
    expect(texts.some((text) => text.includes('"invalid_event"'))).toBe(true);
  });

  it('refuses an event of the client for its rate', async () => {
    const limit: Fault = { rate_limit: { retry_after_s: 20 }, at: 'response.create' };
    const { texts } = await turnWith(limit);
    await expect.poll(() => texts.some((text) => text.includes('rate_limit'))).toBe(true);
    const error: unknown = JSON.parse(texts.at(-1) ?? '');
    expect(error).toMatchObject({
      type: 'error',
      error: { code: 'rate_limit_exceeded', event_id: 'mine' },
    });
  });

  it('delays an event, and everything behind it', async () => {
    const { types } = await turnWith({ delay_ms: 3_600_000, at: 'response.created' });
    await expect.poll(types).toContain('conversation.item.created');
    const emulator = await runEmulator({ faults: [{ delay_ms: 50, at: 'response', nth: 2 }] });
    const client = await openClient(emulator);
    sayInText(client, 'hello');
    const created = await client.next('response.created');
    expect(field(created, 'response', 'status')).toBe('in_progress');
    await client.next('response.output_item.added');
    expect(await client.next('response.done')).toMatchObject({ response: { status: 'completed' } });
    expect(types()).not.toContain('response.created');
  });

  it('stalls: the connection stays, and nothing is answered, pings included', async () => {
    const { socket, types, end } = await turnWith({ stall: true, at: 'response.created' });
    await expect.poll(() => countOf(types(), 'conversation.item.created')).toBe(1);
    let pongs = 0;
    socket.on('pong', () => {
      pongs += 1;
    });
    socket.ping();
    socket.close(1000);
    // The close frame is answered behind where the pong would be.
    await expect.poll(() => end().code).toBe(1000);
    expect(pongs).toBe(0);
    expect(types()).not.toContain('response.created');
  });
});

/** What becomes of a connection: an HTTP status with its body, an error's code, or that it opened. */
async function handshake(emulator: RunningServer) {
  const socket = connection(emulator);
  return new Promise<unknown>((resolve) => {
    socket.once('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.once('error', (error) => {
      resolve('code' in error ? error.code : error.message);
    });
    socket.once('unexpected-response', (_request, response: IncomingMessage) => {
      const { statusCode, headers } = response;
      const type = headers['content-type'];
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString('utf8');
      });
      response.on('end', () => {
        resolve({ statusCode, type, retryAfter: headers['retry-after'], body });
      });
    });
  });
}

describe('a fault at the handshake', () => {
  it('refuses, rate-limits and drops the connections that are named', async () => {
    const emulator = await runEmulator({
      faults: [
        { refuse: 503, connection: 1 },
        { refuse: { status: 403, body: 'no entry', retry_after_s: 1.5 }, connection: 2 },
        { refuse: { status: 500, body: { reason: 'none' } }, connection: 3 },
        { rate_limit: true, connection: 4 },
        { rate_limit: { retry_after_s: 7 }, connection: 5 },
        { drop: true, at: 'handshake', connection: 6 },
        { delay_ms: 20, at: 'handshake', connection: 7 },
      ],
    });
    const json = 'application/json; charset=utf-8';
    const body = '{"error":{"code":"503","message":"Refused by a fault of the emulator."}}';
    expect(await handshake(emulator)).toEqual({ statusCode: 503, type: json, body });
    expect(await handshake(emulator)).toEqual({
      ...{ statusCode: 403, type: 'text/plain; charset=utf-8' },
      ...{ retryAfter: '2', body: 'no entry' },
    });
    expect(await handshake(emulator)).toMatchObject({ body: '{"reason":"none"}' });
    expect(await handshake(emulator)).toMatchObject({ statusCode: 429, retryAfter: '60' });
    expect(await handshake(emulator)).toMatchObject({ statusCode: 429, retryAfter: '7' });
    expect(await handshake(emulator)).toBe('ECONNRESET');
    expect(await handshake(emulator)).toBe('open');
    expect(await handshake(emulator)).toBe('open');
  });

  it('keeps a connection without an answer, until the emulator ends', async () => {
    const emulator = await runEmulator({ faults: [{ stall: true, at: 'handshake' }] });
    const answer = handshake(emulator);
    await expect.poll(() => emulator.counters().faults).toBe(1);
    expect(await handshake(emulator)).toBe('open');
    const beganMs = performance.now();
    await emulator.close();
    expect(performance.now() - beganMs).toBeLessThan(patienceMs);
    expect(await answer).toBe('ECONNRESET');
  });

  it('does not count requests that the service itself refuses', async () => {
    const emulator = await runEmulator({ faults: [{ refuse: 503 }] });
    expect(await handshake({ ...emulator, token: 'wrong' })).toMatchObject({ statusCode: 401 });
    expect(await handshake(emulator)).toMatchObject({ statusCode: 503 });
  });
});
