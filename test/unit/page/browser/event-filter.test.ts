import { describe, expect, it } from 'vitest';
import { matchingRows } from '../../../../src/page/browser/event-filter.js';
import { timeText } from '../../../../src/page/browser/time-text.js';
import type { PageEvents } from '../../../../src/page/data/page-data.js';

const events: PageEvents = {
  types: ['response.done', 'error', 'response.create'],
  atMs: [1, 2, 3],
  type: [0, 1, 2],
  direction: [0, 0, 1],
  level: [0, 2, 0],
  count: [1, 1, 1],
  summary: ['completed', 'Bad audio', 'Text'],
  blockRows: 256,
  blocks: 1,
};

describe('the filter of events', () => {
  it.each([
    ['', 'all', [0, 1, 2]],
    ['RESPONSE', 'all', [0, 2]],
    ['response -completed', 'all', [2]],
    ['bad error', 'all', [1]],
    ['-', 'in', [0, 1]],
    ['', 'out', [2]],
    ['', 'problems', [1]],
    ['nothing', 'all', []],
  ])('%j of %s', (words, kind, rows) => {
    expect(matchingRows(events, words, kind)).toEqual(rows);
  });
});

it('writes moments with the digits asked for, also before the recording', () => {
  expect([
    timeText(62_449, 1),
    timeText(62_449, 3),
    timeText(-120, 3),
    timeText(3_600_000, 1),
  ]).toEqual(['1:02.4', '1:02.449', '-0:00.120', '1:00:00.0']);
});
