import { faultFile } from '../../emulator/faults/fault-file.js';
import { scenarioFile } from '../../emulator/scenario/scenario-file.js';
import { shapes } from '../../protocol/generated/shapes.js';
import { scriptSchema } from '../../script/language/script-schema.js';
import type { JsonObject } from '../../shared/json.js';
import { toolFile } from '../../tools/tool-file.js';
import { ref } from '../../validation/build-shape.js';
import { jsonSchema } from '../../validation/json-schema.js';

/** A kind of file that users write by hand. */
export type FileKind = 'session' | 'script' | 'scenario' | 'faults' | 'tools';

/** The JSON Schemas of the files that users write by hand. */
export const schemas: Readonly<Record<FileKind, () => JsonObject>> = {
  session: () =>
    jsonSchema(ref('RequestSession'), { title: 'Session of Voice Live', table: shapes }),
  script: scriptSchema,
  scenario: () => jsonSchema(scenarioFile, { title: 'Scenario of the emulator' }),
  faults: () => jsonSchema(faultFile, { title: 'Faults of the emulator' }),
  tools: () => jsonSchema(toolFile, { title: 'Tools of voicelive' }),
};
