import type { RequestSession } from '../../protocol/generated/types.js';
import { checkRequestSession, isRequestSession } from '../../protocol/limits.js';
import { isJsonObject, type JsonObject } from '../../shared/json.js';
import { readExtended } from './extended-file.js';

/**
 * The session of a YAML or JSON file and of those that it extends: the `session` object of `session.update`, every part of
 * it checked.
 * @throws VoiceliveError exit code 2 with every problem, its path, line, column and nearest valid spelling
 */
export function readSessionFile(path: string, where = 'flag --session'): RequestSession {
  const { value, invalid } = readExtended(path, where);
  if (isRequestSession(value)) return value;
  throw invalid(checkRequestSession(value));
}

/** A session file that may know more than the API description. */
interface OpenSessionFile {
  readonly session: RequestSession;
  /** With `--unchecked`: options with values that do not fit, which are sent and not read. */
  readonly uncheckedSession?: JsonObject;
  /** What the description does not know, a line each with its place. */
  readonly warnings: readonly string[];
}

/**
 * As `readSessionFile`, for `--session`: a field that is not known may be newer than this program and is sent; with
 * `unchecked` so is everything else.
 * @throws VoiceliveError exit code 2 with every other problem
 */
export function readOpenSessionFile(
  path: string,
  where: string,
  unchecked: boolean,
): OpenSessionFile {
  const { value, describe, invalid } = readExtended(path, where);
  const problems = checkRequestSession(value);
  const wrong = problems.filter(({ kind }) => kind !== 'unknown-key');
  if (!isJsonObject(value) || (wrong.length > 0 && !unchecked)) throw invalid(problems);
  const misfits = new Set(wrong.map(({ steps }) => steps[0]));
  const optionsThat = (isMisfit: boolean): JsonObject =>
    Object.fromEntries(Object.entries(value).filter(([key]) => misfits.has(key) === isMisfit));
  const session: unknown = optionsThat(false);
  if (!fitsApartFromNewFields(session)) throw invalid(problems);
  return {
    session,
    ...(misfits.size > 0 && { uncheckedSession: optionsThat(true) }),
    warnings: describe(problems).map(
      (line) => `${line}${/[.?]$/.test(line) ? '' : '.'} It is sent.`,
    ),
  };
}

function fitsApartFromNewFields(value: unknown): value is RequestSession {
  return checkRequestSession(value).every(({ kind }) => kind === 'unknown-key');
}
