/**
 * Whether the environment asks for lines in place of the full screen: a terminal that cannot move its cursor, a CI job, or
 * a screen reader (`ACCESSIBLE`, as other programs read it, and Ink's own `INK_SCREEN_READER`).
 */
export function prefersLines(env: Readonly<Record<string, string | undefined>>): boolean {
  return (
    env['TERM'] === 'dumb' ||
    [env['CI'], env['ACCESSIBLE'], env['INK_SCREEN_READER']].some(
      (value) => value !== undefined && !['', '0', 'false'].includes(value.toLowerCase()),
    )
  );
}
