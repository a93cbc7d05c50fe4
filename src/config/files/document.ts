import type { Document as YamlDocument } from 'yaml';
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { Problem } from '../../validation/problem.js';
import { formatProblem } from '../../validation/problem.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { readTextFile } from './read-file.js';

const mostListed = 20;

/** A YAML or JSON file of the user, with the lines its values stand on. */
export interface UserDocument {
  readonly path: string;
  readonly value: unknown;
  /** The error that lists everything wrong with the values, a line each with path and line number; exit code 2. */
  invalid(problems: readonly Problem[]): VoiceliveError;
}

/**
 * Reads a YAML or JSON file (JSON is YAML). `where` names it in errors, e.g. `flag --session`.
 * @throws VoiceliveError exit code 2 when it cannot be read or is neither YAML nor JSON
 */
export function readDocument(path: string, where: string): UserDocument {
  const lines = new LineCounter();
  const text = readTextFile(path, where);
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
  });
  const [wrong] = [...document.errors, ...document.warnings];
  if (wrong !== undefined) {
    const { line, col } = lines.linePos(wrong.pos[0]);
    throw notADocument(`${path}, line ${line}, column ${col}: ${wrong.message}`);
  }
  return {
    path,
    value: toValue(document, path),
    invalid: (problems) => listed(path, problems, (problem) => lineOf(document, lines, problem)),
  };
}

function toValue(document: YamlDocument, path: string): unknown {
  try {
    return document.toJS();
  } catch (thrown) {
    // An alias without an anchor, or aliases that unfold without end.
    throw notADocument(`${path}: ${thrown instanceof Error ? thrown.message : 'aliases'}`, thrown);
  }
}

function notADocument(problem: string, cause?: unknown): VoiceliveError {
  const sentence = problem.endsWith('.') ? problem : `${problem}.`;
  return new VoiceliveError(sentence, {
    code: 'file-syntax',
    hint: 'The file must be YAML or JSON.',
    exitCode: exitCodes.usage,
    cause,
  });
}

function listed(
  path: string,
  problems: readonly Problem[],
  lineOfProblem: (problem: Problem) => number | undefined,
): VoiceliveError {
  const shown = problems.slice(0, mostListed).map((problem) => {
    const line = lineOfProblem(problem);
    return `${path}${line === undefined ? '' : `:${line}`}: ${formatProblem(problem)}`;
  });
  const more = problems.length - shown.length;
  if (more > 0) shown.push(`${path}: and ${more} more`);
  return new VoiceliveError(shown.join('\n'), { code: 'file-invalid', exitCode: exitCodes.usage });
}

/** The line of the value at the problem's path, or of the nearest one around it. */
function lineOf(document: YamlDocument, lines: LineCounter, problem: Problem): number | undefined {
  const steps = problem.path.split(/[.[\]]+/).filter((step) => step !== '');
  for (let length = steps.length; length > 0; length -= 1) {
    const line = lineAt(document, lines, steps.slice(0, length));
    if (line !== undefined) return line;
  }
  return undefined;
}

function lineAt(
  document: YamlDocument,
  lines: LineCounter,
  steps: readonly string[],
): number | undefined {
  const path = steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const node: unknown = document.getIn(path, true);
  return isNode(node) && node.range ? lines.linePos(node.range[0]).line : undefined;
}
