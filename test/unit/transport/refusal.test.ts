import { describe, expect, test } from 'vitest';
import { messageOfBody } from '../../../src/transport/refusal-body.js';
import { explainStatus, type RefusalContext } from '../../../src/transport/refusal.js';

const context: RefusalContext = {
  host: 'r.example',
  path: '/voice-live/realtime',
  apiVersion: '2026-07-15',
  mode: 'model',
  credentialKind: 'key',
  scrub: (text) => text,
};

describe('the message of a refusal body', () => {
  test.each([
    ['{"error":{"code":"401","message":"Access denied."}}', 'Access denied.'],
    ['{"error":"nope"}', 'nope'],
    ['{"message":"flat"}', 'flat'],
    ['{"statusCode":404}', undefined],
    ['"just text"', 'just text'],
    ['<html><title>Bad Gateway</title><body>x</body>', 'Bad Gateway'],
    ['<p>no title', undefined],
    ['plain words', 'plain words'],
    ['{"error":{"message":"cut \\"off\\"","more":"xxxx', 'cut "off"'],
    ['{"error":{"mess', undefined],
    ['', undefined],
  ])('%s', (body, expected) => {
    expect(messageOfBody(body)).toBe(expected);
  });
});

describe('the hint of a refusal', () => {
  const hintOf = (status: number, more: Partial<RefusalContext> = {}): string =>
    explainStatus({ status, body: '' }, { ...context, ...more }).error.hint ?? '';

  test('names what was used: key, Entra or the emulator', () => {
    expect(hintOf(401)).toContain('AZURE_VOICELIVE_API_KEY');
    expect(hintOf(401, { credentialKind: 'entra' })).toContain('az login');
    expect(hintOf(401, { credentialKind: 'emulator-token' })).toContain('emulator');
    expect(hintOf(403)).toContain('--auth entra');
    expect(hintOf(403, { credentialKind: 'entra' })).toContain('Cognitive Services User');
  });

  test('blames a clock that is off by an hour for a token that is refused, not for a key', () => {
    const wallMs = Date.UTC(2026, 10, 22, 9);
    const answer = { status: 401, body: '', date: new Date(wallMs + 3_600_000).toUTCString() };
    const hint = (more: Partial<RefusalContext>): string =>
      explainStatus(answer, { ...context, wallMs, ...more }).error.hint ?? '';
    expect(hint({ credentialKind: 'entra' })).toMatch(
      /^The clock of this machine is 60 min behind r\.example\. Set the clock/,
    );
    expect(hint({ credentialKind: 'entra', wallMs: wallMs + 3_500_000 })).toContain('az login');
    expect(hint({})).toContain('AZURE_VOICELIVE_API_KEY');
  });

  test('says that agent mode takes no key', () => {
    expect(hintOf(401, { mode: 'agent' })).toContain('--auth entra');
    expect(hintOf(403, { mode: 'agent' })).toContain('Agent mode');
  });

  test('names path and api-version for 404', () => {
    expect(hintOf(404)).toMatch(/\/voice-live\/realtime.*2026-07-15/);
  });

  test('names the wait for 429', () => {
    expect(hintOf(429)).toContain('minute');
  });
});

test.each([
  [401, false],
  [403, false],
  [429, false],
  [301, false],
  [400, false],
  [404, false],
  [408, true],
  [500, true],
  [501, false],
  [502, true],
  [504, true],
])('HTTP %i: another try helps: %s', (status, retryable) => {
  expect(explainStatus({ status, body: '' }, context).retryable).toBe(retryable);
});

test('a long body is cut and cleaned after the secret is taken out', () => {
  const scrub = (text: string): string => text.replaceAll('SECRETKEY', '***');
  const body = `${'a'.repeat(290)} SEC\u200bRETKEY ${'b'.repeat(500)}\u001b[2J`;
  const { message } = explainStatus({ status: 500, body }, { ...context, scrub }).error;
  expect(message).not.toContain('SEC');
  expect(message.length).toBeLessThan(400);
});
