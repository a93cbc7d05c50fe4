import type { Input } from '../../session/inputs.js';
import { isJsonArray, isJsonObject, type JsonObject } from '../../shared/json.js';
import { fits } from '../../validation/validate.js';
import { foldShape, valueAt, type Column } from './fold.js';
import { readLine } from './read-line.js';

/** An input and its number in the session, from 0. */
export interface NumberedInput {
  readonly number: number;
  /** Undefined for a line that holds none, as `readLine` says. */
  readonly input: Input | undefined;
}

/** Inputs whose numbers need no check but that they are numbers. */
const plainTypes: ReadonlySet<unknown> = new Set(['sent', 'played', 'meters']);

type Key = string | number;

/** What is different in each input of a run, by the way to it. */
interface Variation {
  readonly leaves: { readonly key: Key; readonly values: readonly number[] }[];
  readonly branches: { readonly key: Key; readonly value: object; readonly below: Variation }[];
}

/**
 * The inputs of a folded line, when they differ in plain numbers only, as nearly all of them do: reads the first one and
 * varies it. Undefined when each line must be unfolded and read by itself.
 */
export function readRun(line: JsonObject): readonly NumberedInput[] | undefined {
  const { type, fold } = line;
  if (!plainTypes.has(type) || !fits(foldShape, fold, 'strict')) return undefined;
  const first = readLine(line);
  const numbers = numbersOf(fold.numbers, fold.first, fold.count);
  if (first === undefined || numbers === undefined) return undefined;
  const variation = emptyVariation();
  for (const { path, ...column } of fold.varies) {
    const [key, ...rest] = path;
    // The reader renames this one.
    const way = key === 't' ? ['nowMs', ...rest] : key === 'nowMs' ? [] : path;
    if (!vary(variation, first, way, column, fold.count)) return undefined;
  }
  return numbers.map((number, index) => ({ number, input: variant(first, variation, index) }));
}

function emptyVariation(): Variation {
  return { leaves: [], branches: [] };
}

/** @returns false when the way does not lead to a number, or it is not a number in each input */
function vary(
  { leaves, branches }: Variation,
  from: object,
  [key, ...rest]: readonly Key[],
  column: Column,
  count: number,
): boolean {
  if (key === undefined || leaves.some((leaf) => leaf.key === key)) return false;
  const value = memberOf(from, key);
  if (rest.length === 0) {
    const values = typeof value === 'number' ? numbersOf(column, value, count) : undefined;
    if (values === undefined) return false;
    leaves.push({ key, values });
    return true;
  }
  if (typeof value !== 'object' || value === null) return false;
  let branch = branches.find((each) => each.key === key);
  if (branch === undefined) {
    branch = { key, value, below: emptyVariation() };
    branches.push(branch);
  }
  return vary(branch.below, value, rest, column, count);
}

function memberOf(from: object, key: Key): unknown {
  if (typeof key === 'number') return isJsonArray(from) ? from[key] : undefined;
  return isJsonObject(from) && Object.hasOwn(from, key) ? from[key] : undefined;
}

function numbersOf(column: Column, first: number, count: number): readonly number[] | undefined {
  const values: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const value = valueAt(column, first, index);
    if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
    values.push(value);
  }
  return values;
}

function variant<Value extends object>(value: Value, variation: Variation, index: number): Value;
function variant(value: object, { leaves, branches }: Variation, index: number): object {
  if (isJsonArray(value)) {
    const items: unknown[] = [...value];
    for (const { key, values } of leaves) items[Number(key)] = values[index];
    for (const { key, value: item, below } of branches)
      items[Number(key)] = variant(item, below, index);
    return items;
  }
  const copy: Record<Key, unknown> = { ...value };
  for (const { key, values } of leaves) copy[key] = values[index];
  for (const { key, value: item, below } of branches) copy[key] = variant(item, below, index);
  return copy;
}
