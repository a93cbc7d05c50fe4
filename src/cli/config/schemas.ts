import { configFile } from '../../config/files/user-config.js';
import { faultFile } from '../../emulator/faults/fault-file.js';
import { scenarioFile } from '../../emulator/scenario/scenario-file.js';
import { shapes } from '../../protocol/generated/shapes.js';
import { shapeOf } from '../../protocol/validate.js';
import { scriptSchema } from '../../script/language/script-schema.js';
import type { JsonObject } from '../../shared/json.js';
import { toolFile } from '../../tools/tool-file.js';
import { explained, optional, string } from '../../validation/build-shape.js';
import type { Shape } from '../../validation/shape.js';
import { jsonSchema } from '../../validation/json-schema.js';

/** A kind of file that users write by hand. */
export type FileKind = 'session' | 'script' | 'scenario' | 'faults' | 'tools' | 'config';

/** A session, or what it adds to that of another file. */
function sessionFile(): Shape {
  const session = shapeOf('RequestSession');
  if (session.kind !== 'object') throw new Error('a session is no object');
  const base = explained('the session file that this one builds on', optional(string));
  return { ...session, fields: { extends: base, ...session.fields } };
}

/** The JSON Schemas of the files that users write by hand. */
export const schemas: Readonly<Record<FileKind, () => JsonObject>> = {
  session: () => jsonSchema(sessionFile(), { title: 'Session of Voice Live', table: shapes }),
  script: scriptSchema,
  scenario: () => jsonSchema(scenarioFile, { title: 'Scenario of the emulator' }),
  faults: () => jsonSchema(faultFile, { title: 'Faults of the emulator' }),
  tools: () => jsonSchema(toolFile, { title: 'Tools of voicelive' }),
  config: () => jsonSchema(configFile, { title: 'Configuration of voicelive' }),
};
