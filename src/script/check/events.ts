import { isJsonObject, type JsonObject } from '../../shared/json.js';
import type { LogEntry } from '../../session/state.js';
import type { Check } from '../model/check.js';
import type { Dropped } from './evidence.js';
import { describeFields, matchesFields } from './json-match.js';
import { countLimit, describeLimit, isWithin } from './limits.js';
import type { Outcome } from './outcome.js';
import type { Scope } from './scope.js';
import { counted } from './words.js';

type EventCheck = Extract<Check, { type: 'event' | 'item' }>;

const directions = { server: 'in', client: 'out' } as const;

/**
 * Counts the events or items of a scope that are as expected. Deltas and audio frames that follow each other count each,
 * but only the last of them is looked into.
 */
export function checkEvents(check: EventCheck, scope: Scope, dropped: Dropped): Outcome {
  const { of, where, from } = check;
  const limit = countLimit(check.count);
  const noun = check.type;
  const condition = where.length === 0 ? '' : ` with ${describeFields(where)}`;
  const sender = from === undefined ? '' : ` from the ${from}`;
  const expected = `${noun} ${of}${sender}${condition}, ${describeLimit(limit)}`;
  const all =
    check.type === 'event'
      ? eventsOf(scope, from).filter(({ type }) => type === of)
      : itemsOf(scope)
          .filter((item) => item['type'] === of)
          .map((event) => ({ event, count: 1 }));
  const matching = all.filter(({ event }) => matchesFields(where, event));
  const count = total(matching);
  if (isMissing(dropped, scope))
    return {
      passed: false,
      expected,
      actual: `unknown: of a session this long ${counted(dropped.events, 'event')} were not kept`,
    };
  const others = where.length === 0 ? '' : ` of ${counted(total(all), of)}`;
  return {
    passed: isWithin(limit, count),
    expected,
    actual: count === 0 ? `none${others}` : `${count}${others}`,
    value: count,
  };
}

function isMissing({ events, lastStep }: Dropped, { step }: Scope): boolean {
  return events > 0 && (step === undefined || step <= (lastStep ?? -1));
}

function eventsOf({ events }: Scope, from: EventCheck['from']): readonly LogEntry[] {
  return events
    .map(({ entry }) => entry)
    .filter(({ direction }) =>
      from === undefined ? direction !== 'local' : direction === directions[from],
    );
}

/** The newest form of each item that the events show. */
function itemsOf(scope: Scope): readonly JsonObject[] {
  const items = new Map<string, JsonObject>();
  for (const { event } of eventsOf(scope, undefined)) {
    const { item } = event;
    if (!isJsonObject(item)) continue;
    const { id } = item;
    const key = typeof id === 'string' ? id : `unnamed ${String(items.size)}`;
    items.set(key, { ...items.get(key), ...item });
  }
  return [...items.values()];
}

function total(entries: readonly { readonly count: number }[]): number {
  return entries.reduce((sum, { count }) => sum + count, 0);
}
