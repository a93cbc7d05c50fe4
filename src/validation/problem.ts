import { describeValue, printable } from './describe-value.js';

/** A key of an object, or an index of an array. */
export type PathStep = string | number;

/** More are not collected: whoever sends a million wrong elements gets no list of them. */
export const maxProblems = 100;

const maxKeyLength = 40;

interface Finding {
  readonly kind?: 'mismatch' | 'missing' | 'unknown-key';
  readonly found: string;
  readonly expected: string;
  readonly suggestion?: string | undefined;
}

/**
 * One reason why a value does not fit. `steps` leads to the place from the value itself; `path` is the same to read, like
 * `session.tools[0].type`, empty for the value itself. `found` has at most 60 printable characters; `suggestion` is the
 * nearest valid spelling.
 */
export interface Problem {
  readonly kind: 'mismatch' | 'missing' | 'unknown-key';
  readonly steps: readonly PathStep[];
  readonly path: string;
  readonly found: string;
  readonly expected: string;
  readonly suggestion?: string;
}

/** A problem at a place of a value. */
export function problemAt(
  steps: readonly PathStep[],
  { kind = 'mismatch', found, expected, suggestion }: Finding,
): Problem {
  return {
    kind,
    steps,
    path: pathOf(steps),
    found,
    expected,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** The problem that the value at a place is not as expected; its text is quoted. */
export function wrongValueAt(
  steps: readonly PathStep[],
  value: unknown,
  expected: string,
  suggestion?: string,
): Problem {
  const kind = value === undefined ? 'missing' : 'mismatch';
  return problemAt(steps, { kind, found: describeValue(value, true), expected, suggestion });
}

/** One line: path, what was expected, what was found, and the nearest valid spelling if there is one. */
export function formatProblem({ kind, path, found, expected, suggestion }: Problem): string {
  const place = path === '' ? '' : `${path}: `;
  const hint = suggestion === undefined ? '' : `. Did you mean "${suggestion}"?`;
  switch (kind) {
    case 'missing':
      return `${place}missing; expected ${expected}${hint}`;
    case 'unknown-key':
      return `${place}unknown key${hint === '' ? `; expected ${expected}` : hint}`;
    case 'mismatch':
      return `${place}expected ${expected}; found ${found}${hint}`;
  }
}

/** `and 3 more`: how many of `count` problems are not among the `shown`; empty when all are. */
export function formatRest(count: number, shown: number): string {
  if (count <= shown) return '';
  return `and ${count < maxProblems ? '' : 'at least '}${count - shown} more`;
}

function pathOf(steps: readonly PathStep[]): string {
  return steps.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${step}]`;
    const name = printable(step, maxKeyLength);
    return path === '' ? name : `${path}.${name}`;
  }, '');
}
