import { isJsonArray, isJsonObject, type JsonObject } from '../shared/json.js';
import { nearest } from '../shared/suggest.js';
import type { Infer, Typed } from './build-shape.js';
import {
  describeArray,
  describeChoice,
  describeList,
  describeMap,
  describeShape,
} from './describe.js';
import { checkerOf } from './checker.js';
import { describeValue } from './describe-value.js';
import { maxProblems, problemAt, type PathStep, type Problem } from './problem.js';
import { memberFor, optionFor, resolveShape, type ResolvedShape } from './resolve-shape.js';
import type {
  ArrayShape,
  Fields,
  KeyedShape,
  MapShape,
  NumberShape,
  ObjectShape,
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

interface Check {
  readonly strict: boolean;
  readonly table: ShapeTable;
  readonly problems: Problem[];
  /** The way from the value to the part that is being checked. */
  readonly steps: PathStep[];
}

/**
 * Everything that is wrong with a value, at most `maxProblems` problems; none means that it fits.
 * @param table shapes that references and unions name
 */
export function problemsOf(
  shape: Shape,
  value: unknown,
  mode: ValidationMode,
  table: ShapeTable = {},
): readonly Problem[] {
  const check: Check = { strict: mode === 'strict', table, problems: [], steps: [] };
  checkShape(check, shape, value);
  return check.problems;
}

/** Whether a value fits, as a type guard. */
export function fits<Of extends Typed<unknown>>(
  shape: Of,
  value: unknown,
  mode: ValidationMode,
  table: ShapeTable = noTable,
): value is Infer<Of> {
  return checkerOf(shape, mode === 'strict', table)(value);
}

const noTable: ShapeTable = {};

type Finding = Parameters<typeof problemAt>[1];

/** Reports a problem of the part being checked, or of what `below` leads to from there. */
function report(check: Check, finding: Finding, below: readonly PathStep[] = []): void {
  if (isFull(check)) return;
  check.problems.push(problemAt([...check.steps, ...below], finding));
}

function isFull(check: Check): boolean {
  return check.problems.length >= maxProblems;
}

function checkPart(check: Check, step: PathStep, shape: Shape, value: unknown): void {
  check.steps.push(step);
  checkShape(check, shape, value);
  check.steps.pop();
}

function checkShape(outer: Check, reference: Shape, value: unknown): void {
  const lenient = reference.kind === 'ref' && reference.lenient === true;
  const check = lenient ? { ...outer, strict: false } : outer;
  const shape = resolveShape(reference, check.table);
  checkResolved(check, shape, value);
  if (shape.rule === undefined || !check.strict) return;
  for (const problem of shape.rule(value)) report(check, problem, problem.steps);
}

function checkResolved(check: Check, shape: ResolvedShape, value: unknown): void {
  switch (shape.kind) {
    case 'any':
      return;
    case 'boolean':
      if (typeof value !== 'boolean' || (check.strict && value !== (shape.only ?? value)))
        mismatch(check, shape, value);
      return;
    case 'string':
      checkString(check, shape, value);
      return;
    case 'number':
      checkNumber(check, shape, value);
      return;
    case 'array':
      checkArray(check, shape, value);
      return;
    case 'map':
      if (isJsonObject(value)) checkMap(check, shape, value);
      else mismatch(check, shape, value);
      return;
    case 'object':
      if (isJsonObject(value)) checkObject(check, shape, value);
      else mismatch(check, shape, value);
      return;
    case 'tagged':
      if (isJsonObject(value)) checkMember(check, shape, value);
      else mismatch(check, shape, value);
      return;
    case 'keyed':
      if (isJsonObject(value)) checkKeyed(check, shape, value);
      else mismatch(check, shape, value);
      return;
    case 'either': {
      const option = optionFor(shape.options, value, check.table);
      if (option === undefined) mismatch(check, shape, value);
      else checkShape(check, option, value);
      return;
    }
  }
}

function mismatch(
  check: Check,
  shape: ResolvedShape,
  value: unknown,
  below: readonly PathStep[] = [],
  quoteText = shape.kind === 'number' || shape.kind === 'boolean',
): void {
  const kind = value === undefined ? 'missing' : 'mismatch';
  const found = describeValue(value, quoteText);
  report(check, { kind, found, expected: describeShape(shape) }, below);
}

function checkString(check: Check, shape: StringShape, value: unknown): void {
  if (typeof value !== 'string') {
    mismatch(check, shape, value);
    return;
  }
  if (!check.strict) return;
  if (shape.values !== undefined && !shape.values.includes(value)) {
    reportUnknownValue(check, value, shape.values);
  } else if (!isWellFormed(shape, value)) {
    mismatch(check, shape, value, [], true);
  }
}

function isWellFormed(shape: StringShape, value: string): boolean {
  const { minLength = 0, maxLength = Infinity, pattern } = shape;
  const { length } = value;
  return length >= minLength && length <= maxLength && (pattern?.test(value) ?? true);
}

function checkNumber(check: Check, shape: NumberShape, value: unknown): void {
  const fits = typeof value === 'number' && Number.isFinite(value);
  if (fits && (!check.strict || isWithin(shape, value))) return;
  mismatch(check, shape, value);
}

function isWithin(shape: NumberShape, value: number): boolean {
  const { integer, minimum = -Infinity, above = -Infinity, maximum = Infinity } = shape;
  const inRange = value >= minimum && value > above && value <= maximum;
  return inRange && (!integer || Number.isInteger(value));
}

function checkArray(check: Check, shape: ArrayShape, value: unknown): void {
  const { items, minItems = 0, maxItems = Infinity } = shape;
  if (!isJsonArray(value)) {
    mismatch(check, shape, value);
    return;
  }
  if (check.strict && (value.length < minItems || value.length > maxItems)) {
    const found = value.length === 0 ? 'an empty array' : `an array of ${value.length}`;
    report(check, { found, expected: describeArray(shape) });
  }
  for (const [index, item] of value.entries()) {
    if (isFull(check)) return;
    checkPart(check, index, items, item);
  }
}

function checkMap(check: Check, shape: MapShape, value: JsonObject): void {
  const { values, maxKeys = Infinity } = shape;
  if (values.kind === 'any' && shape.maxKeys === undefined) return;
  const entries = Object.entries(value);
  if (check.strict && entries.length > maxKeys) {
    report(check, {
      found: `an object of ${entries.length} keys`,
      expected: describeMap(shape),
    });
  }
  for (const [key, item] of entries) {
    if (isFull(check)) return;
    if (item === null && !check.strict) continue;
    checkPart(check, key, values, item);
  }
}

function checkObject(check: Check, shape: ObjectShape, value: JsonObject): void {
  const { fields, minKeys = 0 } = shape;
  checkFields(check, fields, value);
  if (!check.strict || Object.keys(value).length >= minKeys) return;
  const known = describeList(Object.keys(fields));
  report(check, { found: 'an empty object', expected: `at least ${known}` });
}

function checkFields(check: Check, fields: Fields, value: JsonObject): void {
  for (const [key, field] of Object.entries(fields)) {
    const item: unknown = value[key];
    const absent = item === undefined || (item === null && (!check.strict || field.nullable));
    if (!absent) checkPart(check, key, field.shape, item);
    else if (!field.optional) mismatch(check, resolveShape(field.shape, check.table), item, [key]);
  }
  if (check.strict) checkKeys(check, Object.keys(fields), value);
}

function checkKeys(check: Check, known: readonly string[], value: JsonObject): void {
  for (const [key, item] of Object.entries<unknown>(value)) {
    if (isFull(check)) return;
    if (item === undefined || known.includes(key)) continue;
    const finding: Finding = {
      kind: 'unknown-key',
      found: 'an unknown key',
      expected: known.length === 0 ? 'no keys' : describeList(known, key),
      suggestion: nearest(key, known),
    };
    report(check, finding, [key]);
  }
}

function checkMember(check: Check, shape: TaggedShape, value: JsonObject): void {
  const member = memberFor(shape, value, check.table);
  if (member !== undefined) {
    checkShape(check, member, value);
    return;
  }
  const tag: unknown = value[shape.tag];
  const known = Object.keys(shape.members);
  check.steps.push(shape.tag);
  if (typeof tag !== 'string') {
    const kind = tag === undefined ? 'missing' : 'mismatch';
    const found = describeValue(tag, false);
    report(check, { kind, found, expected: describeList(known) });
  } else if (check.strict) {
    reportUnknownValue(check, tag, known);
  }
  check.steps.pop();
}

function checkKeyed(check: Check, shape: KeyedShape, value: JsonObject): void {
  const keys = Object.keys(shape.members);
  const present = keys.filter((key) => Object.hasOwn(value, key));
  const [key = ''] = present;
  const fields = present.length === 1 ? shape.members[key] : undefined;
  if (fields !== undefined) {
    checkFields(check, fields, value);
    return;
  }
  const before = check.problems.length;
  checkFields(check, everyField(shape), value);
  const misspelt = check.problems
    .slice(before)
    .some(({ suggestion }) => suggestion !== undefined && keys.includes(suggestion));
  if (misspelt) return;
  const [first = 'none', second = ''] = present.map((name) => `"${name}"`);
  const found = second === '' ? first : `${first} and ${second}`;
  report(check, { found, expected: describeChoice(keys) });
}

/** The fields of all members: what can be checked before it is clear which member is meant. */
function everyField(shape: KeyedShape): Fields {
  const all = Object.values(shape.members).flatMap((fields) => Object.entries(fields));
  return Object.fromEntries(all.map(([key, field]) => [key, { ...field, optional: true }]));
}

function reportUnknownValue(check: Check, value: string, known: readonly string[]): void {
  report(check, {
    found: describeValue(value, true),
    expected: describeList(known, value),
    suggestion: nearest(value, known),
  });
}
