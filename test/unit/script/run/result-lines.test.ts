import { describe, expect, it } from 'vitest';
import { readResultLines } from '../../../../src/script/run/result-lines.js';
import { safeJson } from '../../../../src/shared/safe-json.js';
import { failedCheck, repeatsResult, scriptResult } from './results.js';

const results = [
  scriptResult(),
  scriptResult({ verdict: 'failed', checks: [failedCheck('\u001b[2J "x"\n')], recording: 'r' }),
];
const repeats = [repeatsResult(false)];
const text = [...results, ...repeats].map((each) => `${safeJson(each)}\n`).join('');

describe('the lines of results', () => {
  it('are read as they were written', () => {
    expect(readResultLines(text)).toEqual({ results, repeats });
  });

  it('may be cut short at their end', () => {
    expect(readResultLines(text.slice(0, -20))).toEqual({ results, repeats: [] });
    expect(readResultLines('')).toEqual({ results: [], repeats: [] });
  });

  it('may come from a later version, with more in them', () => {
    const later = { ...scriptResult(), sentiment: 0.9 };
    expect(readResultLines(JSON.stringify(later))).toEqual({ results: [later], repeats: [] });
  });

  it('are refused where one is something else, by its number', () => {
    expect(readResultLines(`${text}{"script": 1}\n`)).toBe(4);
    expect(readResultLines(`no JSON\n${text}`)).toBe(1);
    expect(readResultLines(JSON.stringify({ ...scriptResult(), verdict: 'fine' }))).toBe(1);
  });
});
