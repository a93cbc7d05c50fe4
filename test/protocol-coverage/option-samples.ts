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
  /** `Definition.member` for each step of the path; a definition alone is a member of a union. */
  readonly members: readonly string[];
  readonly value: JsonObject;
}

interface Variant {
  readonly path: string;
  readonly members: readonly string[];
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
    const own = `${name}.${key}`;
    const samples = variants(field.shape).map(({ path, takes, members, value }) => ({
      path: key + path,
      takes,
      members: [own, ...members],
      value: { [key]: acceptable[key] ?? value },
    }));
    const off = { path: key, takes: 'null: off', members: [own], value: { [key]: null } };
    return field.nullable ? [...samples, off] : samples;
  });
}

/** Values for what the service takes only some numbers. */
const acceptable: Readonly<Record<string, JsonValue>> = { input_audio_sampling_rate: 16_000 };

/** The name of the definition that a reference stands for in the end. */
function nameOf(shape: Shape): string {
  if (shape.kind !== 'ref') return '';
  const next = Object.entries(shapes).find(([name]) => name === shape.name)?.[1];
  return next?.kind === 'ref' ? nameOf(next) : shape.name;
}

function variants(reference: Shape, name = nameOf(reference)): readonly Variant[] {
  const shape = resolveShape(reference, shapes);
  const takes = describeShape(shape);
  const plain = { path: '', members: [] };
  switch (shape.kind) {
    case 'any':
      return [{ ...plain, takes, value: 'anything' }];
    case 'boolean':
      return [true, false].map((value) => ({ ...plain, takes, value }));
    case 'string': {
      const { values } = shape;
      const listed = values?.map((each) => `\`${each}\``).join(', ') ?? takes;
      return (values ?? ['some text']).map((value) => ({ ...plain, takes: listed, value }));
    }
    case 'number':
      return [{ ...plain, takes, value: shape.minimum ?? 1 }];
    case 'array':
      return variants(shape.items).map((each) => ({
        ...each,
        path: `[]${each.path}`,
        value: Array.from({ length: shape.minItems ?? 1 }, () => each.value),
      }));
    case 'map':
      return [{ ...plain, takes: 'names and their values', value: { name: first(shape.values) } }];
    case 'object':
      return fieldVariants(shape.fields, name);
    case 'tagged':
      return Object.entries(shape.members).flatMap(([tag, member]) => {
        const resolved = memberFor(shape, { [shape.tag]: tag }, shapes) ?? shape;
        const definition = typeof member === 'string' ? member : nameOf(member);
        return variants(resolved, definition).map((each) => ({
          ...each,
          path: `(${tag})${each.path}`,
          members: [definition, ...each.members],
        }));
      });
    case 'keyed':
      return Object.values(shape.members).flatMap((fields) => fieldVariants(fields, name));
    case 'either':
      return shape.options.flatMap((option) => variants(option));
  }
}

type Fields = Extract<Shape, { kind: 'object' }>['fields'];

function fieldVariants(fields: Fields, name: string): readonly Variant[] {
  const required = Object.fromEntries(
    Object.entries(fields)
      .filter(([, field]) => !field.optional)
      .map(([key, field]): [string, JsonValue] => [key, first(field.shape)]),
  );
  const each = Object.entries(fields).flatMap(([key, field]) =>
    variants(field.shape).map(({ path, takes, members, value }) => ({
      path: `.${key}${path}`,
      takes,
      members: [`${name}.${key}`, ...members],
      value: { ...required, [key]: value },
    })),
  );
  return each.length === 0 ? [{ path: '', takes: 'an object', members: [], value: {} }] : each;
}

function first(shape: Shape): JsonValue {
  const [variant] = variants(shape);
  if (variant === undefined) throw new Error('a shape without a value');
  return variant.value;
}
