import { shapes } from '../../protocol/generated/shapes.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import { memberFor, optionFor, resolveShape } from '../../validation/resolve-shape.js';
import type { Fields, Shape } from '../../validation/shape.js';
import { blankWords } from './blank-words.js';

/** Fields whose text is no content: ids, and names that the configuration gives to models, tools and servers. */
const kept =
  /^(?:id|\w+_id|\w+Id|type|event|name|\w*[mM]odel|models|object|code|server_label|runnableTools|approve|program|startedAt|apiVersion|asOf)$/;

/** Figures from which words can be guessed, and what stands in their place; undefined leaves the field out. */
const telling: Readonly<Record<string, JsonValue | undefined>> = {
  logprobs: undefined,
  viseme_id: 0,
  frames: [],
  visemes: [],
  jaw: [],
};

/**
 * A copy of a value that keeps its structure, its numbers and what its shape lists as possible, and no text besides. What
 * the shape does not describe is left out: it may be anything.
 * @param key of the field that holds the value
 */
export function blankShape(shape: Shape, value: JsonValue, key = ''): JsonValue {
  const known = resolveShape(shape, shapes);
  if (typeof value === 'string') {
    const option = known.kind === 'either' ? optionFor(known.options, value, shapes) : known;
    const isListed = option?.kind === 'string' && option.values?.includes(value) === true;
    return isListed || (option?.kind === 'string' && kept.test(key)) ? value : blankWords(value);
  }
  switch (known.kind) {
    case 'either': {
      const option = optionFor(known.options, value, shapes);
      return option === undefined ? emptied(value) : blankShape(option, value, key);
    }
    case 'array':
      return isJsonArray(value)
        ? value.map((item) => blankShape(known.items, item, key))
        : emptied(value);
    case 'object':
      return isJsonObject(value) ? blankFields(known.fields, value) : emptied(value);
    case 'tagged': {
      if (!isJsonObject(value)) return emptied(value);
      const member = memberFor(known, value, shapes);
      return member === undefined ? onlyNames(value) : blankShape(member, value, key);
    }
    case 'keyed': {
      if (!isJsonObject(value)) return emptied(value);
      const fields = Object.entries(known.members).find(([name]) => Object.hasOwn(value, name));
      return fields === undefined ? {} : blankFields(fields[1], value);
    }
    case 'boolean':
    case 'number':
      return typeof value === 'object' ? emptied(value) : value;
    case 'any':
    case 'map':
    case 'string':
      return emptied(value);
  }
}

/** Of an event or item that nobody has described: what it is and its ids. */
export function onlyNames(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).filter(
      ([key, item]) => typeof item === 'string' && /^(?:type|id|\w+_id)$/.test(key),
    ),
  );
}

function blankFields(fields: Fields, value: JsonObject): JsonObject {
  const blanked: Record<string, JsonValue> = {};
  for (const [key, field] of Object.entries(fields)) {
    const item = Object.hasOwn(value, key) ? value[key] : undefined;
    if (item === undefined) continue;
    const replaced = Object.hasOwn(telling, key)
      ? telling[key]
      : blankShape(field.shape, item, key);
    if (replaced !== undefined) blanked[key] = replaced;
  }
  return blanked;
}

function emptied(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return [];
  if (isJsonObject(value)) return {};
  return typeof value === 'number' ? 0 : value;
}
