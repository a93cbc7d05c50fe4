import { supportsColor } from 'chalk';
import type { TuiOptions } from '../../tui/open-tui.js';

/** Values of `--theme`. */
export type ThemeOption = 'auto' | 'dark' | 'light' | 'none';

type Env = Readonly<Record<string, string | undefined>>;

/** Indices of the sixteen colours that are light as a background: light grey, and the bright ones except dark grey. */
const lightIndices = ['7', '9', '10', '11', '12', '13', '14', '15'];

/** The theme and depth of colours for the full screen. */
export function screenColors(
  theme: ThemeOption,
  env: Env,
): Pick<TuiOptions, 'theme' | 'colorDepth'> {
  if (supportsColor === false || supportsColor.level === 0) return { theme: 'none', colorDepth: 1 };
  const colorDepth = supportsColor.level;
  return { theme: theme === 'auto' ? guessedTheme(env) : theme, colorDepth };
}

/**
 * What the environment says of the background. `COLORFGBG` ends with its index among the sixteen colours; the Linux console
 * would print a query, and is left with its own colours.
 */
export function guessedTheme(env: Env): TuiOptions['theme'] {
  const background = env['COLORFGBG']?.split(';').at(-1) ?? '';
  if (/^\d+$/.test(background)) return lightIndices.includes(background) ? 'light' : 'dark';
  return env['TERM'] === 'linux' ? 'terminal' : 'auto';
}
