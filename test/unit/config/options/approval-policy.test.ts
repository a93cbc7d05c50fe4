import { describe, expect, test } from 'vitest';
import { approvalPolicy } from '../../../../src/config/options/approval-policy.js';
import { caught } from '../caught.js';

const tools = { functions: ['get_weather', 'get_time'], servers: ['files', 'mail'] };
const none = { functions: [], servers: [] };

function parse(given: string, known = tools): unknown {
  return approvalPolicy(given, known, 'flag --approve');
}

function refused(given: string, known = tools): Error & { readonly hint: string | undefined } {
  return caught(() => parse(given, known));
}

describe('the approval policy', () => {
  test.each(['ask', 'never', 'always'])('is the word %s', (word) => {
    expect(parse(word, none)).toBe(word);
  });

  test('is a list of local functions, tools of MCP servers and whole servers', () => {
    const names = ['get_weather', 'files/read', 'mail/*'];
    expect(parse(names.join(', '))).toEqual(names);
  });

  test.each(['read', 'fetch/read', 'files', 'files/', '/read', 'get_weather/now', '*', ','])(
    'does not take %j for a tool, and names what there is',
    (given) => {
      expect(refused(given).message).toBe(
        `Flag --approve: found "${given}", expected ask, never, always, or tool names (available: get_weather, get_time, files/NAME, files/*, mail/NAME, mail/*).`,
      );
    },
  );

  test('says so where there are no tools', () => {
    expect(refused('get_weather', none).message).toBe(
      'Flag --approve: found "get_weather", expected ask, never, always, or tool names.',
    );
  });

  test.each([
    ['get_wether', 'get_weather'],
    ['alwyas', 'always'],
    ['flies/read', 'files/read'],
    ['get_weather,mial/*', 'mail/*'],
  ])('suggests the nearest spelling for %s', (given, suggestion) => {
    expect(refused(given).hint).toBe(`Did you mean ${suggestion}?`);
  });

  test('does not take a word in a list of names', () => {
    expect(refused('get_weather,always').message).toContain('found "always"');
  });
});
