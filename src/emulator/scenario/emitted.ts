import { tagsOf, validate } from '../../protocol/validate.js';
import { isJsonObject, type JsonObject } from '../../shared/json.js';
import { nearest } from '../../shared/suggest.js';
import { describeList } from '../../validation/describe.js';
import { problemAt, wrongValueAt, type Problem } from '../../validation/problem.js';
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

/** What is wrong with an event that a scenario emits, by the API description and its corrections. */
export function emittedProblems(event: unknown): readonly Problem[] {
  if (!isJsonObject(event)) return [];
  const { type } = event;
  if (typeof type === 'string' && !serverTypes.includes(type)) {
    const expected = `the type of a server event: ${describeList(serverTypes, type)}`;
    return [wrongValueAt(['type'], type, expected, nearest(type, serverTypes))];
  }
  const unknown = unknownPlaceholder(event);
  if (unknown !== undefined) {
    const known = Object.keys(emittedSamples).map((name) => `{{${name}}}`);
    return [problemAt([], { found: `{{${unknown}}}`, expected: `only ${known.join(', ')}` })];
  }
  return validate('ServerEvent', fillDeep(event, emittedSamples), 'lenient');
}

/** The first placeholder without a sample, so that a scenario cannot emit one that is never filled. */
function unknownPlaceholder(event: JsonObject): string | undefined {
  const names = [...JSON.stringify(event).matchAll(/\{\{\s*([\w.]+)\s*\}\}/g)];
  return names.map((match) => match[1] ?? '').find((name) => !(name in emittedSamples));
}
