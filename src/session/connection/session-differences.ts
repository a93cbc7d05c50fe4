import { changed } from '../change-state.js';
import {
  isJsonArray,
  isJsonObject,
  toJson,
  type JsonObject,
  type JsonValue,
} from '../../shared/json.js';
import type { RequestSession } from '../../protocol/generated/types.js';
import type { SessionState } from '../state.js';
import { addNotice } from '../log/transcript.js';

/** An option that the service applied in another way than it was asked for. */
export interface Difference {
  /** Like `turn_detection.threshold`. */
  readonly path: string;
  readonly asked: string;
  readonly applied: string;
}

const maxTextLength = 40;
const maxShownDifferences = 6;
/** Kept by the service and not reported back: secrets. */
const secret: ReadonlySet<string> = new Set(['authorization', 'headers', 'credential']);
/** An empty text asks for the default (service recordings: `instructions: ""`). */
const textDefaults: ReadonlySet<string> = new Set(['instructions', 'language', 'prompt']);

/** A difference as the screen and the state have it. */
export function differenceLine({ path, asked, applied }: Difference): string {
  return `${path}: requested ${asked}, applied ${applied}`;
}

/**
 * Where the session as the service reports it (as it came, nulls included) differs from what was asked. Only what was
 * asked counts, and only what is reported: what the service fills in by itself is no difference, nor is null for an
 * option that is off, the order of a list, or a voice given by its name and reported as an object.
 */
export function differences(asked: RequestSession, applied: JsonObject): readonly Difference[] {
  const found: Difference[] = [];
  compare(toJson(asked), applied, '', found);
  return found;
}

function compare(
  asked: JsonValue,
  applied: JsonValue | undefined,
  path: string,
  found: Difference[],
): void {
  if (isJsonObject(asked) && isJsonObject(applied)) {
    for (const [key, value] of Object.entries(asked)) {
      if (secret.has(key)) continue;
      compare(value, applied[key], path === '' ? key : `${path}.${key}`, found);
    }
    return;
  }
  if (isJsonArray(asked) && isJsonArray(applied) && asked.some(isJsonObject)) {
    compareLists(asked, applied, path, found);
    return;
  }
  // A key that is not there was not reported; null says that the option is off.
  if (applied === undefined) return;
  if (!isSame(asked, applied, path)) {
    found.push({ path, asked: shown(asked), applied: shown(applied) });
  }
}

/** Tools and the like: matched by name, or by place where they have none. */
function compareLists(
  asked: readonly JsonValue[],
  applied: readonly JsonValue[],
  path: string,
  found: Difference[],
): void {
  asked.forEach((element, index) => {
    const name = nameOf(element);
    const counterpart =
      name === undefined ? applied[index] : applied.find((other) => nameOf(other) === name);
    compare(element, counterpart ?? null, `${path}[${name ?? index}]`, found);
  });
}

function nameOf(value: JsonValue): string | undefined {
  if (!isJsonObject(value)) return undefined;
  const name = value['name'] ?? value['server_label'] ?? value['agent_name'];
  return typeof name === 'string' ? name : undefined;
}

function isSame(asked: JsonValue, applied: JsonValue, path: string): boolean {
  const off =
    asked === null || (isJsonArray(asked) && asked.length === 0) || isNoTurnDetection(asked, path);
  if (off) return applied === null || shown(applied) === shown(asked);
  const last = path.split('.').at(-1) ?? path;
  if (asked === '' && textDefaults.has(last)) return true;
  if (path === 'voice' && typeof asked === 'string')
    return nameOf(applied) === asked || applied === asked;
  // The realtime class reports sound alone: its words come with it (service recordings, session.created).
  if (path === 'modalities' && isJsonArray(asked) && isJsonArray(applied))
    return sameSet(withWords(applied), withWords(asked));
  if (typeof asked === 'number' && typeof applied === 'number')
    return Math.abs(asked - applied) < 1e-6;
  if (isJsonArray(asked) && isJsonArray(applied)) return sameSet(asked, applied);
  return asked === applied;
}

/** Sound as the realtime class reports it. */
function withWords(modalities: readonly JsonValue[]): readonly JsonValue[] {
  return modalities.includes('audio') ? [...modalities, 'text'] : modalities;
}

/** The service reports null for it. */
function isNoTurnDetection(asked: JsonValue, path: string): boolean {
  const type = path === 'turn_detection' && isJsonObject(asked) ? asked['type'] : undefined;
  return type === 'none' || type === 'None';
}

function sameSet(left: readonly JsonValue[], right: readonly JsonValue[]): boolean {
  return (
    left.every((value) => right.includes(value)) && right.every((value) => left.includes(value))
  );
}

function shown(value: JsonValue): string {
  if (value === null) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > maxTextLength ? `${text.slice(0, maxTextLength - 1)}…` : text;
}

/** Tells what is applied differently, once for the same differences. */
export function tellDifferences(state: SessionState, applied: JsonValue | undefined): SessionState {
  if (!isJsonObject(applied)) return state;
  const lines = differences(state.asked, applied).map(differenceLine);
  const known = new Set(state.differences);
  const next: SessionState = changed(state, { differences: lines });
  if (lines.every((line) => known.has(line))) return next;
  const more = lines.length - maxShownDifferences;
  const list = [...lines.slice(0, maxShownDifferences), ...(more > 0 ? [`and ${more} more`] : [])];
  return addNotice(
    next,
    'warning',
    `The service ignored some requested options.\n${list.join('\n')}`,
  );
}
