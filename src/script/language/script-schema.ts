import type { JsonObject } from '../../shared/json.js';
import { jsonSchema } from '../../validation/json-schema.js';
import { scriptShape, scriptTable } from './script-shape.js';

/** The JSON Schema of script files; a text with `${…}` may stand for any single value. */
export function scriptSchema(): JsonObject {
  return jsonSchema(scriptShape, {
    title: 'Script of voicelive run',
    table: scriptTable,
    placeholder: /\$\{/,
  });
}
