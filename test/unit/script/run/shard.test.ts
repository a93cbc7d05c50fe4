import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ofShard, parseShard } from '../../../../src/script/run/shard.js';

describe('a shard', () => {
  it.each([
    ['2/5', {}, { index: 2, total: 5 }],
    ['auto', { CI_NODE_INDEX: '3', CI_NODE_TOTAL: '4' }, { index: 3, total: 4 }],
    ['auto/5', { JOB_COMPLETION_INDEX: '0' }, { index: 1, total: 5 }],
    ['auto/5', { JOB_COMPLETION_INDEX: '4' }, { index: 5, total: 5 }],
    ['auto/2', { CI_NODE_INDEX: '2', JOB_COMPLETION_INDEX: '0' }, { index: 2, total: 2 }],
  ])('%s in %o is %o', (text, env, shard) => {
    expect(parseShard(text, env)).toEqual(shard);
  });

  it.each([
    ['0/5', {}, /does not exist/],
    ['6/5', {}, /does not exist/],
    ['2', {}, /does not exist/],
    ['1/0', {}, /does not exist/],
    ['2/5/1', {}, /Expected a shard/],
    ['-1/5', {}, /Expected a shard/],
    ['auto', {}, /CI_NODE_TOTAL/],
    ['auto/5', {}, /neither CI_NODE_INDEX nor JOB_COMPLETION_INDEX/],
    ['auto/5', { JOB_COMPLETION_INDEX: '5' }, /does not exist/],
    ['auto/5', { JOB_COMPLETION_INDEX: 'first' }, /does not exist/],
  ])('%s in %o is refused', (text, env, reason) => {
    expect(parseShard(text, env)).toMatch(reason);
  });

  it('all shards together run everything once, in parts of nearly the same size', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 1, max: 30 }), (count, total) => {
        const items = Array.from({ length: count }, (_, index) => index);
        const parts = items
          .slice(0, total)
          .map((_, index) => ofShard(items, { index: index + 1, total }));
        expect(parts.flat().sort((left, right) => left - right)).toEqual(items);
        const sizes = parts.map(({ length }) => length);
        if (sizes.length > 0) expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(2);
      }),
    );
  });
});
