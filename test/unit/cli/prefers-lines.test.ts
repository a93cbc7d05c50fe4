import { expect, it } from 'vitest';
import { prefersLines } from '../../../src/cli/terminal/prefers-lines.js';

it.each([
  [{}, false],
  [{ TERM: 'xterm-256color' }, false],
  [{ TERM: 'dumb' }, true],
  [{ CI: 'true' }, true],
  [{ CI: 'woodpecker' }, true],
  [{ CI: 'false' }, false],
  [{ CI: '' }, false],
  [{ ACCESSIBLE: '1' }, true],
  [{ INK_SCREEN_READER: 'true' }, true],
  [{ INK_SCREEN_READER: '0' }, false],
])('an environment of %j asks for lines: %s', (env, expected) => {
  expect(prefersLines(env)).toBe(expected);
});
