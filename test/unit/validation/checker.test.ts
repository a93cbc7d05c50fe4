import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapes } from '../../../src/protocol/generated/shapes.js';
import { inputShape } from '../../../src/recording/lines/line-shapes.js';
import { isJsonArray, isJsonObject, type JsonValue } from '../../../src/shared/json.js';
import {
  any,
  either,
  foreign,
  integer,
  keyed,
  list,
  map,
  matching,
  nullable,
  number,
  object,
  oneOf,
  optional,
  range,
  ref,
  required,
  string,
  tagged,
  withRule,
} from '../../../src/validation/build-shape.js';
import { wrongValueAt } from '../../../src/validation/problem.js';
import type { Shape, ShapeTable } from '../../../src/validation/shape.js';
import { fits, problemsOf } from '../../../src/validation/validate.js';
import { serverSamples } from '../../helpers/distort.js';
import { pick, seeded, type Random } from '../../helpers/random-session.js';

const table: ShapeTable = {
  Word: oneOf('a', 'b'),
  Tree: object({ name: required(ref('Word')), below: optional(list(ref('Tree'), 0, 2)) }),
  Left: object({ kind: required(oneOf('left')), at: required(range('integer', 0, 3)) }),
  Right: withRule(object({ kind: required(oneOf('right')), at: optional(number) }), (value) =>
    isJsonObject(value) && value['at'] === 2 ? [wrongValueAt(['at'], 2, 'not two')] : [],
  ),
};
const handMade = object({
  tree: optional(ref('Tree')),
  side: optional(tagged('kind', { left: 'Left', right: 'Right' })),
  choice: optional(keyed({ to: optional(string) }, { say: { say: required(string) }, wait: {} })),
  either: optional(either(number, list(integer), ref('Left'))),
  labels: nullable(map(matching(/^[ab]+$/, 'a or b'), 2)),
  others: optional(foreign('Tree')),
  rest: optional(map(any)),
});
const example: JsonValue = {
  tree: { name: 'a', below: [{ name: 'b' }] },
  side: { kind: 'right', at: 1 },
  choice: { say: 'hello' },
  either: [1, 2],
  labels: { x: 'ab' },
  others: { name: 'c', more: 1 },
  rest: {},
};
const parts: readonly JsonValue[] = [
  null,
  true,
  0,
  2,
  -1.5,
  '',
  'a',
  'left',
  [],
  [1],
  [null],
  {},
  { kind: 'left', at: 2 },
  { kind: 'right', at: 2 },
  { kind: 'up' },
  { say: 'a', wait: 1 },
  { name: 'a', below: [{}, {}, {}] },
  { a: 'a', b: 'b', c: 'c' },
  { x: null },
];

/** Something in it is replaced, left out or added. */
function mutated(random: Random, value: JsonValue): JsonValue {
  if (random() < 0.15) return pick(random, parts);
  if (isJsonArray(value)) return value.map((item) => mutated(random, item));
  if (!isJsonObject(value)) return value;
  const fields = Object.entries(value).filter(() => random() < 0.95);
  if (random() < 0.1) fields.push([pick(random, ['constructor', 'more', 'at']), 1]);
  return Object.fromEntries(fields.map(([key, item]) => [key, mutated(random, item)]));
}

function expectSame(shape: Shape, value: unknown, shapesByName: ShapeTable): void {
  for (const mode of ['lenient', 'strict'] as const)
    expect(fits(shape, value, mode, shapesByName)).toBe(
      problemsOf(shape, value, mode, shapesByName).length === 0,
    );
}

describe('a value fits exactly where it has no problems', () => {
  const random = seeded(7);

  it('of shapes of every kind', () => {
    expect(fits(handMade, example, 'strict', table)).toBe(true);
    for (let run = 0; run < 2000; run += 1) expectSame(handMade, mutated(random, example), table);
  });

  it('of the protocol', () => {
    for (const event of serverSamples())
      for (let run = 0; run < 20; run += 1)
        expectSame(shapes.ServerEvent, run === 0 ? event : mutated(random, event), shapes);
  });

  it('of a recording', () => {
    const played = { itemId: 'a', contentIndex: 0, fromSample: 0, samples: 480, atSample: 0 };
    const audio = { track: 'microphone', offset: 0, length: 480 };
    const lines: readonly JsonValue[] = [
      { nowMs: 1, type: 'sent', raw: { type: 'x' }, bytes: 1, audio, lateMs: 0 },
      { nowMs: 1, type: 'played', runs: [played], depthMs: 0 },
      { nowMs: 1, type: 'meters', microphoneDb: -1, speakerDb: -2 },
      { nowMs: 1, type: 'part-open', part: 'sound', noMicrophone: true },
      { nowMs: 1, type: 'intent', intent: { type: 'say', text: 'hello' } },
    ];
    for (const line of lines)
      for (let run = 0; run < 200; run += 1)
        expectSame(inputShape, run === 0 ? line : mutated(random, line), shapes);
  });

  it('of any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expectSame(handMade, value, table);
        expectSame(shapes.ClientEvent, value, shapes);
      }),
    );
  });
});
