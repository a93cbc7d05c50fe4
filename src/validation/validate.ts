import { isJsonArray, isJsonObject, type JsonObject } from '../shared/json.js';
import { nearest } from '../shared/suggest.js';
import type { Infer, Typed } from './build-shape.js';
import { describeList, describeShape, describeValue, printable } from './describe.js';
import type { Problem } from './problem.js';
import { memberFor, optionFor, resolveShape, type ResolvedShape } from './resolve-shape.js';
import type {
  ArrayShape,
  Field,
  MapShape,
  NumberShape,
  Shape,
  ShapeTable,
  StringShape,
  TaggedShape,
} from './shape.js';

/**
 * `lenient` is for what a newer writer may have extended (the service, a later version of this program): keys, enum
 * values and union members that are not known pass, limits are not checked, and null is read as absent. `strict` is for
 * what a user writes and for what is sent to the service.
 */
export type ValidationMode = 'lenient' | 'strict';

/** More are not reported: whoever sends a million wrong elements gets no list of them. */
const maxProblems = 20;
const maxKeyLength = 40;

interface Check {
  readonly strict: boolean;
  readonly table: ShapeTable;
  readonly problems: Problem[];
}

/**
 * Everything that is wrong with a value, at most 20 problems; none means that it fits.
 * @param table shapes that references and unions name
 */
export function problemsOf(
  shape: Shape,
  value: unknown,
  mode: ValidationMode,
  table: ShapeTable = {},
): readonly Problem[] {
  const check: Check = { strict: mode === 'strict', table, problems: [] };
  checkShape(check, shape, value, '');
  return check.problems;
}

/** Whether a value fits, as a type guard. */
export function fits<Of extends Typed<unknown>>(
  shape: Of,
  value: unknown,
  mode: ValidationMode,
  table: ShapeTable = {},
): value is Infer<Of> {
  return problemsOf(shape, value, mode, table).length === 0;
}

function report(check: Check, problem: Problem): void {
  if (check.problems.length < maxProblems) check.problems.push(problem);
}

function checkShape(check: Check, reference: Shape, value: unknown, path: string): void {
  const shape = resolveShape(reference, check.table);
  switch (shape.kind) {
    case 'any':
      return;
    case 'boolean':
      if (typeof value !== 'boolean') mismatch(check, shape, value, path);
      return;
    case 'string':
      checkString(check, shape, value, path);
      return;
    case 'number':
      checkNumber(check, shape, value, path);
      return;
    case 'array':
      checkArray(check, shape, value, path);
      return;
    case 'map':
      if (isJsonObject(value)) checkMap(check, shape, value, path);
      else mismatch(check, shape, value, path);
      return;
    case 'object':
      if (isJsonObject(value)) checkFields(check, shape.fields, value, path);
      else mismatch(check, shape, value, path);
      return;
    case 'tagged':
      if (isJsonObject(value)) checkMember(check, shape, value, path);
      else mismatch(check, shape, value, path);
      return;
    case 'either': {
      const option = optionFor(shape.options, value, check.table);
      if (option === undefined) mismatch(check, shape, value, path);
      else checkShape(check, option, value, path);
      return;
    }
  }
}

function mismatch(
  check: Check,
  shape: ResolvedShape,
  value: unknown,
  path: string,
  quoteText = shape.kind === 'number' || shape.kind === 'boolean',
): void {
  report(check, { path, found: describeValue(value, quoteText), expected: describeShape(shape) });
}

function checkString(check: Check, shape: StringShape, value: unknown, path: string): void {
  if (typeof value !== 'string') {
    mismatch(check, shape, value, path);
    return;
  }
  if (!check.strict) return;
  if (shape.values !== undefined && !shape.values.includes(value)) {
    reportUnknownValue(check, value, shape.values, path);
  } else if (!isWellFormed(shape, value)) {
    mismatch(check, shape, value, path, true);
  }
}

function isWellFormed(shape: StringShape, value: string): boolean {
  const { minLength = 0, maxLength = Infinity, pattern } = shape;
  const { length } = value;
  return length >= minLength && length <= maxLength && (pattern?.test(value) ?? true);
}

function checkNumber(check: Check, shape: NumberShape, value: unknown, path: string): void {
  const fits = typeof value === 'number' && Number.isFinite(value);
  if (fits && (!check.strict || isWithin(shape, value))) return;
  mismatch(check, shape, value, path);
}

function isWithin(shape: NumberShape, value: number): boolean {
  const { integer, minimum = -Infinity, above = -Infinity, maximum = Infinity } = shape;
  const inRange = value >= minimum && value > above && value <= maximum;
  return inRange && (!integer || Number.isInteger(value));
}

function checkArray(check: Check, shape: ArrayShape, value: unknown, path: string): void {
  const { items, minItems = 0, maxItems = Infinity } = shape;
  if (!isJsonArray(value)) {
    mismatch(check, shape, value, path);
    return;
  }
  if (check.strict && (value.length < minItems || value.length > maxItems)) {
    const found = `an array of ${value.length}`;
    report(check, { path, found, expected: describeShape(shape) });
  }
  for (const [index, item] of value.entries()) {
    if (check.problems.length >= maxProblems) return;
    checkShape(check, items, item, `${path}[${index}]`);
  }
}

function checkMap(check: Check, shape: MapShape, value: JsonObject, path: string): void {
  const { values, maxKeys = Infinity } = shape;
  const entries = Object.entries(value);
  if (check.strict && entries.length > maxKeys) {
    const found = `an object of ${entries.length} keys`;
    report(check, { path, found, expected: describeShape(shape) });
  }
  if (values.kind === 'any') return;
  for (const [key, item] of entries) {
    if (check.problems.length >= maxProblems) return;
    if (item === null && !check.strict) continue;
    checkShape(check, values, item, below(path, key));
  }
}

function checkFields(
  check: Check,
  fields: Readonly<Record<string, Field>>,
  value: JsonObject,
  path: string,
): void {
  for (const [key, field] of Object.entries(fields)) {
    const item: unknown = value[key];
    const absent = item === undefined || (item === null && (!check.strict || field.nullable));
    if (!absent) checkShape(check, field.shape, item, below(path, key));
    else if (!field.optional)
      mismatch(check, resolveShape(field.shape, check.table), item, below(path, key));
  }
  if (check.strict) checkKeys(check, Object.keys(fields), value, path);
}

function checkKeys(check: Check, known: readonly string[], value: JsonObject, path: string): void {
  for (const [key, item] of Object.entries<unknown>(value)) {
    if (check.problems.length >= maxProblems) return;
    if (item === undefined || known.includes(key)) continue;
    const suggestion = nearest(key, known);
    const expected = known.length === 0 ? 'no keys' : describeList(known);
    report(check, {
      path: below(path, key),
      found: 'an unknown key',
      expected,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }
}

function checkMember(check: Check, shape: TaggedShape, value: JsonObject, path: string): void {
  const member = memberFor(shape, value, check.table);
  if (member !== undefined) {
    checkShape(check, member, value, path);
    return;
  }
  const tag: unknown = value[shape.tag];
  const known = Object.keys(shape.members);
  if (typeof tag !== 'string') {
    const found = describeValue(tag, false);
    report(check, { path: below(path, shape.tag), found, expected: describeList(known) });
  } else if (check.strict) {
    reportUnknownValue(check, tag, known, below(path, shape.tag));
  }
}

function reportUnknownValue(
  check: Check,
  value: string,
  known: readonly string[],
  path: string,
): void {
  const suggestion = nearest(value, known);
  report(check, {
    path,
    found: describeValue(value, true),
    expected: describeList(known),
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

function below(path: string, key: string): string {
  const name =
    key.length <= maxKeyLength && /^[\w-]+$/.test(key) ? key : printable(key, maxKeyLength);
  return path === '' ? name : `${path}.${name}`;
}
