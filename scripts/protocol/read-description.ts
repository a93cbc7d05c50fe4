import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../src/shared/json.js';
import { stringNode, type Definition, type Model, type Property, type TypeNode } from './model.js';

/** Reads the definitions of a Swagger 2.0 document; throws on a construct it does not know. */
export function readDescription(document: unknown): Model {
  if (!isJsonObject(document)) throw new Error('the API description is not a JSON object');
  const definitions = child(document, 'definitions');
  const model: Model = new Map();
  for (const [name, schema] of Object.entries(definitions)) {
    model.set(name, readDefinition(asObject(schema), definitions));
  }
  return model;
}

function readDefinition(schema: JsonObject, definitions: JsonObject): Definition {
  const description = text(schema, 'description') ?? '';
  if (schema['type'] !== 'object') {
    return { kind: 'alias', description, type: readType(schema, definitions) };
  }
  const requiredNames = new Set(strings(schema['required']));
  const properties = new Map<string, Property>();
  for (const [name, value] of Object.entries(child(schema, 'properties'))) {
    const property = asObject(value);
    properties.set(name, {
      type: readType(property, definitions),
      optional: !requiredNames.has(name),
      nullable: false,
      description: text(property, 'description') ?? '',
      defaultValue: property['default'],
    });
  }
  const bases = schema['allOf'];
  const base = isJsonArray(bases) ? bases.map((one) => refName(asObject(one))) : [];
  if (base.length > 1) throw new Error('a definition inherits more than one other');
  return {
    kind: 'object',
    description,
    base: base[0],
    tagValue: text(schema, 'x-ms-discriminator-value'),
    discriminator: text(schema, 'discriminator'),
    properties,
    guests: [],
  };
}

function readType(schema: JsonObject, definitions: JsonObject): TypeNode {
  if ('$ref' in schema) return { kind: 'ref', name: refName(schema) };
  const type = schema['type'];
  switch (type) {
    case undefined:
      return { kind: 'any' };
    case 'boolean':
      return { kind: 'boolean' };
    case 'string':
      return readString(schema, definitions);
    case 'integer':
    case 'number':
      return {
        kind: 'number',
        integer: type === 'integer',
        minimum: numeric(schema, 'minimum'),
        maximum: numeric(schema, 'maximum'),
      };
    case 'array':
      return {
        kind: 'array',
        items: readType(child(schema, 'items'), definitions),
        minItems: numeric(schema, 'minItems'),
        maxItems: numeric(schema, 'maxItems'),
      };
    case 'object':
      return { kind: 'map', values: readType(child(schema, 'additionalProperties'), definitions) };
    default:
      throw new Error(`unknown type ${JSON.stringify(type)} in the API description`);
  }
}

/** An inline enum that carries the name of a definition is that definition. */
function readString(schema: JsonObject, definitions: JsonObject): TypeNode {
  const values = schema['enum'];
  const name = text(child(schema, 'x-ms-enum'), 'name');
  if (name !== undefined && definitions[name] !== undefined && definitions[name] !== schema) {
    return { kind: 'ref', name };
  }
  return stringNode(
    isJsonArray(values) ? strings(values) : undefined,
    numeric(schema, 'minLength'),
  );
}

function refName(schema: JsonObject): string {
  const ref = text(schema, '$ref') ?? '';
  const name = ref.split('/').pop() ?? '';
  if (!ref.startsWith('#/definitions/')) throw new Error(`unknown reference ${ref}`);
  return name;
}

function child(schema: JsonObject, key: string): JsonObject {
  const value = schema[key];
  return isJsonObject(value) ? value : {};
}

function asObject(value: JsonValue): JsonObject {
  if (!isJsonObject(value)) throw new Error('expected an object in the API description');
  return value;
}

function text(schema: JsonObject, key: string): string | undefined {
  const value = schema[key];
  return typeof value === 'string' ? value : undefined;
}

function numeric(schema: JsonObject, key: string): number | undefined {
  const value = schema[key];
  return typeof value === 'number' ? value : undefined;
}

function strings(value: JsonValue | undefined): readonly string[] {
  return isJsonArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
