import { expect, test } from 'vitest';
import { proxyFor } from '../../../src/transport/proxy.js';

const httpsProxy = 'http://proxy.example:3128';
const target = new URL('wss://r.services.ai.azure.com/voice-live/realtime');

test('HTTPS_PROXY is used for other machines, with or without a scheme', () => {
  expect(proxyFor(target, { httpsProxy })?.host).toBe('proxy.example:3128');
  expect(proxyFor(target, { httpsProxy: 'proxy.example:3128' })?.host).toBe('proxy.example:3128');
  expect(proxyFor(target, {})).toBeUndefined();
});

test.each(['ws://127.0.0.1:80', 'wss://127.0.0.1', 'ws://localhost', 'wss://[::1]'])(
  'this machine is never reached through a proxy: %s',
  (url) => {
    expect(proxyFor(new URL(url), { httpsProxy })).toBeUndefined();
  },
);

test.each([
  ['*', false],
  ['azure.com', false],
  ['.azure.com', false],
  ['*.ai.azure.com', false],
  ['other.example, R.Services.AI.Azure.com', false],
  ['azure.com:443', false],
  ['azure.com:8443', true],
  ['zure.com', true],
  ['other.example', true],
  ['', true],
])('NO_PROXY=%s', (noProxy, isUsed) => {
  expect(proxyFor(target, { httpsProxy, noProxy }) !== undefined).toBe(isUsed);
});

test('a proxy that is no http URL is refused without telling its password', () => {
  expect(() => proxyFor(target, { httpsProxy: 'socks5://me:sesame99@h:1' })).toThrow(
    expect.not.stringContaining('sesame99'),
  );
});
