import {
  called,
  list,
  map,
  matching,
  object,
  oneOf,
  optional,
  range,
  required,
  withRule,
  type Infer,
} from '../../validation/build-shape.js';
import { problemAt, wrongValueAt, type Problem } from '../../validation/problem.js';
import { isJsonObject } from '../../shared/json.js';
import { nearest } from '../../shared/suggest.js';
import { builtInPrices, priceKinds, type Prices, type PriceTable } from './prices.js';

const maxTiers = 64;
const maxModels = 64;

const date = matching(
  /^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/,
  'the date of the prices, such as 2026-11 or 2026-11-20',
);
const model = matching(/^[\w.:/*-]{1,128}$/, 'the name of a model, with * for any characters');
const usdPerMillion = 'US dollars per million tokens, 0 or more';
const price = called(range('number', 0), usdPerMillion);

const tier = object({
  models: optional(list(model, 1, maxModels)),
  text_in: optional(price),
  text_cached: optional(price),
  text_out: optional(price),
  audio_in: optional(price),
  audio_cached: optional(price),
  audio_out: optional(price),
  speech_in: optional(price),
  speech_out: optional(price),
  image_in: optional(price),
});

/**
 * The file of `--prices`: `{date, currency?: USD, tiers: {NAME: {models?, KIND: USD per million tokens}}}`. The name of a
 * built-in tier, or of a new one, which has models and every price.
 */
export const priceFile = object({
  date: required(date),
  currency: optional(oneOf('USD')),
  tiers: required(withRule(map(tier, maxTiers), newTiersAreWhole)),
});

function newTiersAreWhole(tiers: unknown): readonly Problem[] {
  if (!isJsonObject(tiers)) return [];
  const builtIn = builtInPrices.tiers.map(({ name }) => name);
  return Object.entries(tiers)
    .filter(([name]) => !builtIn.includes(name))
    .flatMap(([name, value]) => {
      if (!isJsonObject(value)) return [];
      if (value['models'] === undefined) {
        const expected = `${builtIn.join(', ')}, or a new tier with models`;
        const suggestion = nearest(name, builtIn);
        return [problemAt([name], { found: 'an unknown tier', expected, suggestion })];
      }
      return priceKinds
        .filter((kind) => value[kind] === undefined)
        .map((kind) => wrongValueAt([name, kind], undefined, usdPerMillion));
    });
}

const free: Prices = {
  text_in: 0,
  text_cached: 0,
  text_out: 0,
  audio_in: 0,
  audio_cached: 0,
  audio_out: 0,
  speech_in: 0,
  speech_out: 0,
  image_in: 0,
};

/**
 * The price table of a file. A built-in tier is overridden price by price, and its `models` are added. Models that the
 * file itself names go first; the patterns of the built-in tiers keep their order, because the wider ones come last.
 */
export function priceTableOf(file: Infer<typeof priceFile>): PriceTable {
  const given = Object.entries(file.tiers).map(([name, { models = [], ...prices }]) => {
    const base = builtInPrices.tiers.find((builtIn) => builtIn.name === name);
    return { name, models, prices: { ...(base?.prices ?? free), ...prices } };
  });
  const builtIn = builtInPrices.tiers.map((base) => ({
    ...base,
    prices: given.find(({ name }) => name === base.name)?.prices ?? base.prices,
  }));
  return {
    asOf: file.date,
    tiers: [...given.filter(({ models }) => models.length > 0), ...builtIn],
  };
}
