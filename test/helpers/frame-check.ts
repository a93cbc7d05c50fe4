import { checkClientEvent } from '../../src/protocol/parse.js';
import { formatProblem } from '../../src/validation/problem.js';
import { validate } from '../../src/protocol/validate.js';
import { isJsonObject, type JsonObject } from '../../src/shared/json.js';

function objectIn(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) throw new Error(`not an event: ${text.slice(0, 80)}`);
  return value;
}

function nameOf({ type }: JsonObject): string {
  return typeof type === 'string' ? type : '(no type)';
}

/** The event of a frame that a client sends; throws when the description or a correction is against it. */
export function clientFrame(text: string): JsonObject {
  const event = objectIn(text);
  const [problem] = checkClientEvent(event);
  if (problem) throw new Error(`${nameOf(event)}: ${formatProblem(problem)}`);
  return event;
}

/** The event of a frame that a service sends; throws when its type is unknown or its shape is not the described one. */
export function serverFrame(text: string): JsonObject {
  const event = objectIn(text);
  const [problem] = validate('ServerEvent', event, 'lenient');
  if (problem) throw new Error(`${nameOf(event)}: ${formatProblem(problem)}`);
  return event;
}
