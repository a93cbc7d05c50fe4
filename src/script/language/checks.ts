import { tagsOf } from '../../protocol/validate.js';
import type { JsonObject } from '../../shared/json.js';
import type { Infer } from '../../validation/build-shape.js';
import type { PathStep } from '../../validation/problem.js';
import { fits } from '../../validation/validate.js';
import type { CallMatch, Check, FieldMatch, Limit } from '../model/check.js';
import type { Place } from '../model/script.js';
import { sessionMetrics, turnMetrics, type ScriptMetric } from '../model/script-metrics.js';
import type { expectFields, judge, sessionExpect, turnExpect } from './expectations.js';
import { limitOf, limitShape } from './limits.js';
import { textMatches } from './text-matches.js';
import { eachOf } from './texts.js';

/** Where a part of the file stands. */
export type PlaceOf = (steps: readonly PathStep[]) => Place;

type Given = Infer<typeof turnExpect>;
type Values = {
  readonly [Key in keyof typeof expectFields]-?: Exclude<Given[Key], undefined>;
};

/** The checks of a turn's `expect`; `placeOf` starts at it. */
export function turnChecks(given: Given, placeOf: PlaceOf): readonly Check[] {
  return checksOf(given, turnMetrics, placeOf);
}

/** The checks of a script's `expect`. */
export function sessionChecks(
  given: Infer<typeof sessionExpect>,
  placeOf: PlaceOf,
): readonly Check[] {
  return checksOf(given, sessionMetrics, placeOf);
}

/** The checks of `judge`, a key of steps as well. */
export function judgeChecks(given: Infer<typeof judge>, placeOf: PlaceOf): readonly Check[] {
  return eachOf<Exclude<typeof given, readonly unknown[]>>(given).map(({ value, steps }) => {
    const { question, votes } = typeof value === 'string' ? { question: value } : value;
    const common = { place: placeOf(steps), name: 'judge', type: 'judge', question } as const;
    return votes === undefined ? common : { ...common, votes };
  });
}

function checksOf(
  given: Given,
  known: readonly ScriptMetric[],
  placeOf: PlaceOf,
): readonly Check[] {
  const within =
    (key: string): PlaceOf =>
    (steps) =>
      placeOf([key, ...steps]);
  const { reply, heard, transcript, wer, tools, events, items, status, judge: questions } = given;
  return [
    ...texts('reply', reply, within('reply')),
    ...texts('heard', heard, within('heard')),
    ...texts('transcript', transcript, within('transcript')),
    ...(wer === undefined ? [] : [werCheck(wer, within('wer'))]),
    ...(tools === undefined ? [] : [toolsCheck(tools, within('tools'))]),
    ...(events ?? []).map((each, index) => eventCheck(each, placeOf(['events', index]))),
    ...(items ?? []).map((each, index) => itemCheck(each, placeOf(['items', index]))),
    ...(status === undefined
      ? []
      : [{ place: placeOf(['status']), name: 'status', type: 'status', status } as const]),
    ...(questions === undefined ? [] : judgeChecks(questions, within('judge'))),
    ...metricChecks(given, known, placeOf),
  ];
}

function texts(
  type: 'reply' | 'heard' | 'transcript',
  given: Values['reply'] | undefined,
  placeOf: PlaceOf,
): readonly Check[] {
  if (given === undefined) return [];
  return textMatches(given).map(({ name, steps, match }) => ({
    place: placeOf(steps),
    name: `${type}.${name}`,
    type,
    match,
  }));
}

function werCheck(given: Values['wer'], placeOf: PlaceOf): Check {
  return { place: placeOf([]), name: 'wer', type: 'wer', limit: limitOf(given, 'rate') };
}

function toolsCheck(given: Values['tools'], placeOf: PlaceOf): Check {
  const common = { place: placeOf([]), name: 'tools', type: 'tools' } as const;
  if (typeof given === 'string')
    return { ...common, calls: [callMatch(given, placeOf([]))], ordered: false, only: false };
  if (!('calls' in given)) {
    const calls = given.map((call, index) => callMatch(call, placeOf([index])));
    return { ...common, calls, ordered: false, only: calls.length === 0 };
  }
  const { calls, ordered = false, only = calls.length === 0 } = given;
  return {
    ...common,
    calls: calls.map((call, index) => callMatch(call, placeOf(['calls', index]))),
    ordered,
    only,
  };
}

type GivenCall = Exclude<Values['tools'], string | { readonly calls: unknown }>[number];

function callMatch(given: GivenCall, place: Place): CallMatch {
  if (typeof given === 'string') return { place, name: given, count: { min: 1 } };
  const { name, arguments: args, schema, count } = given;
  return {
    place,
    name,
    ...(args === undefined ? {} : { arguments: args }),
    ...(schema === undefined ? {} : { schema }),
    count: countOf(count),
  };
}

function countOf(given: number | Limit | undefined): Limit {
  if (given === undefined) return { min: 1 };
  return typeof given === 'number' ? { min: given, max: given } : given;
}

function eventCheck(given: Values['events'][number], place: Place): Check {
  const { type: of, where = {}, ...rest } = typeof given === 'string' ? { type: given } : given;
  const { from = tagsOf('ServerEvent').has(of) ? 'server' : 'client', count } = rest;
  const common = { place, name: `events.${of}`, type: 'event', of, from } as const;
  return { ...common, where: fieldsOf(where), count: countOf(count) };
}

function itemCheck(given: Values['items'][number], place: Place): Check {
  const { type: of, where = {}, count } = typeof given === 'string' ? { type: given } : given;
  const common = { place, name: `items.${of}`, type: 'item', of } as const;
  return { ...common, where: fieldsOf(where), count: countOf(count) };
}

function metricChecks(
  given: object,
  known: readonly ScriptMetric[],
  placeOf: PlaceOf,
): readonly Check[] {
  const values = new Map(Object.entries<unknown>({ ...given }));
  return known.flatMap(({ name, unit }) => {
    const value = values.get(name);
    if (!fits(limitShape(unit), value, 'strict')) return [];
    return [
      { place: placeOf([name]), name, type: 'metric', metric: name, limit: limitOf(value, unit) },
    ];
  });
}

function fieldsOf(where: JsonObject): readonly FieldMatch[] {
  return Object.entries(where).map(([path, value]) => ({ path, value }));
}
