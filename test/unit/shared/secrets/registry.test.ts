import { describe, expect, it } from 'vitest';
import { createSecrets } from '../../../../src/shared/secrets/registry.js';

const secret = 'a-key-0123456789';

describe('a registry of secrets', () => {
  it('gives back exactly what it hid, wherever it stood', () => {
    const secrets = createSecrets();
    secrets.learn([secret]);
    const value = {
      type: 'session.update',
      tools: [{ server_url: `https://me:pass@host/?sig=abcdef`, headers: { 'X-Team': 'blue' } }],
      text: `the key is ${secret}, in base64 ${Buffer.from(secret).toString('base64')}`,
      count: 3,
    };
    const hidden = secrets.hide(value);
    const text = JSON.stringify(hidden);
    for (const part of [secret, 'pass', 'abcdef', 'blue']) expect(text).not.toContain(part);
    expect(hidden).toMatchObject({ type: 'session.update', count: 3 });
    expect(secrets.reveal(hidden)).toEqual(value);
  });

  it('hides a secret the same way each time, and what is hidden stays as it is', () => {
    const secrets = createSecrets();
    secrets.learn([secret]);
    const once = secrets.hide({ text: secret, authorization: 'basic' });
    expect(secrets.hide({ text: secret, authorization: 'basic' })).toEqual(once);
    expect(secrets.hide(once)).toBe(once);
  });

  it('leaves what holds no secret alone', () => {
    const value = { type: 'intent', intent: { type: 'say', text: 'hello = "you"' } };
    expect(createSecrets().hide(value)).toBe(value);
  });

  it('never changes the type of an input, whatever the secret is', () => {
    const secrets = createSecrets();
    secrets.learn(['socket-closed', 'response.done']);
    const hidden = secrets.hide({
      type: 'socket-closed',
      raw: { type: 'response.done', text: 'socket-closed' },
    });
    expect(hidden).toMatchObject({ type: 'socket-closed', raw: { type: 'response.done' } });
    expect(hidden.raw.text).toMatch(/^<redacted \d+>$/);
  });

  it('gives nothing for a placeholder that it did not make', () => {
    const secrets = createSecrets();
    const hidden = secrets.hide({ password: 'hunter2' });
    expect(secrets.reveal('<redacted 1> <redacted>')).toBe('<redacted 1> <redacted>');
    expect(secrets.reveal(hidden.password)).toBe('hunter2');
  });

  it('keeps a bounded number of secrets; more are hidden for good', () => {
    const secrets = createSecrets();
    const values = Array.from({ length: 1100 }, (_, index) => ({ password: `secret ${index}` }));
    const hidden = values.map((value) => secrets.hide(value));
    expect(hidden.slice(0, 1000).map((value) => secrets.reveal(value))).toEqual(
      values.slice(0, 1000),
    );
    expect(new Set(hidden.slice(1000).map(({ password }) => password))).toEqual(
      new Set(['<redacted>']),
    );
  });

  it('learns a bounded number of secrets: the newest, of tokens that come again and again', () => {
    const secrets = createSecrets();
    const tokens = Array.from({ length: 40 }, (_, index) => `token-${index}-`.padEnd(2000, 'x'));
    for (const token of tokens) secrets.learn([token]);
    expect(secrets.holds(tokens[0] ?? '')).toBe(false);
    expect(tokens.slice(-30).every((token) => secrets.holds(token))).toBe(true);
  });

  it('says how many are too short to be looked for', () => {
    const secrets = createSecrets();
    expect(secrets.learn(['hunter2', '', 'long-enough'])).toBe(1);
    expect(secrets.hide('hunter2, long-enough')).toMatch(/^hunter2, <redacted \d+>$/);
  });
});
