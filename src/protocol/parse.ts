import { isJsonArray, isJsonObject, type JsonObject } from '../shared/json.js';
import { describeValue, quote } from '../validation/describe-value.js';
import { shapes } from './generated/shapes.js';
import type { ClientEvent, ServerEvent } from './generated/types.js';
import { nameHere } from './dialect.js';
import { metadataProblems } from './limits.js';
import { withRightNames } from './old-names.js';
import { tagsOf } from './validate.js';
import { withoutNulls } from './nulls.js';
import {
  formatProblem,
  formatRest,
  problemAt,
  wrongValueAt,
  type Problem,
} from '../validation/problem.js';
import { isValid, validate } from './validate.js';

/** Deeper JSON is refused, so that nothing that walks an event can run out of stack. */
const maxNesting = 64;

/**
 * A text frame, read. `event` is a copy in which null is absent, under the name that this API has
 * for it; `raw` is what was received. The
 * service may use enum values and union members that the types do not name: they pass unchanged, so
 * a switch over them can match nothing. A malformed frame that is no JSON object, or is nested too
 * deep to be walked, has no `raw`.
 */
type Frame<Event> =
  | { readonly kind: 'known'; readonly event: Event; readonly raw: JsonObject }
  | { readonly kind: 'unknown'; readonly name: string; readonly raw: JsonObject }
  | {
      readonly kind: 'malformed';
      readonly reason: string;
      readonly name?: string;
      readonly raw?: JsonObject;
    };

export type ServerFrame = Frame<ServerEvent>;
export type ClientFrame = Frame<ClientEvent>;

const serverTypes = tagsOf('ServerEvent');
const clientTypes = tagsOf('ClientEvent');

/** Reads one text frame of the service. Never throws. */
export function parseServerEvent(text: string): ServerFrame {
  return parseEvent(text, 'ServerEvent', serverTypes, isServerEvent);
}

/** Reads an event of the service that was JSON once. Never throws. */
export function readServerEvent(value: JsonObject): ServerFrame {
  return readEvent(value, 'ServerEvent', serverTypes, isServerEvent);
}

/** Reads one text frame of a client, as a service would. Never throws. */
export function parseClientEvent(text: string): ClientFrame {
  return parseEvent(text, 'ClientEvent', clientTypes, isClientEvent);
}

function parseEvent<Event extends JsonObject>(
  text: string,
  union: 'ServerEvent' | 'ClientEvent',
  types: ReadonlySet<string>,
  isEvent: (value: JsonObject) => value is Event,
): Frame<Event> {
  const value = parseJson(text);
  return value === undefined
    ? { kind: 'malformed', reason: `not JSON: ${quote(text, 60)}` }
    : readEvent(value, union, types, isEvent);
}

function readEvent<Event extends JsonObject>(
  value: unknown,
  union: 'ServerEvent' | 'ClientEvent',
  types: ReadonlySet<string>,
  isEvent: (value: JsonObject) => value is Event,
): Frame<Event> {
  const read = readObject(value);
  if (read.kind === 'malformed') return read;
  const { raw } = read;
  const name = union === 'ServerEvent' ? nameHere(read.name) : read.name;
  if (!types.has(name)) return { kind: 'unknown', name, raw };
  const event = withoutNulls(shapes[union], name === read.name ? raw : { ...raw, type: name });
  if (isEvent(event)) return { kind: 'known', event, raw };
  const reason = reasonOf(validate(union, event, 'lenient'));
  return { kind: 'malformed', reason, name, raw };
}

/** Problems of an event to be sent, by the API description and its corrections. */
export function checkClientEvent(event: unknown): readonly Problem[] {
  if (isDeeperThan(event, maxNesting)) {
    const expected = `at most ${maxNesting} levels of nesting`;
    return [problemAt([], { found: 'deeper nesting', expected })];
  }
  return [
    ...withRightNames(validate('ClientEvent', event, 'strict')),
    ...itemProblems(event),
    ...metadataProblems(event),
  ];
}

/** Whether an event could be one of a later version: what is known of it has the types that it should have. */
export function isNewerEvent(event: unknown): event is ClientEvent {
  const { type } = isJsonObject(event) ? event : {};
  return (
    typeof type === 'string' &&
    !isDeeperThan(event, maxNesting) &&
    isValid('ClientEvent', event, 'lenient')
  );
}

/** The API description lets the item be left out, which means nothing. */
function itemProblems(event: unknown): readonly Problem[] {
  if (!isJsonObject(event) || event['type'] !== 'conversation.item.create') return [];
  return event['item'] === undefined ? [wrongValueAt(['item'], undefined, 'an item')] : [];
}

function isServerEvent(value: JsonObject): value is ServerEvent {
  return isValid('ServerEvent', value, 'lenient');
}

function isClientEvent(value: JsonObject): value is ClientEvent {
  return isValid('ClientEvent', value, 'lenient');
}

type ReadObject =
  | { readonly kind: 'object'; readonly name: string; readonly raw: JsonObject }
  | Extract<ServerFrame, { readonly kind: 'malformed' }>;

function readObject(value: unknown): ReadObject {
  if (!isJsonObject(value)) {
    return {
      kind: 'malformed',
      reason: `expected a JSON object; found ${describeValue(value, false)}`,
    };
  }
  const { type: name } = value;
  const named = typeof name === 'string' ? { name } : {};
  if (isDeeperThan(value, maxNesting)) {
    const reason = `nested deeper than ${maxNesting} levels`;
    return { kind: 'malformed', reason, ...named };
  }
  if (typeof name !== 'string') {
    const problem = wrongValueAt(['type'], name, 'a string');
    return { kind: 'malformed', reason: formatProblem(problem), raw: value };
  }
  return { kind: 'object', name, raw: value };
}

/** Undefined, which JSON cannot say, when the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Ends on a circular value, too. */
function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (!isJsonObject(value))
    return isJsonArray(value) && value.some((item) => isDeeperThan(item, levels - 1));
  // Without a list of the members, which most events would need only for this.
  for (const key in value) if (isDeeperThan(value[key], levels - 1)) return true;
  return false;
}

function reasonOf(problems: readonly Problem[]): string {
  const [first] = problems;
  if (first === undefined) return 'does not fit the API description';
  const rest = formatRest(problems.length, 1);
  return `${formatProblem(first)}${rest === '' ? '' : ` (${rest})`}`;
}
