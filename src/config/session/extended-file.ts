import { dirname, isAbsolute, join, resolve } from 'node:path';
import { listedError, readDocument, type UserDocument } from '../../documents/document.js';
import { isJsonObject } from '../../shared/json.js';
import { describeValue } from '../../validation/describe-value.js';
import { problemAt, type PathStep } from '../../validation/problem.js';

/** More is a mistake. */
const maxFiles = 20;

/** A file together with those that it extends. */
type ExtendedFile = Pick<UserDocument, 'value' | 'describe' | 'invalid'>;

/**
 * Reads a YAML or JSON file. With `extends` it builds on another, whose path is relative to it: objects are merged key by
 * key, unless their types differ; anything else in the file replaces what the other one has. A problem is described where
 * the file stands that has most of the way to it.
 * @throws VoiceliveError exit code 2 when one cannot be read, or extends itself
 */
export function readExtended(path: string, where: string): ExtendedFile {
  const documents = readChain(path, where);
  const describe: ExtendedFile['describe'] = (problems) =>
    documents.flatMap((document) =>
      document.describe(problems.filter(({ steps }) => sayerOf(steps, documents) === document)),
    );
  return {
    value: documents
      .map(({ value }) => withoutExtends(value))
      .reduceRight((base, own) => merged(base, own)),
    describe,
    invalid: (problems) => listedError(describe(problems), path, { code: 'file-invalid' }),
  };
}

/** The file, the one that it extends, and so on. */
function readChain(path: string, where: string): readonly UserDocument[] {
  const documents: UserDocument[] = [];
  let next: string | undefined = path;
  while (next !== undefined) {
    const from: UserDocument | undefined = documents.at(-1);
    const document = readDocument(next, from === undefined ? where : `extends in ${from.path}`);
    documents.push(document);
    next = extendedBy(document, documents);
  }
  return documents;
}

/** @throws VoiceliveError exit code 2 for a file that extends itself, and for what is not a path */
function extendedBy(document: UserDocument, known: readonly UserDocument[]): string | undefined {
  const { value, path } = document;
  const given = isJsonObject(value) ? value['extends'] : undefined;
  if (given === undefined) return undefined;
  const refuse = (found: string, expected: string): Error =>
    document.invalid([problemAt(['extends'], { found, expected })]);
  if (typeof given !== 'string')
    throw refuse(describeValue(given, true), 'the path of another session file');
  const base = isAbsolute(given) ? given : join(dirname(path), given);
  if (known.some((each) => resolve(each.path) === resolve(base)))
    throw refuse(describeValue(given, true), 'a file that does not extend this one');
  if (known.length >= maxFiles)
    throw refuse(
      describeValue(given, true),
      `at most ${String(maxFiles)} files that extend each other`,
    );
  return base;
}

function withoutExtends(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'extends'));
}

function merged(base: unknown, own: unknown): unknown {
  if (!isJsonObject(base) || !isJsonObject(own)) return own;
  // Another kind of voice or turn detection has other options.
  if (own['type'] !== undefined && own['type'] !== base['type']) return own;
  const keys = new Set([...Object.keys(base), ...Object.keys(own)]);
  return Object.fromEntries(
    [...keys].map((key) => [
      key,
      !(key in own) ? base[key] : key in base ? merged(base[key], own[key]) : own[key],
    ]),
  );
}

/** The file that has most of the way to a place; of several the one that extends the others. */
function sayerOf(
  steps: readonly PathStep[],
  documents: readonly UserDocument[],
): UserDocument | undefined {
  const depths = documents.map(({ value }) => depthOf(steps, value));
  return documents[depths.indexOf(Math.max(...depths))];
}

function depthOf([step, ...rest]: readonly PathStep[], value: unknown): number {
  if (step === undefined || typeof value !== 'object' || value === null) return 0;
  const part: unknown = Object.entries(value).find(([key]) => key === String(step))?.[1];
  return part === undefined ? 0 : 1 + depthOf(rest, part);
}
