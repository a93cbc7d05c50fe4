import { tagsOf } from '../../protocol/validate.js';
import { formatProblem } from '../../validation/problem.js';
import { validate } from '../../protocol/validate.js';
import { isJsonObject, type JsonObject } from '../../shared/json.js';
import { nearest } from '../../shared/suggest.js';
import type { Reader } from './scenario-reader.js';
import { fillDeep } from './template.js';

/** Placeholders of emitted events, each with a sample value of the right type to validate the event with. */
export const emittedSamples = {
  response_id: 'resp_sample',
  item_id: 'item_sample',
  user_item_id: 'item_sample',
  output_index: 0,
  session_id: 'sess_sample',
  time: "ten o'clock",
} as const;

const serverTypes = [...tagsOf('ServerEvent')];

/** The first placeholder without a sample, so that a scenario cannot emit one that is never filled. */
function unknownPlaceholder(event: JsonObject): string | undefined {
  const names = [...JSON.stringify(event).matchAll(/\{\{\s*([\w.]+)\s*\}\}/g)];
  return names.map((match) => match[1] ?? '').find((name) => !(name in emittedSamples));
}

/**
 * An event that a scenario emits, checked against the API description and its corrections.
 * @throws VoiceliveError exit code 2, with the place, what was found and what was expected
 */
export function checkEmitted(reader: Reader): JsonObject {
  const event = isJsonObject(reader.value) ? reader.value : reader.fail('an event, an object');
  const type = reader.at('type').text();
  if (!serverTypes.includes(type)) {
    reader.at('type').fail('the type of a server event', nearest(type, serverTypes));
  }
  const unknown = unknownPlaceholder(event);
  if (unknown !== undefined) {
    reader.fail(`only {{${Object.keys(emittedSamples).join('}}, {{')}}}, not {{${unknown}}}`);
  }
  const [problem] = validate('ServerEvent', fillDeep(event, emittedSamples), 'lenient');
  if (problem !== undefined) {
    reader.fail(`an event of the API description, but ${formatProblem(problem)}`);
  }
  return event;
}
