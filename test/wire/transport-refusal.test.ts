import { once } from 'node:events';
import { inspect } from 'node:util';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TransportOptions } from '../../src/transport/connection.js';
import { createTransport } from '../../src/transport/connection.js';
import { resolveEndpoint } from '../../src/transport/endpoint.js';
import type { TransportEvent } from '../../src/transport/types.js';
import {
  answering,
  canaryKey,
  deadPort,
  startClient,
  startService,
  startTcp,
  type Client,
} from './transport-rig.js';

const opened: { close(): Promise<void> }[] = [];

async function tcp(onLine: (line: Socket) => void): ReturnType<typeof startTcp> {
  const server = await startTcp(onLine);
  opened.push(server);
  return server;
}

function client(port: number, options: Partial<TransportOptions> = {}, scheme = 'http'): Client {
  const started = startClient(port, options, `${scheme}://127.0.0.1`);
  opened.push(started.transport);
  return started;
}

async function refusalOf(onLine: (line: Socket) => void, options: Partial<TransportOptions> = {}) {
  const { port } = await tcp(onLine);
  const { transport, next } = client(port, options);
  transport.connect(3);
  const refused = await next('refused');
  expect(refused.attempt).toBe(3);
  expect(inspect(refused, { depth: Infinity, showHidden: true })).not.toContain(canaryKey);
  return refused;
}

beforeEach(() => {
  opened.length = 0;
});

afterEach(async () => {
  await Promise.all(opened.map((one) => one.close()));
});

function azureBody(message: string): string {
  return JSON.stringify({ error: { code: 'x', message } });
}

describe('a refused handshake', () => {
  test.each([
    ['401 Unauthorized', 'connect-unauthorized', 3, false],
    ['403 Forbidden', 'connect-forbidden', 3, false],
    ['404 Not Found', 'connect-not-found', 1, false],
    ['429 Too Many Requests', 'connect-quota', 1, false],
    ['500 Internal Server Error', 'connect-server-error', 1, true],
    ['503 Service Unavailable', 'connect-server-error', 1, true],
    ['200 OK', 'connect-refused-status', 1, false],
  ])('with %s tells status, words and a hint', async (head, code, exitCode, retryable) => {
    const words = 'Access denied due to invalid subscription key.';
    const { error, ...event } = await refusalOf(answering(head, azureBody(words)));
    expect(event.retryable).toBe(retryable);
    expect(error).toMatchObject({ code, exitCode });
    expect(error.message).toContain(`(HTTP ${head.slice(0, 3)}): ${words}`);
    expect(error.hint).not.toBe(undefined);
  });

  test('with a redirect names where it leads, and does not follow', async () => {
    const { error } = await refusalOf(
      answering(`302 Found\r\nLocation: https://other.example/x?api-key=${canaryKey}`, ''),
    );
    expect(error.code).toBe('connect-redirected');
    expect(error.hint).toContain('other.example');
  });

  test('whose body repeats the key shows the words without it', async () => {
    const { error } = await refusalOf((line) => {
      line.once('data', (request: Buffer) => {
        const body = azureBody(`bad key ${request.toString('latin1')} \u001b]0;x\u0007`);
        line.end(`HTTP/1.1 401 No\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
      });
    });
    expect(error.message).toContain('bad key');
    expect(error.message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  });

  test('with an endless body is told after 4 KB, and the line is closed', async () => {
    const lines: Socket[] = [];
    const { error } = await refusalOf((line) => {
      lines.push(line);
      line.once('data', () => {
        line.write(`HTTP/1.1 503 Busy\r\nContent-Length: 9999999\r\n\r\n${'busy '.repeat(2_000)}`);
      });
    });
    expect(error.message).toContain('busy busy');
    expect(error.message.length).toBeLessThan(500);
    await expect.poll(() => lines[0]?.destroyed).toBe(true);
  });
});

describe('a connection that is not made', () => {
  test('because nothing listens is refused at once', async () => {
    const { transport, next } = client(await deadPort());
    transport.connect(1);
    const { error, retryable } = await next('refused');
    expect(error).toMatchObject({ code: 'connect-refused', exitCode: 1 });
    expect(retryable).toBe(true);
  });

  test('because the server is silent ends at the timeout and closes the socket', async () => {
    const server = await tcp((line) => {
      line.resume();
    });
    const { transport, next } = client(server.port, { handshakeTimeoutMs: 80 });
    transport.connect(1);
    const { error, retryable } = await next('refused');
    expect(error.message).toContain('within 0.1 s');
    expect(retryable).toBe(true);
    await expect.poll(() => server.lines.map((line) => line.destroyed)).toEqual([true]);
  });

  test('because the answer trickles ends at the timeout all the same', async () => {
    const timers: NodeJS.Timeout[] = [];
    const { error } = await refusalOf(
      (line) => {
        line.resume();
        line.write('HTTP/1.1 101 Switching Protocols\r\nX-Slow: ');
        timers.push(setInterval(() => line.write('x'), 10));
      },
      { handshakeTimeoutMs: 100 },
    );
    timers.forEach(clearInterval);
    expect(error.code).toBe('connect-timeout');
  });

  test('because the line is reset is retryable', async () => {
    const { error, retryable } = await refusalOf((line) => {
      line.once('data', () => line.resetAndDestroy());
    });
    expect(error.code).toBe('connect-network');
    expect(retryable).toBe(true);
  });

  test.each([
    ['garbage', 'NOT HTTP AT ALL\r\n\r\n'],
    [
      'a wrong accept key',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n',
    ],
  ])('because the answer is %s says that this is no WebSocket server', async (_name, answer) => {
    const { error, retryable } = await refusalOf((line) => {
      line.once('data', () => line.write(answer));
    });
    expect(error.code).toBe('connect-not-websocket');
    expect(retryable).toBe(false);
  });

  test('because the server echoes the request tells nothing of the request', async () => {
    const { error } = await refusalOf((line) => {
      line.pipe(line);
    });
    expect(error.code).toBe('connect-not-websocket');
    expect(error.cause).toBeInstanceOf(Error);
    expect(error.cause).not.toHaveProperty('rawPacket');
  });

  test('because a plain server is asked for TLS is not retried', async () => {
    const { port } = await tcp((line) => {
      line.once('data', () => line.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    const { transport, next } = client(port, {}, 'https');
    transport.connect(1);
    const { error, retryable } = await next('refused');
    expect(error.code).toBe('connect-tls');
    expect(retryable).toBe(false);
  });

  test('because the key has a line break in it is refused without telling it', async () => {
    const server = await startService();
    opened.push(server);
    const key = `${canaryKey}\n`;
    const { transport, next } = client(server.port, { credential: { kind: 'key', key } });
    transport.connect(1);
    const { error } = await next('refused');
    expect(error).toMatchObject({ code: 'credential-malformed', exitCode: 3 });
    expect(inspect(error)).not.toContain(canaryKey);
    expect(server.requests).toEqual([]);
  });
});

describe('a proxy', () => {
  function throughProxy(port: number, password: string): Promise<TransportEvent> {
    const endpoint = resolveEndpoint({
      endpoint: 'https://voice.example',
      target: { kind: 'model', model: 'gpt-realtime' },
    });
    return new Promise((resolve) => {
      const transport = createTransport(
        {
          endpoint,
          credential: { kind: 'key', key: canaryKey },
          proxy: { httpsProxy: `http://me:${password}@127.0.0.1:${port}` },
        },
        resolve,
      );
      opened.push(transport);
      transport.connect(1);
    });
  }

  test('is asked for a tunnel, through which TLS starts with the name of the host', async () => {
    const asked: string[] = [];
    const hello: Buffer[] = [];
    const { port } = await tcp((line) => {
      line.once('data', (request: Buffer) => {
        asked.push(request.toString('latin1'));
        line.write('HTTP/1.1 200 OK\r\n\r\n');
        void once(line, 'data').then(([data]: Buffer[]) => {
          if (data !== undefined) hello.push(data);
          line.destroy();
        });
      });
    });
    const event = await throughProxy(port, 'sesame99');
    expect(event).toMatchObject({ type: 'refused', retryable: true });
    expect(asked[0]).toMatch(/^CONNECT voice\.example:443 HTTP\/1\.1\r\n/);
    expect(asked[0]).toContain(`Basic ${Buffer.from('me:sesame99').toString('base64')}`);
    expect(asked[0]).not.toContain(canaryKey);
    expect(hello[0]?.[0]).toBe(0x16);
    expect(hello[0]?.includes('voice.example')).toBe(true);
  });

  test('that refuses is named with its status and without its password', async () => {
    const { port } = await tcp(answering('407 Proxy Authentication Required', ''));
    const event = await throughProxy(port, 'sesame99');
    if (event.type !== 'refused') throw new Error(event.type);
    expect(event.error.code).toBe('connect-proxy');
    expect(event.error.message).toContain('HTTP 407');
    expect(inspect(event, { depth: Infinity })).not.toContain('sesame99');
  });
});
