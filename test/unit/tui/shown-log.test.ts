import { describe, expect, it } from 'vitest';
import { shownLog } from '../../../src/tui/shown-log.js';
import { logEntry } from '../../helpers/state.js';

describe('the log on the screen', () => {
  const log = [
    logEntry({ sequence: 1 }),
    logEntry({ sequence: 2, direction: 'out', type: 'response.cancel', summary: '' }),
    logEntry({ sequence: 3, type: 'error', level: 'error', summary: 'no active response' }),
  ];

  it.each([
    ['', [1, 2, 3]],
    ['dir:out', [2]],
    ['RESPONSE delta', [1]],
    ['error', [3]],
    ['nothing like this', []],
    ['response.*', [1, 2]],
    ['*.delta dir:in', [1]],
    ['r?sponse.cancel', [2]],
    ['cancel*', []],
    ['[(*', []],
  ])('%j filters it to %j', (filter, sequences) => {
    const shown = shownLog(log, { filter: { text: filter }, frozenAt: undefined });
    expect(shown.map((entry) => entry.sequence)).toEqual(sequences);
  });

  it('shows nothing newer than where it was frozen', () => {
    const shown = shownLog(log, { filter: { text: '' }, frozenAt: 2 });
    expect(shown.map((entry) => entry.sequence)).toEqual([1, 2]);
  });
});
