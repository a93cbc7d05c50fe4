import { clock } from '../../tui/text/format.js';

/** `1:02.4`, `-0:00.2`: a moment, with as many digits of its second as asked for. */
export function timeText(ms: number, digits: 1 | 3): string {
  const unit = 10 ** (3 - digits);
  const size = Math.floor(Math.abs(ms) / unit) * unit;
  const rest = String((size % 1000) / unit).padStart(digits, '0');
  return `${ms < 0 ? '-' : ''}${clock(size)}.${rest}`;
}
