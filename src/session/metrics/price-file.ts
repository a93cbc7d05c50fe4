import { describeValue, printable } from '../../validation/describe.js';
import type { Problem } from '../../validation/problem.js';
import { isJsonArray, isJsonObject, type JsonObject } from '../../shared/json.js';
import { nearest } from '../../shared/suggest.js';
import { builtInPrices, priceKinds } from './prices.js';
import type { PriceKind, Prices, PriceTable, PriceTier } from './prices.js';

/** The parsed file, and how its problems are told. */
interface PriceDocument {
  readonly value: unknown;
  invalid(problems: readonly Problem[]): Error;
}

type Report = (path: string, found: string, expected: string, suggestion?: string) => void;

const keys = ['date', 'currency', 'tiers'];
const tierKeys = ['models', ...priceKinds];
const datePattern = /^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/;
const modelPattern = /^[\w.:/*-]{1,128}$/;
const mostTiers = 64;
const mostModels = 64;
const longestKey = 40;

/**
 * The price table of `--prices`: `{date, currency?: USD, tiers: {NAME: {models?, KIND: USD per million tokens}}}`. A
 * built-in tier takes over what the file says about it, and its `models` are added; any other name is a new tier and
 * names its models and every price. The file's tiers go before the built-in ones.
 * @throws what `document.invalid` makes of all problems found
 */
export function parsePriceFile(document: PriceDocument): PriceTable {
  const problems: Problem[] = [];
  const report: Report = (path, found, expected, suggestion) => {
    problems.push({ path, found, expected, ...(suggestion === undefined ? {} : { suggestion }) });
  };
  const table = parseTable(document.value, report);
  if (problems.length > 0 || table === undefined) throw document.invalid(problems);
  return table;
}

function parseTable(value: unknown, report: Report): PriceTable | undefined {
  if (!isJsonObject(value)) {
    report('', describeValue(value, true), 'an object with date and tiers');
    return undefined;
  }
  checkKeys(value, keys, '', report);
  const { currency = 'USD', tiers } = value;
  if (currency !== 'USD') report('currency', describeValue(currency, true), 'USD');
  const asOf = parseDate(value['date'], report);
  if (!isJsonObject(tiers)) {
    report('tiers', describeValue(tiers, true), 'an object of tiers by name');
    return undefined;
  }
  const entries = Object.entries(tiers);
  if (entries.length > mostTiers)
    report('tiers', `${entries.length} tiers`, `at most ${mostTiers}`);
  const given = entries
    .slice(0, mostTiers)
    .flatMap(([name, tier]) => parseTier(name, tier, report) ?? []);
  return { asOf, tiers: inOrder(given) };
}

/**
 * Models that the file itself names go first. The patterns of the built-in tiers keep their order, because the wider
 * ones stand last.
 */
function inOrder(given: readonly PriceTier[]): readonly PriceTier[] {
  const builtIn = builtInPrices.tiers.map((tier) => ({
    ...tier,
    prices: given.find(({ name }) => name === tier.name)?.prices ?? tier.prices,
  }));
  return [...given.filter((tier) => tier.models.length > 0), ...builtIn];
}

function parseDate(date: unknown, report: Report): string {
  if (typeof date === 'string' && datePattern.test(date)) return date;
  report(
    'date',
    describeValue(date, true),
    'the date of the prices, such as 2026-11 or 2026-11-20',
  );
  return '';
}

function parseTier(name: string, value: unknown, report: Report): PriceTier | undefined {
  const path = below('tiers', name);
  if (!isJsonObject(value)) {
    report(path, describeValue(value, true), 'an object of prices by kind');
    return undefined;
  }
  const base = builtInPrices.tiers.find((tier) => tier.name === name);
  checkKeys(value, tierKeys, path, report);
  if (base === undefined && value['models'] === undefined) {
    const names = builtInPrices.tiers.map((tier) => tier.name);
    const expected = `${names.join(', ')}, or a new tier with models`;
    report(path, 'an unknown tier', expected, nearest(name, names));
    return undefined;
  }
  return {
    name,
    models: parseModels(value['models'], `${path}.models`, report),
    prices: parsePrices(value, base?.prices, path, report),
  };
}

function parseModels(value: unknown, path: string, report: Report): readonly string[] {
  if (value === undefined) return [];
  if (!isJsonArray(value) || value.length === 0 || value.length > mostModels) {
    report(path, describeValue(value, true), `a list of 1 to ${mostModels} names of models`);
    return [];
  }
  return value.flatMap((model, index) => {
    if (typeof model === 'string' && modelPattern.test(model)) return [model];
    const expected = 'the name of a model; * stands for any characters';
    report(`${path}[${index}]`, describeValue(model, true), expected);
    return [];
  });
}

function parsePrices(
  value: JsonObject,
  base: Prices | undefined,
  path: string,
  report: Report,
): Prices {
  const price = (kind: PriceKind): number => {
    const given = value[kind] ?? base?.[kind];
    if (typeof given === 'number' && Number.isFinite(given) && given >= 0) return given;
    report(
      `${path}.${kind}`,
      describeValue(given, true),
      'US dollars per million tokens, 0 or more',
    );
    return 0;
  };
  return {
    text_in: price('text_in'),
    text_cached: price('text_cached'),
    text_out: price('text_out'),
    audio_in: price('audio_in'),
    audio_cached: price('audio_cached'),
    audio_out: price('audio_out'),
    speech_in: price('speech_in'),
    speech_out: price('speech_out'),
    image_in: price('image_in'),
  };
}

function checkKeys(
  value: JsonObject,
  known: readonly string[],
  path: string,
  report: Report,
): void {
  for (const key of Object.keys(value).filter((name) => !known.includes(name))) {
    report(below(path, key), 'an unknown key', `one of ${known.join(', ')}`, nearest(key, known));
  }
}

function below(path: string, key: string): string {
  const name = printable(key, longestKey);
  return path === '' ? name : `${path}.${name}`;
}
