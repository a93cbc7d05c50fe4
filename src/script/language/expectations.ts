import { tagsOf } from '../../protocol/validate.js';
import {
  boolean,
  called,
  either,
  explained,
  json,
  list,
  matching,
  object,
  oneOf,
  optional,
  range,
  required,
  withRule,
  type Infer,
  type Typed,
} from '../../validation/build-shape.js';
import { wrongValueAt, type Problem } from '../../validation/problem.js';
import type { Field, ObjectShape } from '../../validation/shape.js';
import { sessionMetrics, turnMetrics, type ScriptMetric } from '../model/script-metrics.js';
import { count, limitShape, rateLimit } from './limits.js';
import { textMatch } from './text-matches.js';
import { text } from './texts.js';

const maxVotes = 9;

/** An odd number: votes never tie. */
export const votes = called(
  withRule(range('integer', 1, maxVotes), isOdd),
  `an odd number from 1 to ${maxVotes}`,
);

export const judgeFields = {
  question: explained('what must be true of the conversation', required(text)),
  votes: explained('how often the judge is asked; the majority decides', optional(votes)),
};
const judged = called(either(text, object(judgeFields)), 'a question, or {question, votes}');

/** Questions for the judge. */
export const judge = called(
  either(text, object(judgeFields), list(judged, 1)),
  'a question, {question, votes}, or a list of them',
);

export const callFields = {
  name: explained('name of the tool', required(text)),
  arguments: explained(
    'what the arguments must have; objects may have more members',
    optional(json),
  ),
  schema: explained('JSON Schema of the arguments', optional(json)),
  count: explained('how often it was called; without it, at least once', optional(count)),
};
const call = called(
  either(text, object(callFields)),
  'the name of a tool, or {name, arguments, …}',
);

export const toolsFields = {
  calls: explained('the calls', required(called(list(call), 'a list of calls'))),
  ordered: explained('in this order', optional(boolean)),
  only: explained('and no other calls', optional(boolean)),
};

const path = matching(
  /^[^\s.[\]]+(?:\.[^\s.[\]]+|\[\d+\])*$/,
  'a path such as response.status or item.content[0].text',
);
const where = called(withRule(json, keysArePaths), 'an object of paths and values');

export const eventType = oneOf(...new Set([...tagsOf('ServerEvent'), ...tagsOf('ClientEvent')]));
const itemType = oneOf(
  ...new Set([...tagsOf('ResponseItem'), ...tagsOf('ConversationRequestItem')]),
);

export const eventFields = {
  type: explained('type of the event', required(eventType)),
  from: explained('who sent it; server where both could', optional(oneOf('server', 'client'))),
  where: explained('paths and the values they must have, objects in part', optional(where)),
  count: explained('how many there are; without it, at least one', optional(count)),
};
const event = called(
  either(eventType, object(eventFields)),
  'the type of an event, or {type, where, …}',
);

export const itemFields = {
  type: explained('type of the item', required(itemType)),
  where: eventFields.where,
  count: eventFields.count,
};
const item = called(
  either(itemType, object(itemFields)),
  'the type of an item, or {type, where, …}',
);

/** Expectations that are no metrics. */
export const expectFields = {
  reply: explained('what the assistant said', optional(textMatch)),
  heard: explained('what of the reply was heard', optional(textMatch)),
  transcript: explained('what the service understood of the user', optional(textMatch)),
  wer: explained(
    'word error rate of the transcription against what was said, such as 0.1; a plain number is the most',
    optional(rateLimit),
  ),
  tools: explained(
    'tool calls: a name, a list of calls (an empty one: none), or an object',
    optional(
      called(
        either(text, list(call), object(toolsFields)),
        'the name of a tool, a list of calls, or {calls, ordered, only}',
      ),
    ),
  ),
  events: explained(
    'events of the session',
    optional(called(list(event, 1), 'a list of types or of {type, where, …}')),
  ),
  items: explained(
    'items of the conversation',
    optional(called(list(item, 1), 'a list of types or of {type, where, …}')),
  ),
  status: explained(
    'how the last response ended',
    optional(oneOf('completed', 'cancelled', 'failed', 'incomplete')),
  ),
  judge: explained('what a model must find to be true', optional(judge)),
};

type Expectations = Infer<ReturnType<typeof object<typeof expectFields>>>;

/** The `expect` of a turn. */
export const turnExpect = expectShape(turnMetrics);

/** The `expect` of a script. */
export const sessionExpect = expectShape(sessionMetrics);

function expectShape(known: readonly ScriptMetric[]): Typed<Expectations, ObjectShape> {
  const limits = known.map(({ name, unit, about }): readonly [string, Field] => [
    name,
    explained(`${about} (${unit})`, optional(limitShape(unit))),
  ]);
  const fields = { ...expectFields, ...Object.fromEntries(limits) };
  return { kind: 'object', fields, minKeys: 1, expected: 'an object of expectations' };
}

function isOdd(value: unknown): readonly Problem[] {
  if (typeof value !== 'number' || value % 2 === 1) return [];
  return [wrongValueAt([], value, 'an odd number, so that votes never tie')];
}

function keysArePaths(value: unknown): readonly Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value)
    .filter((key) => path.pattern?.test(key) !== true)
    .map((key) => wrongValueAt([key], key, path.expected ?? ''));
}
