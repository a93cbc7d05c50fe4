/** A clock that is further off than this breaks tokens and certificates. */
const maxSkewMs = 5 * 60_000;

/**
 * How far this machine's clock is off by the `Date` header of an answer, e.g. `60 min behind name.example.com`;
 * undefined when it is right, or the answer has no date.
 */
export function clockSkewWords(
  date: string | undefined,
  host: string,
  wallMs: number,
): string | undefined {
  const behindMs = Date.parse(date ?? '') - wallMs;
  if (!Number.isFinite(behindMs) || Math.abs(behindMs) <= maxSkewMs) return undefined;
  const minutes = Math.round(Math.abs(behindMs) / 60_000);
  const by = minutes < 120 ? `${String(minutes)} min` : `${String(Math.round(minutes / 60))} h`;
  return `${by} ${behindMs > 0 ? 'behind' : 'ahead of'} ${host}`;
}

export const setClockHint =
  'Set the clock, for example with timedatectl set-ntp true: tokens and certificates need it.';
