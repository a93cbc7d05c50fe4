import { describe, expect, it } from 'vitest';
import { parseSpeed, parseStartPoint } from '../../../src/replay/start-point.js';

describe('where a replay starts', () => {
  it.each([
    ['1:23', 83_000],
    ['83.5', 83_500],
    ['0', 0],
    ['1:02:03', 3_723_000],
    ['90:00', 5_400_000],
    ['0:00.25', 250],
  ])('reads %s as a time', (text, ms) => {
    expect(parseStartPoint(text)).toEqual({ kind: 'time', ms });
  });

  it('reads turns and the first error', () => {
    expect(parseStartPoint('turn:4')).toEqual({ kind: 'turn', number: 4 });
    expect(parseStartPoint('error')).toEqual({ kind: 'error' });
  });

  it.each(['', 'x', '-1', '1:60', '1:2:3:4', '1.5:00', 'turn:0', 'turn:x', 'turn', '1:', 'errors'])(
    'refuses %j',
    (text) => {
      expect(parseStartPoint(text)).toBeUndefined();
    },
  );
});

describe('the speed of a replay', () => {
  it('is 0.25 to 16, or max', () => {
    expect(['0.25', '1', '1.5', '16', 'max'].map(parseSpeed)).toEqual([0.25, 1, 1.5, 16, Infinity]);
    for (const text of ['0.2', '16.1', '0', '-1', '', 'fast', '1e1', 'Infinity'])
      expect(parseSpeed(text)).toBeUndefined();
  });
});
