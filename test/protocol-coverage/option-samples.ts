import { memberFor, resolveShape } from '../../src/validation/resolve-shape.js';
import { shapes } from '../../src/protocol/generated/shapes.js';
import { describeShape } from '../../src/validation/describe.js';
import type { Shape } from '../../src/validation/shape.js';
import type { JsonObject, JsonValue } from '../../src/shared/json.js';

/** An option and an object that sets it, with everything that must be there beside it. */
export interface OptionSample {
  /** Like `turn_detection(server_vad).threshold`; a member of a union stands in brackets. */
  readonly path: string;
  /** What it takes, in words. */
  readonly takes: string;
  readonly value: JsonObject;
}

interface Variant {
  readonly path: string;
  readonly takes: string;
  readonly value: JsonValue;
}

/** Every option of a definition: each field, each member of a union, each value of a list of names. */
export function optionSamples(
  name: 'RequestSession' | 'ResponseCreateParams',
): readonly OptionSample[] {
  const shape = resolveShape(shapes[name], shapes);
  if (shape.kind !== 'object') throw new Error(name);
  return Object.entries(shape.fields).flatMap(([key, field]) => {
    const samples = variants(field.shape).map(({ path, takes, value }) => ({
      path: key + path,
      takes,
      value: { [key]: value },
    }));
    const off = { path: key, takes: 'null: off', value: { [key]: null } };
    return field.nullable ? [...samples, off] : samples;
  });
}

function variants(reference: Shape): readonly Variant[] {
  const shape = resolveShape(reference, shapes);
  const takes = describeShape(shape);
  switch (shape.kind) {
    case 'any':
      return [{ path: '', takes, value: 'anything' }];
    case 'boolean':
      return [true, false].map((value) => ({ path: '', takes, value }));
    case 'string':
      return (shape.values ?? ['some text']).map((value) => ({
        path: '',
        takes:
          shape.values === undefined ? takes : shape.values.map((each) => `\`${each}\``).join(', '),
        value,
      }));
    case 'number':
      return [{ path: '', takes, value: shape.minimum ?? 1 }];
    case 'array':
      return variants(shape.items).map(({ path, takes: inner, value }) => ({
        path: `[]${path}`,
        takes: inner,
        value: Array.from({ length: shape.minItems ?? 1 }, () => value),
      }));
    case 'map':
      return [{ path: '', takes: 'names and their values', value: { name: first(shape.values) } }];
    case 'object':
      return fieldVariants(shape.fields);
    case 'tagged':
      return Object.keys(shape.members).flatMap((tag) => {
        const member = memberFor(shape, { [shape.tag]: tag }, shapes);
        return variants(member ?? shape).map((each) => ({ ...each, path: `(${tag})${each.path}` }));
      });
    case 'keyed':
      return Object.values(shape.members).flatMap(fieldVariants);
    case 'either':
      return shape.options.flatMap(variants);
  }
}

type Fields = Extract<Shape, { kind: 'object' }>['fields'];

function fieldVariants(fields: Fields): readonly Variant[] {
  const required = Object.fromEntries(
    Object.entries(fields)
      .filter(([, field]) => !field.optional)
      .map(([key, field]): [string, JsonValue] => [key, first(field.shape)]),
  );
  const each = Object.entries(fields).flatMap(([key, field]) =>
    variants(field.shape).map(({ path, takes, value }) => ({
      path: `.${key}${path}`,
      takes,
      value: { ...required, [key]: value },
    })),
  );
  return each.length === 0 ? [{ path: '', takes: 'an object', value: {} }] : each;
}

function first(shape: Shape): JsonValue {
  const [variant] = variants(shape);
  if (variant === undefined) throw new Error('a shape without a value');
  return variant.value;
}
