import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../../src/shared/secrets/redact.js';

const canary = 'k3y+/=&"\\ü canary-9f';

describe('redaction', () => {
  const spellings: readonly (readonly [string, (secret: string) => string])[] = [
    ['as it is', (secret) => secret],
    ['inside a sentence', (secret) => `Access denied for ${secret}, sorry`],
    ['JSON-escaped', (secret) => JSON.stringify({ note: secret })],
    ['JSON-escaped twice', (secret) => JSON.stringify({ note: JSON.stringify({ note: secret }) })],
    ['URL-encoded', (secret) => `https://host/?q=${encodeURIComponent(secret)}`],
    ['form-encoded', (secret) => new URLSearchParams({ q: secret }).toString()],
    ['base64', (secret) => Buffer.from(secret).toString('base64')],
    ['base64 behind one byte', (secret) => Buffer.from(`:${secret}`).toString('base64')],
    ['base64 behind two bytes', (secret) => Buffer.from(`ab${secret}zz`).toString('base64')],
    ['base64url', (secret) => Buffer.from(secret).toString('base64url')],
    ['in capitals', (secret) => secret.toUpperCase()],
    [
      'escaped as .NET does',
      (secret) =>
        JSON.stringify(secret)
          .slice(1, -1)
          .replaceAll('\\"', '\\u0022')
          .replace(/[+&ü]/g, (mark) => `\\u00${mark.charCodeAt(0).toString(16).toUpperCase()}`),
    ],
    ['escaped for HTML', (secret) => secret.replace('&', '&amp;').replace('"', '&quot;')],
    ['encoded byte by byte', (secret) => Buffer.from(secret).toString('hex').replace(/../g, '%$&')],
    ['hexadecimal', (secret) => Buffer.from(secret).toString('hex')],
  ];

  it.each(spellings)('finds a known secret %s', (_name, spell) => {
    const redactor = createRedactor([canary]);
    const out = redactor.redact({ deep: [{ text: spell(canary) }], [spell(canary)]: 1 });
    const text = JSON.stringify(out);
    expect(text).toContain('<redacted>');
    for (const [, other] of spellings.slice(6))
      expect(text).not.toContain(other(canary).slice(4, -4));
    expect(text).not.toContain('canary-9f');
    expect(text).not.toContain('canary-9f'.slice(0, 6));
  });

  it('takes out fields by their name and keeps their shape', () => {
    const redactor = createRedactor([]);
    const out = redactor.redact({
      'api-key': 'aaaa',
      Authorization: 'Basic zzz',
      tools: [
        {
          type: 'mcp',
          server_label: 'docs',
          server_url: 'https://me:hunter2@mcp.example/path',
          authorization: 'tok',
          headers: { 'X-Team': 'blue', 'x-api-key': 'bbbb' },
        },
      ],
      ice_servers: [{ urls: ['turn:a'], username: 'u', credential: 'cccc' }],
      client_secret: { value: 'dddd' },
      client_sdp: 'v=0',
    });
    expect(out).toEqual({
      'api-key': '<redacted>',
      Authorization: '<redacted>',
      tools: [
        {
          type: 'mcp',
          server_label: 'docs',
          server_url: 'https://<redacted>@mcp.example/path',
          authorization: '<redacted>',
          headers: { 'X-Team': '<redacted>', 'x-api-key': '<redacted>' },
        },
      ],
      ice_servers: [{ urls: ['turn:a'], username: 'u', credential: '<redacted>' }],
      client_secret: { value: '<redacted>' },
      client_sdp: 'v=0',
    });
  });

  it.each([
    ['Authorization: Bearer eyJhbGciOi.J9-x', 'eyJ'],
    ['wss://host/realtime?api-key=sesame123&model=x', 'sesame'],
    ['?Authorization=Bearer%20sesame123', 'sesame'],
    ['{"api_key":"sesame123","city":"Oslo"}', 'sesame'],
    ['{\\"password\\": \\"sesame123\\"}', 'sesame'],
  ])('takes out an unknown secret that shows itself: %s', (text, secret) => {
    expect(JSON.stringify(createRedactor([]).redact(text))).not.toContain(secret);
  });

  it('leaves counters of tokens, words of log probabilities and ordinary text as they are', () => {
    const event = {
      type: 'response.done',
      response: {
        usage: {
          total_tokens: 1500,
          input_tokens: 149,
          output_tokens: 3,
          input_token_details: { cached_tokens: 128, text_tokens: 149 },
        },
      },
      logprobs: [{ token: 'secret', logprob: -0.1, bytes: [1] }],
      transcript: 'My password is easy, a = b, "quoted" at me@example.com.',
      max_response_output_tokens: 'inf',
    };
    expect(createRedactor(['', 'abc', canary]).redact(event)).toEqual(event);
  });

  it('cuts off nesting that nobody could read instead of running out of stack', () => {
    let value: unknown = canary;
    for (let depth = 0; depth < 50_000; depth += 1) value = [value];
    expect(JSON.stringify(createRedactor([canary]).redact(value))).toContain('nested too deep');
  });
});
