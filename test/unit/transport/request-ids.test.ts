import { describe, expect, it } from 'vitest';
import { loggedHeaders, quotaWords, requestIdOf } from '../../../src/transport/request-ids.js';

describe('the headers of an answer', () => {
  it('name the request, by the id that support asks for first', () => {
    const own = { 'x-ms-client-request-id': 'mine' };
    expect(requestIdOf({ ...own, 'apim-request-id': 'theirs' })).toBe('theirs');
    expect(requestIdOf(own)).toBe('mine');
    expect(requestIdOf({ 'apim-request-id': '', ...own })).toBe('mine');
    expect(requestIdOf({ date: 'today' })).toBeUndefined();
    expect(requestIdOf({ 'x-request-id': '\u001b[31mred' })).not.toContain('\u001b');
  });

  it('are logged with the values that support needs, the others by name', () => {
    expect(
      loggedHeaders({
        'x-ms-region': 'Sweden Central',
        'set-cookie': ['session=canary'],
        authorization: 'Bearer canary',
        date: 'today',
      }),
    ).toEqual(['x-ms-region: Sweden Central', 'set-cookie: …', 'authorization: …', 'date: today']);
  });

  it('say what is left of the quota', () => {
    expect(
      quotaWords({
        'x-ratelimit-remaining-requests': '28',
        'x-ratelimit-limit-requests': '30',
        'x-ratelimit-remaining-tokens': '90000',
      }),
    ).toBe('requests: 28 of 30 left, tokens: 90000 left');
    expect(quotaWords({})).toBeUndefined();
  });
});
