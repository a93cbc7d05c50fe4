import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { CollectedEvent } from '../../../../src/page/data/collect-events.js';
import { pack } from '../../../../src/page/data/pack.js';
import { packEvents } from '../../../../src/page/data/pack-events.js';
import { isJsonArray } from '../../../../src/shared/json.js';
import { seeded } from '../../../helpers/random-session.js';

const random = seeded(1);
const row = (
  type: string,
  count = 1,
  level: CollectedEvent['level'] = 'normal',
): CollectedEvent => ({
  atMs: 10,
  direction: 'in',
  type,
  summary: 'a\u202eb',
  bytes: 10,
  count,
  level,
  // Nothing that could be compressed.
  json: JSON.stringify({ type, noise: noise(750) }),
});
const rows = [
  ...Array.from({ length: 300 }, () => row('response.audio.delta', 5)),
  ...Array.from({ length: 40 }, () => row('conversation.item.created')),
  row('response.done'),
  row('error', 1, 'error'),
];

/** Text that can hardly be compressed: less of it is needed than of digits. */
function noise(bytes: number): string {
  return Buffer.from(Array.from({ length: bytes }, () => random() * 256)).toString('base64');
}

function typesWithJson(limit?: number): ReadonlySet<string> {
  const { blocks, events } = packEvents(rows, 0, (ms) => ms - 4, limit);
  const bodies: unknown[] = blocks.flatMap((block) => {
    const values: unknown = JSON.parse(gunzipSync(Buffer.from(block, 'base64')).toString());
    return isJsonArray(values) ? [...values] : [];
  });
  expect(bodies.length).toBe(blocks.length === 0 ? 0 : rows.length);
  expect(events.atMs[0]).toBe(6);
  const kept = rows.filter((_, index) => typeof bodies[index] === 'string');
  return new Set(kept.map(({ type }) => type));
}

describe('packed events', () => {
  it('have all JSON where there is room', () => {
    const all = ['response.audio.delta', 'conversation.item.created', 'response.done', 'error'];
    expect(typesWithJson()).toEqual(new Set(all));
  });

  it('lose the JSON of folded deltas first, that of errors last', () => {
    expect(typesWithJson(60_000)).toEqual(
      new Set(['conversation.item.created', 'response.done', 'error']),
    );
    expect(typesWithJson(4000)).toEqual(new Set(['response.done', 'error']));
    expect(typesWithJson(1500)).toEqual(new Set(['error']));
    expect(typesWithJson(10)).toEqual(new Set());
  });

  it('say what is left out', () => {
    expect(packEvents(rows, 7, (ms) => ms, 60_000).leftOut).toEqual([
      '1200 deltas and audio frames are folded into the row of the first of their kind.',
      'The JSON of 300 of 342 rows is left out to keep the page small.',
      '7 later rows are left out.',
    ]);
    expect(packEvents([row('error')], 0, (ms) => ms).leftOut).toEqual([]);
  });

  it('keep to a size, whatever a session holds', () => {
    const event = row('an.event');
    const many = Array.from({ length: 10_000 }, () => ({
      ...event,
      json: JSON.stringify(noise(150)),
      summary: noise(150),
    }));
    const { events, blocks } = packEvents(many, 0, (ms) => ms);
    expect(blocks).toEqual([]);
    expect(pack(events).length).toBeLessThan(850_000);
    expect(events.summary[7]?.length).toBe(40);
  });

  it('show what cannot be seen in a summary', () => {
    expect(packEvents([row('error')], 0, (ms) => ms).events.summary).toEqual(['a\\u202eb']);
  });
});
