import { describe, expect, it } from 'vitest';
import { createVault } from '../../../../src/session/controller/vault.js';

const secret = 'a-key-0123456789';

describe('a vault', () => {
  it('gives back exactly what it hid, wherever it stood', () => {
    const vault = createVault();
    vault.learn([secret]);
    const value = {
      type: 'session.update',
      tools: [{ server_url: `https://me:pass@host/?sig=abcdef`, headers: { 'X-Team': 'blue' } }],
      text: `the key is ${secret}, in base64 ${Buffer.from(secret).toString('base64')}`,
      count: 3,
    };
    const hidden = vault.hide(value);
    const text = JSON.stringify(hidden);
    for (const part of [secret, 'pass', 'abcdef', 'blue']) expect(text).not.toContain(part);
    expect(hidden).toMatchObject({ type: 'session.update', count: 3 });
    expect(vault.reveal(hidden)).toEqual(value);
  });

  it('hides a secret the same way each time, and what is hidden stays as it is', () => {
    const vault = createVault();
    vault.learn([secret]);
    const once = vault.hide({ text: secret, authorization: 'basic' });
    expect(vault.hide({ text: secret, authorization: 'basic' })).toEqual(once);
    expect(vault.hide(once)).toBe(once);
  });

  it('leaves what holds no secret alone', () => {
    const value = { type: 'intent', intent: { type: 'say', text: 'hello = "you"' } };
    expect(createVault().hide(value)).toBe(value);
  });

  it('never changes the type of an input, whatever the secret is', () => {
    const vault = createVault();
    vault.learn(['server', 'response.done']);
    const hidden = vault.hide({ type: 'server', raw: { type: 'response.done', text: 'server' } });
    expect(hidden).toMatchObject({ type: 'server', raw: { type: 'response.done' } });
    expect(hidden.raw.text).toMatch(/^<redacted \d+>$/);
  });

  it('gives nothing for a placeholder that it did not make', () => {
    const vault = createVault();
    const hidden = vault.hide({ password: 'hunter2' });
    expect(vault.reveal('<redacted 1> <redacted>')).toBe('<redacted 1> <redacted>');
    expect(vault.reveal(hidden.password)).toBe('hunter2');
  });

  it('keeps a bounded number of secrets; more are hidden for good', () => {
    const vault = createVault();
    const values = Array.from({ length: 1100 }, (_, index) => ({ password: `secret ${index}` }));
    const hidden = values.map((value) => vault.hide(value));
    expect(hidden.slice(0, 1000).map((value) => vault.reveal(value))).toEqual(
      values.slice(0, 1000),
    );
    expect(new Set(hidden.slice(1000).map(({ password }) => password))).toEqual(
      new Set(['<redacted>']),
    );
  });
});
