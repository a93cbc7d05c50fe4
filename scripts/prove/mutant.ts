import { beforeEach } from 'vitest';
import { stepsOf } from '../../test/protocol-coverage/member-path.js';
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../src/shared/json.js';

/** What a mutated program asks, while a test of the row runs. Imported by the tests in the scratch copy. */
let row = '';

beforeEach(({ task }) => {
  row = /^(\S+?)(?:: | = | by )/.exec(task.name)?.[1] ?? '';
});

const mutant = {
  /** Whether an event of this type is to be broken. */
  hits: (type: unknown): boolean => type === row,
  /** The options without that of the row. */
  without: (options: JsonObject): JsonObject => withoutAt(options, stepsOf(row)),
  /** The event without the option of the row. */
  sent: (event: JsonObject): JsonObject => {
    const key = event['type'] === 'session.update' ? 'session' : 'response';
    const options = event[key];
    return isJsonObject(options) ? { ...event, [key]: mutant.without(options) } : event;
  },
};

function withoutAt(value: JsonObject, [step, ...rest]: readonly (string | number)[]): JsonObject {
  const { [String(step)]: part, ...others } = value;
  const left = rest.length === 0 ? undefined : partWithout(part, rest);
  return left === undefined ? others : { ...others, [String(step)]: left };
}

/** Undefined when nothing is left: an element of a list takes the list with it. */
function partWithout(
  part: JsonValue | undefined,
  steps: readonly (string | number)[],
): JsonValue | undefined {
  if (isJsonObject(part)) return withoutAt(part, steps);
  if (!isJsonArray(part)) return undefined;
  const [, ...rest] = steps;
  return rest.length === 0 ? undefined : part.map((item) => partWithout(item, rest) ?? null);
}

Object.assign(globalThis, { mutant });
