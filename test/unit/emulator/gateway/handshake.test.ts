import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { admission, type Admission } from '../../../../src/emulator/gateway/handshake.js';

const token = 'the-token';
const query = `/voice-live/realtime?api-version=2026-07-15&model=gpt-realtime`;

function ask(headers: Record<string, string | undefined>, url = query): Admission {
  const request = new IncomingMessage(new Socket());
  request.url = url;
  Object.assign(request.headers, { 'api-key': token, ...headers });
  return admission(request, { token, unavailableModels: [], unreachableProfiles: [] });
}

function outcome(admitted: Admission): number | string {
  return admitted.kind === 'refused' ? admitted.status : admitted.kind;
}

const ports = ['', ':80', ':41973'];
const loopback = ['localhost', 'LOCALHOST', '127.0.0.1', '[::1]'];
const strangers = [
  'example.com',
  'localhost.example.com',
  '127.0.0.1.example.com',
  'example.com.localhost.evil',
  'xn--lcalhost-n4a.com',
  '0.0.0.0',
  '10.0.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '[::]',
  '[fe80::1]',
  '[::ffff:10.0.0.1]',
  'user@example.com',
  'localhost@example.com',
  '127.0.0.1@example.com',
  'example.com@localhost',
  'localhost/x',
  'localhost.',
];
/** What is no host at all. */
const broken = ['', ' ', 'local host', '[::1', 'a b', '#', 'http://localhost'];

const hostCases: readonly (readonly [string, string | number])[] = [
  ...loopback.flatMap((name) => ports.map((port) => [name + port, 'admitted'] as const)),
  ...strangers.flatMap((name) => ports.map((port) => [name + port, 403] as const)),
  ...broken.map((name) => [name, 403] as const),
];

describe('the Host of a request', () => {
  it.each(hostCases)('%j: %s', (host, expected) => {
    expect(outcome(ask({ host }))).toBe(expected);
  });
});

const schemes = ['http', 'https', 'ws', 'vscode-webview', 'chrome-extension'];
const originCases: readonly (readonly [string, string | number])[] = [
  ...schemes
    .slice(0, 2)
    .flatMap((scheme) =>
      loopback.flatMap((name) =>
        ports.map((port) => [`${scheme}://${name}${port}`, 'admitted'] as const),
      ),
    ),
  ...schemes.flatMap((scheme) =>
    strangers.map((name) => [`${scheme}://${name}:8080`, 403] as const),
  ),
  ...['null', '', 'localhost', 'file://', 'about:blank', 'data:text/html,x', '*'].map(
    (origin) => [origin, 403] as const,
  ),
];

describe('the Origin of a request', () => {
  it.each(originCases)('%j: %s', (origin, expected) => {
    expect(outcome(ask({ host: 'localhost', origin }))).toBe(expected);
  });
});

describe('Host and Origin together', () => {
  it('must both be of this machine, and neither replaces the key', () => {
    const good = { host: 'localhost:1', origin: 'http://localhost:2' };
    expect(outcome(ask(good))).toBe('admitted');
    expect(outcome(ask({ ...good, host: 'example.com' }))).toBe(403);
    expect(outcome(ask({ ...good, origin: 'https://example.com' }))).toBe(403);
    expect(outcome(ask({ ...good, 'api-key': 'wrong' }))).toBe(401);
    expect(outcome(ask({ ...good, 'api-key': undefined }))).toBe(401);
  });

  it.each([
    ['/voice-live/realtime/', 404],
    ['/voice-live//realtime?api-version=2026-07-15', 404],
    ['/VOICE-LIVE/realtime?api-version=2026-07-15', 404],
    ['//example.com/voice-live/realtime?api-version=2026-07-15', 404],
    ['/voice-live/realtime', 400],
    ['/voice-live/realtime?api-version=', 400],
    ['/voice-live/realtime?api-version=2024-10-01', 404],
    ['/voice-live/realtime?api-version=v1&model=gpt-4.1', 'admitted'],
    ['/voice-live/realtime?api-version=2025-10-01&model=gpt-4.1', 'admitted'],
    ['/voice-live/realtime?api-version=2026-07-15&model=', 'failed'],
  ] as const)('%j is answered with %s', (url, expected) => {
    expect(outcome(ask({ host: 'localhost' }, url))).toBe(expected);
  });
});
