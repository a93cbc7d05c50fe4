import type { JsonObject } from '../shared/json.js';
import type {
  ArrayShape,
  Field,
  Fields,
  NumberShape,
  Shape,
  ShapeTable,
  StringShape,
  TaggedShape,
} from './shape.js';

export interface SchemaSettings {
  readonly title: string;
  /** Shapes that references name; each is written once, as a definition, wherever it is used. */
  readonly table?: ShapeTable;
  /** A text that may stand for any single value, such as a variable that is filled in before the value is checked. */
  readonly placeholder?: RegExp;
}

const placeholderName = 'placeholder';

/**
 * The JSON Schema (draft-07, which editors understand best) of the values that a strict check of a shape accepts; rules
 * between the parts of a value are not part of it.
 */
export function jsonSchema(shape: Shape, settings: SchemaSettings): JsonObject {
  const writer = new SchemaWriter(settings);
  const schema = writer.write(shape);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: settings.title,
    ...schema,
    definitions: writer.definitions(),
  };
}

class SchemaWriter {
  readonly #table: ShapeTable;
  readonly #placeholder: RegExp | undefined;
  readonly #names: ReadonlyMap<Shape, string>;
  readonly #definitions = new Map<string, JsonObject>();

  constructor({ table = {}, placeholder }: SchemaSettings) {
    this.#table = table;
    this.#names = new Map(Object.entries(table).map(([name, shape]) => [shape, name]));
    this.#placeholder = placeholder;
  }

  definitions(): JsonObject {
    const { source } = this.#placeholder ?? {};
    const placeholder =
      source === undefined ? {} : { [placeholderName]: { type: 'string', pattern: source } };
    return { ...placeholder, ...Object.fromEntries(this.#definitions) };
  }

  write(shape: Shape): JsonObject {
    const name = this.#names.get(shape);
    return name === undefined ? this.#body(shape) : this.#reference(name);
  }

  #body(shape: Shape): JsonObject {
    switch (shape.kind) {
      case 'any':
        return {};
      case 'boolean':
        return this.#single(shape.only === undefined ? { type: 'boolean' } : { const: shape.only });
      case 'string':
        return isAnyText(shape) ? { type: 'string' } : this.#single(stringSchema(shape));
      case 'number':
        return this.#single(numberSchema(shape));
      case 'array':
        return this.#array(shape);
      case 'map':
        return {
          type: 'object',
          additionalProperties: this.write(shape.values),
          ...(shape.maxKeys === undefined ? {} : { maxProperties: shape.maxKeys }),
        };
      case 'object':
        return {
          ...this.#object(shape.fields),
          ...(shape.minKeys === undefined ? {} : { minProperties: shape.minKeys }),
        };
      case 'tagged':
        return this.#tagged(shape);
      case 'keyed':
        return { anyOf: Object.values(shape.members).map((fields) => this.#object(fields)) };
      case 'either':
        return { anyOf: shape.options.map((option) => this.write(option)) };
      case 'ref':
        return shape.lenient === true ? {} : this.#reference(shape.name);
    }
  }

  /** One value, or a placeholder for it. */
  #single(schema: JsonObject): JsonObject {
    if (this.#placeholder === undefined) return schema;
    return { anyOf: [schema, { $ref: `#/definitions/${placeholderName}` }] };
  }

  #array({ items, minItems, maxItems }: ArrayShape): JsonObject {
    return {
      type: 'array',
      items: this.write(items),
      ...(minItems === undefined ? {} : { minItems }),
      ...(maxItems === undefined ? {} : { maxItems }),
    };
  }

  #object(fields: Fields): JsonObject {
    const entries = Object.entries(fields);
    const required = entries.flatMap(([key, { optional }]) => (optional ? [] : [key]));
    return {
      type: 'object',
      properties: Object.fromEntries(entries.map(([key, field]) => [key, this.#field(field)])),
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: false,
    };
  }

  #field({ shape, nullable, about }: Field): JsonObject {
    const schema = this.write(shape);
    const whole = nullable ? { anyOf: [schema, { type: 'null' }] } : schema;
    if (about === undefined) return whole;
    // In draft-07, what stands next to a reference does not count.
    return '$ref' in whole
      ? { description: about, allOf: [whole] }
      : { description: about, ...whole };
  }

  #tagged({ members }: TaggedShape): JsonObject {
    return {
      anyOf: Object.values(members).map((member) =>
        typeof member === 'string' ? this.#reference(member) : this.write(member),
      ),
    };
  }

  #reference(name: string): JsonObject {
    const shape = this.#table[name];
    if (shape === undefined) throw new Error(`the shape table has no ${name}`);
    if (!this.#definitions.has(name)) {
      // Taken before it is written: shapes may contain themselves.
      this.#definitions.set(name, {});
      this.#definitions.set(name, this.#body(shape));
    }
    return { $ref: `#/definitions/${name}` };
  }
}

function isAnyText({ values, minLength, maxLength, pattern }: StringShape): boolean {
  return [values, minLength, maxLength, pattern].every((limit) => limit === undefined);
}

function stringSchema({ values, minLength, maxLength, pattern }: StringShape): JsonObject {
  return {
    type: 'string',
    ...(values === undefined ? {} : { enum: values }),
    ...(minLength === undefined ? {} : { minLength }),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(pattern === undefined ? {} : { pattern: pattern.source }),
  };
}

function numberSchema({ integer, minimum, above, maximum }: NumberShape): JsonObject {
  return {
    type: integer ? 'integer' : 'number',
    ...(minimum === undefined ? {} : { minimum }),
    ...(above === undefined ? {} : { exclusiveMinimum: above }),
    ...(maximum === undefined ? {} : { maximum }),
  };
}
