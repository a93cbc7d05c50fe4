import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import {
  either,
  integer,
  list,
  object,
  optional,
  range,
  required,
  string,
  type Infer,
  type Typed,
} from '../../validation/build-shape.js';
import { fits } from '../../validation/validate.js';
import type { Line } from './write-line.js';

/** Lines that are folded into one at most. */
export const maxFolded = 1000;
const maxDepth = 64;

const value: Typed<JsonValue> = { kind: 'any' };
/** One value for each of the folded lines: the first line's plus `step` from line to line, or as listed. */
const column = { step: optional(integer), list: optional(list(value, 1, maxFolded)) };

export const foldShape = object({
  count: required(range('integer', 1, maxFolded)),
  samples: optional(integer),
  first: required(integer),
  numbers: required(object(column)),
  varies: required(
    list(object({ path: required(list(either(string, integer), 1, maxDepth)), ...column })),
  ),
});

type Path = readonly (string | number)[];
export type Column = Infer<typeof foldShape>['numbers'];

/** A line and the number of its input in the session, from 0. */
export interface Numbered {
  readonly number: number;
  readonly line: JsonObject;
}

/** Equal for lines that fold: of one event, with the same keys and list lengths throughout. */
export function foldKey(line: Line): string {
  const paths = leavesOf(line).map(({ path }) => path.join('\u0000'));
  return [line.type, line.event, ...paths].join('\u0001');
}

/**
 * One line in place of several with the same key: the first of them, and what is different in the others.
 * @param samples audio samples of all of them, for people
 */
export function fold(lines: readonly Numbered[], samples: number): JsonObject {
  const [first] = lines;
  if (first === undefined) return {};
  const leaves = lines.map(({ line }) => leavesOf(line));
  const varies = leavesOf(first.line).flatMap(({ path, value: leaf }, index) => {
    const values = leaves.map((each) => each[index]?.value ?? null);
    return values.every((each) => each === leaf) ? [] : [{ path, ...columnOf(values) }];
  });
  return {
    ...first.line,
    fold: {
      count: lines.length,
      ...(samples === 0 ? {} : { samples }),
      first: first.number,
      numbers: columnOf(lines.map(({ number }) => number)),
      varies,
    },
  };
}

/** The lines that were folded into one; undefined when `fold` is damaged. */
export function unfold({ fold: folded, ...first }: JsonObject): readonly Numbered[] | undefined {
  if (!fits(foldShape, folded, 'strict')) return undefined;
  const lines: Numbered[] = [];
  for (let index = 0; index < folded.count; index += 1) {
    const number = valueAt(folded.numbers, folded.first, index);
    let line: JsonValue | undefined = first;
    for (const varying of folded.varies) {
      line = line && replaceAt(line, varying.path, (leaf) => valueAt(varying, leaf, index));
    }
    if (typeof number !== 'number' || !isJsonObject(line)) return undefined;
    lines.push({ number, line });
  }
  return lines;
}

function columnOf(values: readonly JsonValue[]): JsonObject {
  const [first = 0, second = first] = values.map(Number);
  const step = second - first;
  const isSteady = values.every(
    (each, index) => Number.isSafeInteger(each) && each === first + step * index,
  );
  return isSteady ? { step } : { list: values };
}

/** The value in one of the folded lines, by that in the first. */
export function valueAt(
  { step, list: values }: Column,
  first: JsonValue,
  index: number,
): JsonValue | undefined {
  if (values !== undefined) return values[index];
  return typeof first === 'number' && step !== undefined ? first + step * index : undefined;
}

/** Undefined when the path does not lead to a value. */
function replaceAt(
  from: JsonValue,
  [key, ...rest]: Path,
  change: (leaf: JsonValue) => JsonValue | undefined,
): JsonValue | undefined {
  if (key === undefined) return change(from);
  if (typeof key === 'number') {
    if (!isJsonArray(from)) return undefined;
    const next = replaceItem(from[key], rest, change);
    return next === undefined ? undefined : from.with(key, next);
  }
  if (!isJsonObject(from) || !Object.hasOwn(from, key)) return undefined;
  const next = replaceItem(from[key], rest, change);
  return next === undefined ? undefined : { ...from, [key]: next };
}

function replaceItem(
  item: JsonValue | undefined,
  path: Path,
  change: (leaf: JsonValue) => JsonValue | undefined,
): JsonValue | undefined {
  return item === undefined ? undefined : replaceAt(item, path, change);
}

/** Values that are neither objects nor arrays, or are empty ones, with the way to them. */
interface Leaf {
  readonly path: Path;
  readonly value: JsonValue;
}

/** Many times a second with sound: a list that is passed down costs less than generators. */
function leavesOf(from: JsonValue, path: Path = [], found: Leaf[] = []): readonly Leaf[] {
  if (typeof from !== 'object' || from === null) {
    found.push({ path, value: from });
    return found;
  }
  const before = found.length;
  if (isJsonArray(from))
    for (const [index, item] of from.entries()) leavesOf(item, [...path, index], found);
  else for (const [key, item] of Object.entries(from)) leavesOf(item, [...path, key], found);
  if (found.length === before) found.push({ path, value: from });
  return found;
}
