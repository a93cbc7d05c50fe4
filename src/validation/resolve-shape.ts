import { isJsonObject, type JsonObject } from '../shared/json.js';
import type { RefShape, Shape, ShapeTable, TaggedShape } from './shape.js';

export type ResolvedShape = Exclude<Shape, RefShape>;

/** The shape itself, or the one that a reference stands for. */
export function resolveShape(shape: Shape, table: ShapeTable): ResolvedShape {
  let current = shape;
  while (current.kind === 'ref') current = shapeNamed(current.name, table);
  return current;
}

/** The member that an object belongs to; undefined when its tag is missing or unknown. */
export function memberFor(
  shape: TaggedShape,
  value: JsonObject,
  table: ShapeTable,
): ResolvedShape | undefined {
  const tag = value[shape.tag];
  if (typeof tag !== 'string' || !Object.hasOwn(shape.members, tag)) return undefined;
  const member = shape.members[tag];
  if (member === undefined) return undefined;
  return resolveShape(typeof member === 'string' ? shapeNamed(member, table) : member, table);
}

/** The first option whose JSON kind is that of the value. */
export function optionFor(
  options: readonly Shape[],
  value: unknown,
  table: ShapeTable,
): ResolvedShape | undefined {
  return options
    .map((option) => resolveShape(option, table))
    .find((option) => isOfKind(option, value, table));
}

function shapeNamed(name: string, table: ShapeTable): Shape {
  const shape = Object.hasOwn(table, name) ? table[name] : undefined;
  if (shape === undefined) throw new Error(`the shape table has no ${name}`);
  return shape;
}

function isOfKind(shape: ResolvedShape, value: unknown, table: ShapeTable): boolean {
  switch (shape.kind) {
    case 'any':
      return true;
    case 'boolean':
    case 'number':
    case 'string':
      return typeof value === shape.kind;
    case 'array':
      return Array.isArray(value);
    case 'map':
    case 'object':
    case 'tagged':
    case 'keyed':
      return isJsonObject(value);
    case 'either':
      return optionFor(shape.options, value, table) !== undefined;
  }
}
