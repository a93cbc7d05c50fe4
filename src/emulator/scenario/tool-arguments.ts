import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';

function propertiesOf(schema: JsonValue | undefined): JsonObject {
  const properties = isJsonObject(schema) ? schema['properties'] : undefined;
  return isJsonObject(properties) ? properties : {};
}

function requiredOf(schema: JsonValue | undefined): readonly string[] {
  const required = isJsonObject(schema) ? schema['required'] : undefined;
  return isJsonArray(required) ? required.filter((name) => typeof name === 'string') : [];
}

/**
 * Fits scenario arguments to the client's own declaration of the tool: an unknown argument goes to the first required
 * parameter without a value (`city` to `location`).
 */
export function fittedArguments(given: JsonObject, schema: JsonValue | undefined): JsonObject {
  if (!isJsonObject(schema) || !isJsonObject(schema['properties'])) return given;
  const properties = propertiesOf(schema);
  const fitted: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(given)) {
    const free = requiredOf(schema).find((name) => !(name in given) && !(name in fitted));
    fitted[key in properties || free === undefined ? key : free] = value;
  }
  return fitted;
}

function sampleOf(schema: JsonValue | undefined): JsonValue {
  if (!isJsonObject(schema)) return 'test';
  const choices = schema['enum'];
  if (isJsonArray(choices) && choices[0] !== undefined) return choices[0];
  switch (schema['type']) {
    case 'number':
    case 'integer':
      return 1;
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'object':
      return sampleArguments(schema);
    default:
      return 'test';
  }
}

/** Sample values for the required parameters of a tool. */
export function sampleArguments(schema: JsonValue | undefined): JsonObject {
  const properties = propertiesOf(schema);
  return Object.fromEntries(requiredOf(schema).map((name) => [name, sampleOf(properties[name])]));
}
