import { isJsonArray, isJsonObject, type JsonObject } from '../shared/json.js';
import { nearest } from '../shared/suggest.js';
import { describeList, describeShape, describeValue, printable } from './describe.js';
import { shapes } from './generated/shapes.js';
import type { ShapeName } from './generated/types.js';
import { memberFor, optionFor, resolveShape } from './lookup.js';
import type { ArrayShape, Field, NumberShape, Shape, StringShape, TaggedShape } from './shape.js';

/**
 * `lenient` is for what the service sends: keys, enum values and union members it may have added
 * pass, limits are not checked, and null is read as absent. `strict` is for what is sent to it.
 */
export type ValidationMode = 'lenient' | 'strict';

/**
 * One reason why a value does not fit. `path` is like `session.tools[0].type`, empty for the value
 * itself; `found` has at most 60 printable characters; `suggestion` is the nearest valid spelling.
 */
export interface Problem {
  readonly path: string;
  readonly found: string;
  readonly expected: string;
  readonly suggestion?: string;
}

/** More are not reported: whoever sends a million wrong elements gets no list of them. */
const mostProblems = 20;
const longestKey = 40;

interface Check {
  readonly strict: boolean;
  readonly problems: Problem[];
}

/** Holds a value against a definition of the protocol; no problems means that it fits. */
export function validate(
  shape: ShapeName,
  value: unknown,
  mode: ValidationMode,
): readonly Problem[] {
  const check: Check = { strict: mode === 'strict', problems: [] };
  checkShape(check, shapes[shape], value, '');
  return check.problems;
}

/** One line: path, what was found, what was expected, and the nearest valid spelling if there is one. */
export function formatProblem(problem: Problem): string {
  const { path, found, expected, suggestion } = problem;
  const hint = suggestion === undefined ? '' : `; did you mean "${suggestion}"?`;
  return `${path === '' ? 'value' : path}: found ${found}, expected ${expected}${hint}`;
}

function report(check: Check, problem: Problem): void {
  if (check.problems.length < mostProblems) check.problems.push(problem);
}

function checkShape(check: Check, reference: Shape, value: unknown, path: string): void {
  const shape = resolveShape(reference);
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
      if (isJsonObject(value)) checkMap(check, shape.values, value, path);
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
      const option = optionFor(shape.options, value);
      if (option === undefined) mismatch(check, shape, value, path);
      else checkShape(check, option, value, path);
      return;
    }
  }
}

function mismatch(check: Check, shape: Shape, value: unknown, path: string): void {
  const quoteText = shape.kind === 'number' || shape.kind === 'boolean';
  const expected = describeShape(shape);
  report(check, { path, found: describeValue(value, quoteText), expected });
}

function checkString(check: Check, shape: StringShape, value: unknown, path: string): void {
  if (typeof value !== 'string') {
    mismatch(check, shape, value, path);
    return;
  }
  if (!check.strict) return;
  if (shape.values !== undefined && !shape.values.includes(value)) {
    reportUnknownValue(check, value, shape.values, path);
  } else if (value.length < (shape.minLength ?? 0)) {
    mismatch(check, shape, value, path);
  }
}

function checkNumber(check: Check, shape: NumberShape, value: unknown, path: string): void {
  const fits = typeof value === 'number' && Number.isFinite(value);
  if (fits && (!check.strict || isWithin(shape, value))) return;
  mismatch(check, shape, value, path);
}

function isWithin(shape: NumberShape, value: number): boolean {
  const { integer, minimum = -Infinity, maximum = Infinity } = shape;
  return value >= minimum && value <= maximum && (!integer || Number.isInteger(value));
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
    if (check.problems.length >= mostProblems) return;
    checkShape(check, items, item, `${path}[${index}]`);
  }
}

function checkMap(check: Check, values: Shape, value: JsonObject, path: string): void {
  if (values.kind === 'any') return;
  for (const [key, item] of Object.entries(value)) {
    if (check.problems.length >= mostProblems) return;
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
    else if (!field.optional) mismatch(check, resolveShape(field.shape), item, below(path, key));
  }
  if (check.strict) checkKeys(check, Object.keys(fields), value, path);
}

function checkKeys(check: Check, known: readonly string[], value: JsonObject, path: string): void {
  for (const [key, item] of Object.entries<unknown>(value)) {
    if (check.problems.length >= mostProblems) return;
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
  const member = memberFor(shape, value);
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
  const name = key.length <= longestKey && /^[\w-]+$/.test(key) ? key : printable(key, longestKey);
  return path === '' ? name : `${path}.${name}`;
}
