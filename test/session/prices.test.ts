import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/validation/problem.js';
import { fits, problemsOf } from '../../src/validation/validate.js';
import { estimateUsd } from '../../src/session/metrics/cost.js';
import { noTokens } from '../../src/session/initial-state.js';
import { priceFile, priceTableOf } from '../../src/session/metrics/price-file.js';
import { builtInPrices, pricesOf, type PriceTable } from '../../src/session/metrics/prices.js';
import { cost } from '../../src/session/selectors.js';
import { SessionScript } from '../helpers/session.js';

const all = {
  text_in: 1,
  text_cached: 2,
  text_out: 3,
  audio_in: 4,
  audio_cached: 5,
  audio_out: 6,
  speech_in: 7,
  speech_out: 8,
  image_in: 9,
};

function parse(value: unknown): PriceTable {
  if (!fits(priceFile, value, 'strict')) throw new Error('not a file of prices');
  return priceTableOf(value);
}

describe('the built-in price table', () => {
  it.each([
    ['gpt-realtime', 'pro'],
    ['gpt-4.1', 'pro'],
    ['azure-realtime-1', 'pro'],
    ['gpt-realtime-mini', 'standard'],
    ['gpt-4o-mini-realtime-preview', 'standard'],
    ['gpt-5-nano', 'lite'],
    ['phi4-mm-realtime', 'lite'],
  ])('has %s in the tier %s', (model, name) => {
    const tier = builtInPrices.tiers.find((candidate) => candidate.name === name);
    expect(pricesOf(builtInPrices, model)).toBe(tier?.prices);
  });

  it('has no price for a model that it does not know', () => {
    expect(pricesOf(builtInPrices, 'my-own-model')).toBeUndefined();
    expect(pricesOf(builtInPrices, 'gpt')).toBeUndefined();
  });
});

describe('a file of prices', () => {
  it('goes over a built-in tier kind by kind', () => {
    const table = parse({ date: '2026-11', tiers: { pro: { audio_out: 50 } } });
    const builtIn = pricesOf(builtInPrices, 'gpt-realtime');
    expect(pricesOf(table, 'gpt-realtime')).toEqual({ ...builtIn, audio_out: 50 });
    expect(pricesOf(table, 'gpt-realtime-mini')).toBe(pricesOf(builtInPrices, 'gpt-realtime-mini'));
  });

  it('adds tiers, and models to built-in ones, which go before what is built in', () => {
    const table = parse({
      date: '2026-11-20',
      currency: 'USD',
      tiers: { ours: { models: ['gpt-realtime', 'ours-*'], ...all }, lite: { models: ['tiny*'] } },
    });
    expect(pricesOf(table, 'gpt-realtime')).toEqual(all);
    expect(pricesOf(table, 'tiny-2')).toBe(pricesOf(table, 'gpt-5-nano'));
    expect(pricesOf(table, 'gpt-realtime-2')).toBe(pricesOf(builtInPrices, 'gpt-realtime-2'));
  });

  it('charges every kind of token by its own price', () => {
    const table = parse({ date: '2026-11', tiers: { ours: { models: ['*'], ...all } } });
    const tokens = {
      ...noTokens,
      inputText: 3e6,
      cachedText: 1e6,
      inputAudio: 2e6,
      cachedAudio: 1e6,
      inputImage: 1e6,
      outputText: 1e6,
      outputAudio: 1e6,
    };
    // 2 text in, 1 cached; 1 audio in, 1 cached; 1 picture; 1 text out, 1 audio out.
    expect(estimateUsd(table, 'x-realtime', undefined, tokens)).toBe(2 + 2 + 4 + 5 + 9 + 3 + 6);
    expect(estimateUsd(table, 'x', undefined, tokens)).toBe(2 + 2 + 7 + 5 + 9 + 3 + 8);
  });

  it('shows its own date with the cost, and prices a model that is not built in', () => {
    const prices = parse({ date: '2026-11-20', tiers: { ours: { models: ['ours'], ...all } } });
    const session = new SessionScript({ model: 'ours', prices, maxCostUsd: 0.001 }).ready();
    expect(session.state.transcript).toEqual([]);
    const usage = { total_tokens: 2000, input_tokens: 1000, output_tokens: 1000 };
    session.server({ type: 'response.created', response: { id: 'resp_1' } });
    session.server({
      type: 'response.done',
      response: { id: 'resp_1', status: 'completed', usage },
    });
    expect(cost(session.state)).toEqual({ usd: 0.004, asOf: '2026-11-20' });
    expect(JSON.stringify(session.state.transcript.at(-1))).toContain('prices of 2026-11-20');
  });

  it.each<[string, unknown, Partial<Problem>]>([
    ['no object', ['pro'], { path: '', found: 'an array' }],
    ['no date', { tiers: {} }, { path: 'date', found: 'nothing' }],
    ['a date that is none', { date: 'today', tiers: {} }, { path: 'date', found: '"today"' }],
    ['a month that is none', { date: '2026-13', tiers: {} }, { path: 'date', found: '"2026-13"' }],
    ['no tiers', { date: '2026-11' }, { path: 'tiers', found: 'nothing' }],
    [
      'another currency',
      { date: '2026-11', currency: 'EUR', tiers: {} },
      { path: 'currency', found: '"EUR"', expected: '"USD"' },
    ],
    [
      'an unknown key',
      { date: '2026-11', teirs: {}, tiers: {} },
      { path: 'teirs', suggestion: 'tiers' },
    ],
    [
      'an unknown tier without models',
      { date: '2026-11', tiers: { standart: { text_in: 1 } } },
      { path: 'tiers.standart', found: 'an unknown tier', suggestion: 'standard' },
    ],
    [
      'an unknown kind',
      { date: '2026-11', tiers: { pro: { audio_inn: 1 } } },
      { path: 'tiers.pro.audio_inn', found: 'an unknown key', suggestion: 'audio_in' },
    ],
    [
      'a negative price',
      { date: '2026-11', tiers: { pro: { text_in: -1 } } },
      { path: 'tiers.pro.text_in', found: '-1' },
    ],
    [
      'a price that is no number',
      { date: '2026-11', tiers: { pro: { text_in: '4 dollars' } } },
      { path: 'tiers.pro.text_in', found: '"4 dollars"' },
    ],
    [
      'a price that is not finite',
      { date: '2026-11', tiers: { pro: { text_in: Number.POSITIVE_INFINITY } } },
      { path: 'tiers.pro.text_in', found: 'Infinity' },
    ],
    [
      'a new tier that lacks a price',
      { date: '2026-11', tiers: { ours: { models: ['ours'], ...all, image_in: undefined } } },
      { path: 'tiers.ours.image_in', found: 'nothing' },
    ],
    [
      'a list of models that is empty',
      { date: '2026-11', tiers: { pro: { models: [] } } },
      { path: 'tiers.pro.models' },
    ],
    [
      'the name of a model that is none',
      { date: '2026-11', tiers: { pro: { models: ['a b'] } } },
      { path: 'tiers.pro.models[0]', found: '"a b"' },
    ],
  ])('with %s is refused, with path, reason and nearest spelling', (_what, value, problem) => {
    expect(problemsOf(priceFile, value, 'strict')).toEqual([expect.objectContaining(problem)]);
  });
});
