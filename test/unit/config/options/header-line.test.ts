import { describe, expect, it } from 'vitest';
import { parseHeader } from '../../../../src/config/options/header-line.js';

describe('parseHeader', () => {
  it('reads a name and a value, which may hold colons', () => {
    expect(parseHeader('x-request-source: tests', 'flag --header')).toEqual([
      'x-request-source',
      'tests',
    ]);
    expect(parseHeader('X-Url:https://a.example:1', '')).toEqual(['X-Url', 'https://a.example:1']);
  });

  it.each([
    ['no colon', 'Flag --header: expected NAME: VALUE.'],
    [': value', 'Flag --header: expected NAME: VALUE.'],
    ['x y: value', 'Flag --header: expected NAME: VALUE.'],
    ['x-a:', 'the header x-a has no value'],
    ['x-a: one\r\nx-b: two', 'the header x-a has no value, or one with characters'],
    ['Authorization: Bearer secret', 'authorization cannot be set as a header.'],
    ['API-Key: secret', 'api-key cannot be set as a header.'],
    ['Sec-WebSocket-Protocol: realtime', 'sec-websocket-protocol is set by the connection itself.'],
    ['host: a.example', 'host is set by the connection itself.'],
  ])('refuses "%s" without repeating its value', (line, sentence) => {
    const attempt = (): unknown => parseHeader(line, 'flag --header');
    expect(attempt).toThrow(expect.objectContaining({ exitCode: 2 }));
    expect(attempt).toThrow(sentence);
    expect(attempt).not.toThrow(/secret|two/);
  });
});
