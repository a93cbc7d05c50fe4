import { isAlias, isMap, isNode, isScalar, isSeq, type Document } from 'yaml';
import { exitCodes, VoiceliveError } from '../shared/errors.js';
import type { Infer, Typed } from '../validation/build-shape.js';
import { printable } from '../validation/describe-value.js';
import { formatProblem, formatRest, type PathStep, type Problem } from '../validation/problem.js';
import { fits, problemsOf } from '../validation/validate.js';
import { parseYaml, type ParsedYaml } from './parse-yaml.js';
import { readTextFile } from './text-file.js';

const maxListed = 20;
const maxSentenceLength = 200;

/** A YAML or JSON file of the user, with the places of its values. */
export interface UserDocument {
  readonly path: string;
  readonly value: unknown;
  /**
   * The value, if it fits.
   * @throws VoiceliveError `file-invalid` (exit code 2) that lists everything that is wrong
   */
  read<Of extends Typed<unknown>>(shape: Of): Infer<Of>;
  /** The error that lists these problems, a line each with file, line and column; exit code 2. */
  invalid(problems: readonly Problem[]): VoiceliveError;
  /** The problems in the order of the file, a line each with file, line and column. */
  describe(problems: readonly Problem[]): readonly string[];
  /** Where a part of the value begins, from 1; without it, the nearest part around it. */
  placeOf(steps: readonly PathStep[]): { readonly line: number; readonly column: number };
}

/**
 * Reads a YAML or JSON file. `where` names it in errors, e.g. `flag --session`.
 * @throws VoiceliveError exit code 2 when it cannot be read or is neither YAML nor JSON
 */
export function readDocument(path: string, where: string): UserDocument {
  return parseDocument(readTextFile(path, where), path);
}

/**
 * The document in the text of a file.
 * @throws VoiceliveError `file-syntax` (exit code 2) when it is neither YAML nor JSON
 */
export function parseDocument(text: string, path: string): UserDocument {
  const parsed = parseYaml(text);
  const { value, problems } = parsed;
  if (problems.length > 0) {
    const told = problems.map(({ offset, sentence }) => ({
      offset,
      sentence: printable(sentence, maxSentenceLength),
    }));
    throw listedError(linesOf(path, parsed, told), path, {
      code: 'file-syntax',
      hint: 'The file must be YAML or JSON.',
    });
  }
  const describe = (found: readonly Problem[]): readonly string[] => {
    const told = found.map((problem) => ({
      offset: offsetOf(parsed.document, problem),
      sentence: formatProblem(problem),
    }));
    return linesOf(path, parsed, told);
  };
  const invalid = (found: readonly Problem[]): VoiceliveError =>
    listedError(describe(found), path, { code: 'file-invalid' });
  return {
    path,
    value,
    invalid,
    describe,
    placeOf: (steps) => {
      const { line, col } = parsed.lines.linePos(
        offsetOf(parsed.document, { kind: 'mismatch', steps }),
      );
      return { line, column: col };
    },
    read: (shape) => {
      if (fits(shape, value, 'strict')) return value;
      throw invalid(problemsOf(shape, value, 'strict'));
    },
  };
}

/** The error that lists lines of problems, the first of them; exit code 2. */
export function listedError(
  lines: readonly string[],
  path: string,
  options: { readonly code: string; readonly hint?: string },
): VoiceliveError {
  const told = lines.slice(0, maxListed);
  const rest = formatRest(lines.length, told.length);
  if (rest !== '') told.push(`${path}: ${rest}`);
  return new VoiceliveError(told.join('\n'), { ...options, exitCode: exitCodes.usage });
}

/** One line each, in the order of the file. */
function linesOf(
  path: string,
  { lines }: ParsedYaml,
  problems: readonly { readonly offset: number; readonly sentence: string }[],
): readonly string[] {
  const ordered = [...problems].sort((left, right) => left.offset - right.offset);
  return ordered.map(({ offset, sentence }) => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}: ${sentence}`;
  });
}

/** Where the problem's value begins, or the key that is unknown, or else the nearest part around it. */
function offsetOf(document: Document, { kind, steps }: Pick<Problem, 'kind' | 'steps'>): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of steps.entries()) {
    const { key, value } = partOf(document, node, step);
    const isUnknownKey = kind === 'unknown-key' && index === steps.length - 1;
    offset = (isUnknownKey ? startOf(key) : (startOf(value) ?? startOf(key))) ?? offset;
    node = value;
  }
  return offset;
}

function partOf(
  document: Document,
  node: unknown,
  step: PathStep,
): { readonly key?: unknown; readonly value?: unknown } {
  const whole = isAlias(node) ? node.resolve(document) : node;
  if (isMap(whole)) {
    const named = ({ key }: { readonly key: unknown }): boolean =>
      isScalar(key) && String(key.value) === step;
    return whole.items.find(named) ?? {};
  }
  return isSeq(whole) && typeof step === 'number' ? { value: whole.items[step] } : {};
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
