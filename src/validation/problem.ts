/**
 * One reason why a value does not fit. `path` is like `session.tools[0].type`, empty for the value itself; `found` has at
 * most 60 printable characters; `suggestion` is the nearest valid spelling.
 */
export interface Problem {
  readonly path: string;
  readonly found: string;
  readonly expected: string;
  readonly suggestion?: string;
}

/** One line: path, what was found, what was expected, and the nearest valid spelling if there is one. */
export function formatProblem(problem: Problem): string {
  const { path, found, expected, suggestion } = problem;
  const hint = suggestion === undefined ? '' : `; did you mean "${suggestion}"?`;
  return `${path === '' ? 'value' : path}: found ${found}, expected ${expected}${hint}`;
}
