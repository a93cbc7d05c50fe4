import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import type { TransportOptions } from '../../src/transport/connection.js';
import { resolveEndpoint } from '../../src/transport/endpoint.js';
import {
  canaryKey,
  startClient,
  startService,
  type Client,
  type Service,
} from './transport-rig.js';

const quick = { idlePingMs: 60, idlePongMs: 60, busyPingMs: 30, busyPongMs: 60 };
const opened: { close(): Promise<void> }[] = [];

async function service(...onConnection: Parameters<typeof startService>): Promise<Service> {
  const started = await startService(...onConnection);
  opened.push(started);
  return started;
}

function client(port: number, options: Partial<TransportOptions> = {}, origin?: string): Client {
  const started = startClient(port, options, origin);
  opened.push(started.transport);
  return started;
}

beforeEach(() => {
  opened.length = 0;
});

afterEach(async () => {
  await Promise.all(opened.map((one) => one.close()));
});

test.each(['http://localhost', 'http://foo.localhost', 'http://a.b.localhost'])(
  'a connection to %s goes to this machine',
  async (origin) => {
    const server = await service();
    const { transport, next } = client(server.port, {}, origin);
    transport.connect(1);
    await next('open');
    expect(`http://${server.requests[0]?.headers.host}`).toBe(`${origin}:${server.port}`);
  },
);

test('the handshake has the headers of the endpoint beside the credentials', async () => {
  const server = await service();
  const endpoint = resolveEndpoint({
    endpoint: `http://127.0.0.1:${server.port}`,
    target: { kind: 'model', model: 'gpt-realtime' },
    headers: { 'X-Request-Source': 'tests' },
  });
  const { transport, next } = client(server.port, { endpoint });
  transport.connect(1);
  await next('open');
  expect(server.requests[0]?.headers).toMatchObject({
    'x-request-source': 'tests',
    'api-key': canaryKey,
  });
});

/** A client that takes so long for each event. */
function slowClient(port: number, eventMs: number): Client {
  const started = startClient(port, {}, undefined, () => {
    const doneMs = performance.now() + eventMs;
    while (performance.now() < doneMs);
  });
  opened.push(started.transport);
  return started;
}

test('keys and timers wait for a flood of messages for a few milliseconds at a time', async () => {
  const messages = 200;
  const server = await service((connection) => {
    for (let sent = 0; sent < messages; sent += 1) connection.send('message');
  });
  const { transport, events, next } = slowClient(server.port, 1);
  transport.connect(1);
  await next('open');
  let most = 0;
  for (let before = events.length; events.length < messages; before = events.length) {
    await new Promise((resolve) => setImmediate(resolve));
    most = Math.max(most, events.length - before);
  }
  expect(most).toBeLessThanOrEqual(6);
});

test('everything that was received before the end of a connection is told before it', async () => {
  const sent = Array.from({ length: 300 }, (_, number) => `message ${String(number)}`);
  const server = await service((connection) => {
    for (const text of sent) connection.send(text);
    connection.close(1011);
  });
  const { transport, events, next } = slowClient(server.port, 0.1);
  transport.connect(1);
  await next('closed');
  expect(events.flatMap((event) => (event.type === 'frame' ? [event.text] : []))).toEqual(sent);
  expect(events.at(-1)?.type).toBe('closed');
});

describe('a message of the server that does not end', () => {
  const pieces: readonly (readonly [string, (connection: WebSocket) => void])[] = [
    [
      'one fragment',
      (connection) => {
        connection.send('{"type":', { fin: false });
      },
    ],
    [
      'fragments without end',
      (connection) => {
        const timer = setInterval(() => {
          connection.send('x', { fin: false });
        }, 10);
        connection.on('close', () => {
          clearInterval(timer);
        });
      },
    ],
  ];

  test.each(pieces)('in %s is cut, though pings are answered', async (_, start) => {
    const server = await service((connection) => {
      connection.send('whole');
      start(connection);
    });
    const options = { messageDeadlineMs: 300, liveness: quick };
    const { transport, next, events } = client(server.port, options);
    transport.connect(1);
    const closed = await next('closed');
    expect(closed).toMatchObject({ code: 1006, retryable: true });
    expect(closed.reason).toContain('never completed');
    expect(events.filter(({ type }) => type === 'frame')).toHaveLength(1);
    await expect.poll(() => server.lines[0]?.destroyed).toBe(true);
  });

  test('is one with its end in time, however many fragments it has', async () => {
    const server = await service((connection) => {
      for (let index = 0; index < 50; index += 1) connection.send('x', { fin: false });
      connection.send('y', { fin: true });
    });
    const { transport, next } = client(server.port, { messageDeadlineMs: 300 });
    transport.connect(1);
    expect(await next('frame')).toMatchObject({ text: `${'x'.repeat(50)}y` });
  });
});

describe('an open connection', () => {
  test('delivers the text frames of both sides in order', async () => {
    const got: string[] = [];
    const server = await service((connection) => {
      connection.send('first');
      connection.send('sécond');
      connection.on('message', (data: Buffer) => got.push(data.toString('utf8')));
    });
    const { transport, events } = client(server.port);
    transport.connect(7);
    await expect
      .poll(() => events)
      .toEqual([
        { type: 'open', attempt: 7 },
        { type: 'frame', attempt: 7, text: 'first' },
        { type: 'frame', attempt: 7, text: 'sécond' },
      ]);
    expect([transport.send('a'), transport.send('b'), transport.send('c')]).toEqual([
      true,
      true,
      true,
    ]);
    await expect.poll(() => got).toEqual(['a', 'b', 'c']);
  });

  test('carries the key in a header only, offers no compression and no query secret', async () => {
    const server = await service();
    const { transport, next } = client(server.port);
    transport.connect(1);
    await next('open');
    const [request] = server.requests;
    expect(request?.headers['api-key']).toBe(canaryKey);
    expect(request?.headers['sec-websocket-extensions']).toBeUndefined();
    expect(request?.url).toBe('/voice-live/realtime?model=gpt-realtime&api-version=2026-07-15');
    expect(transport.target).not.toContain(canaryKey);
  });

  test('takes a message of 5 MB', async () => {
    const big = 'x'.repeat(5_000_000);
    const server = await service((connection) => {
      connection.send(big);
    });
    const { transport, next } = client(server.port);
    transport.connect(1);
    expect((await next('frame')).text).toHaveLength(big.length);
  });

  test('ends with 1009 and says so when a message has 20 MB', async () => {
    const server = await service((connection) => {
      connection.send('x'.repeat(20_000_000));
    });
    const { transport, next, events } = client(server.port);
    transport.connect(1);
    const closed = await next('closed');
    expect(closed).toMatchObject({ code: 1009, retryable: false });
    expect(closed.reason).toContain('more than 16 MiB');
    expect(events.map((event) => event.type)).toEqual(['open', 'closed']);
  });

  test('tells the size of a binary frame', async () => {
    const server = await service((connection) => {
      connection.send(Buffer.from([0xff, 0xfe, 0x00]));
    });
    const { transport, next } = client(server.port);
    transport.connect(1);
    expect(await next('binary')).toEqual({ type: 'binary', attempt: 1, bytes: 3 });
  });

  test.each([
    [1000, 'done', false],
    [1008, 'policy', false],
    [1012, 'restart', true],
    [4001, 'own', false],
  ])(
    'that the server closes with %i tells code, its words and whether to retry',
    async (code, words, retryable) => {
      const server = await service((connection) => {
        connection.close(code, words);
      });
      const { transport, next } = client(server.port);
      transport.connect(1);
      const closed = await next('closed');
      expect(closed).toMatchObject({ attempt: 1, code, retryable });
      expect(closed.reason).toContain(words);
    },
  );

  test('shows no escape sequence and no key of a close reason', async () => {
    const server = await service((connection, request) => {
      connection.close(1011, `\u001b[2J\u202e${String(request.headers['api-key'])}`);
    });
    const { transport, next } = client(server.port);
    transport.connect(1);
    const { reason } = await next('closed');
    expect(reason).not.toMatch(/[\u001b\u202e]/);
    expect(reason).not.toContain(canaryKey);
  });

  test('that is reset is a retryable loss', async () => {
    const server = await service();
    const { transport, next } = client(server.port);
    transport.connect(1);
    await next('open');
    await expect.poll(() => server.connections.length).toBe(1);
    server.lines[0]?.resetAndDestroy();
    expect(await next('closed')).toMatchObject({ code: 1006, retryable: true });
  });

  test('that gets an invalid frame ends with 1002', async () => {
    const server = await service();
    const { transport, next } = client(server.port);
    transport.connect(1);
    await next('open');
    await expect.poll(() => server.connections.length).toBe(1);
    server.lines[0]?.write(Buffer.from([0xf3, 0x00]));
    expect(await next('closed')).toMatchObject({ code: 1002, retryable: false });
  });

  test('is over soon after the close frame although the server keeps the line open', async () => {
    const server = await service();
    const { transport, next } = client(server.port, { closeDeadlineMs: 50 });
    transport.connect(1);
    await next('open');
    await expect.poll(() => server.connections.length).toBe(1);
    server.lines[0]?.pause();
    server.lines[0]?.write(Buffer.from([0x88, 0x02, 0x03, 0xe9]));
    expect(await next('closed')).toMatchObject({ code: 1001, retryable: true });
  });
});

describe('a black hole', () => {
  test('is noticed while frames are sent, and the socket is closed', async () => {
    const server = await service();
    const { transport, next } = client(server.port, {
      liveness: { ...quick, idlePingMs: 60_000, idlePongMs: 60_000 },
    });
    transport.connect(1);
    await next('open');
    await expect.poll(() => server.connections.length).toBe(1);
    server.lines[0]?.pause();
    transport.send('{}');
    const closed = await next('closed');
    expect(closed).toMatchObject({ code: 1006, retryable: true });
    expect(closed.reason).toContain('no answer for');
    expect(transport.send('{}')).toBe(false);
    server.lines[0]?.resume();
    await expect.poll(() => server.lines[0]?.destroyed).toBe(true);
  });

  test('is noticed while nothing is sent', async () => {
    const server = await service();
    const { transport, next } = client(server.port, { liveness: quick });
    transport.connect(1);
    await next('open');
    await expect.poll(() => server.connections.length).toBe(1);
    server.lines[0]?.pause();
    expect(await next('closed')).toMatchObject({ code: 1006, retryable: true });
  });

  test('is not seen where pongs come', async () => {
    let pings = 0;
    const server = await service((connection) => {
      connection.on('ping', () => (pings += 1));
    });
    const { transport, next, events } = client(server.port, {
      liveness: { idlePingMs: 10, idlePongMs: 5_000, busyPingMs: 10, busyPongMs: 5_000 },
    });
    transport.connect(1);
    await next('open');
    await expect.poll(() => pings).toBeGreaterThan(5);
    expect(events.map((event) => event.type)).toEqual(['open']);
  });
});

describe('closing', () => {
  test('is confirmed with 1000, once, however often it is asked for', async () => {
    const codes: number[] = [];
    const server = await service((connection) => {
      connection.on('close', (code) => codes.push(code));
    });
    const { transport, next, events } = client(server.port);
    transport.connect(1);
    await next('open');
    await Promise.all([transport.close(), transport.close()]);
    await transport.close();
    await expect.poll(() => codes).toEqual([1000]);
    expect(events.filter((event) => event.type === 'closed')).toEqual([
      { type: 'closed', attempt: 1, code: 1000, reason: 'closed by the client', retryable: false },
    ]);
    expect(transport.send('late')).toBe(false);
  });

  test('ends by force when the server does not answer', async () => {
    const server = await service();
    const { transport, next } = client(server.port, { closeDeadlineMs: 50 });
    transport.connect(1);
    await next('open');
    await expect.poll(() => server.connections.length).toBe(1);
    server.lines[0]?.pause();
    await transport.close();
    expect(await next('closed')).toMatchObject({ code: 1000, retryable: false });
  });

  test('without a connection is done at once, and later attempts are refused', async () => {
    const { transport, next } = client(9);
    await transport.close();
    transport.connect(1);
    expect((await next('refused')).error.code).toBe('transport-closed');
  });

  test('during the handshake ends the attempt without an event', async () => {
    const server = await service();
    const { transport, events } = client(server.port);
    transport.connect(1);
    await transport.close();
    expect(events).toEqual([]);
    expect(server.connections).toEqual([]);
  });
});

test('a newer attempt silences the older one and closes its socket', async () => {
  const closes: number[] = [];
  const server = await service((connection) => {
    const number = server.connections.length;
    connection.on('close', (code) => closes.push(code));
    connection.on('message', () => {
      connection.send(`from ${number}`);
    });
  });
  const { transport, events } = client(server.port);
  transport.connect(1);
  await expect.poll(() => events.length).toBe(1);
  transport.send('ask');
  transport.connect(2);
  await expect.poll(() => events).toContainEqual({ type: 'open', attempt: 2 });
  transport.send('ask');
  await expect.poll(() => events.length).toBe(3);
  await expect.poll(() => closes).toEqual([1000]);
  expect(events).toEqual([
    { type: 'open', attempt: 1 },
    { type: 'open', attempt: 2 },
    { type: 'frame', attempt: 2, text: 'from 2' },
  ]);
});

test('nothing that the transport tells holds the key', async () => {
  const server = await service((connection, request) => {
    connection.close(1011, String(request.headers['api-key']));
  });
  const { transport, next, events } = client(server.port);
  transport.connect(1);
  await next('closed');
  expect(inspect([events, transport.target], { depth: Infinity })).not.toContain(canaryKey);
});
