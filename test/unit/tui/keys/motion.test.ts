import { describe, expect, it } from 'vitest';
import { moved, type Motion } from '../../../../src/tui/keys/motion.js';

describe('a motion', () => {
  it.each<[Motion, number, number]>([
    ['up', 4, 6],
    ['down', 6, 4],
    ['page-up', 2, 8],
    ['page-down', 8, 2],
    ['oldest', 0, 10],
    ['newest', 10, 0],
  ])('%s leads from 5 to %i counted from the top, to %i from the bottom', (motion, top, bottom) => {
    expect(moved(5, motion, { max: 10, page: 3, from: 'top' })).toBe(top);
    expect(moved(5, motion, { max: 10, page: 3, from: 'bottom' })).toBe(bottom);
  });

  it('stays within the area', () => {
    expect(moved(1, 'page-up', { max: 10, page: 3, from: 'top' })).toBe(0);
    expect(moved(9, 'page-down', { max: 10, page: 3, from: 'top' })).toBe(10);
    expect(moved(0, 'newest', { max: 0, page: 3, from: 'top' })).toBe(0);
  });
});
