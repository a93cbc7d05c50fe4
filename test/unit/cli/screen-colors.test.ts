import { describe, expect, it } from 'vitest';
import { guessedTheme } from '../../../src/cli/terminal/screen-colors.js';

describe('the theme that the environment suggests', () => {
  it.each([
    [{ COLORFGBG: '15;0' }, 'dark'],
    [{ COLORFGBG: '0;15' }, 'light'],
    [{ COLORFGBG: '0;default;15' }, 'light'],
    [{ COLORFGBG: '7;8' }, 'dark'],
    [{ COLORFGBG: 'default;default' }, 'auto'],
    [{}, 'auto'],
    [{ TERM: 'linux' }, 'terminal'],
  ] as const)('of %j is %s', (env, theme) => {
    expect(guessedTheme(env)).toBe(theme);
  });
});
