import { isJsonObject, type JsonObject } from '../shared/json.js';
import { shapes } from './generated/shapes.js';
import type { ShapeName } from './generated/types.js';
import type { Shape, TaggedShape } from './shape.js';

type PlainShape = Exclude<Shape, { readonly kind: 'ref' }>;

const table: ReadonlyMap<string, Shape> = new Map(Object.entries(shapes));

/** The shape itself, or the one that a reference stands for. */
export function resolveShape(shape: Shape): PlainShape {
  let current = shape;
  while (current.kind === 'ref') current = shapeNamed(current.name);
  return current;
}

/** The member that an object belongs to; undefined when its tag is missing or unknown. */
export function memberFor(shape: TaggedShape, value: JsonObject): PlainShape | undefined {
  const tag = value[shape.tag];
  if (typeof tag !== 'string' || !Object.hasOwn(shape.members, tag)) return undefined;
  const name = shape.members[tag];
  return name === undefined ? undefined : resolveShape(shapeNamed(name));
}

/** The first option whose JSON kind is that of the value. */
export function optionFor(options: readonly Shape[], value: unknown): PlainShape | undefined {
  return options.map(resolveShape).find((option) => isOfKind(option, value));
}

/** The discriminator values of a union; empty for anything else. */
export function tagsOf(name: ShapeName): ReadonlySet<string> {
  const shape = resolveShape(shapes[name]);
  return new Set(shape.kind === 'tagged' ? Object.keys(shape.members) : []);
}

function shapeNamed(name: string): Shape {
  const shape = table.get(name);
  if (shape === undefined) throw new Error(`the shape table has no ${name}`);
  return shape;
}

function isOfKind(shape: PlainShape, value: unknown): boolean {
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
      return isJsonObject(value);
    case 'either':
      return optionFor(shape.options, value) !== undefined;
  }
}
