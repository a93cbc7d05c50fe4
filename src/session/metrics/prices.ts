/**
 * The kinds of tokens that have a price of their own. `speech` is the audio price where Azure speech services hear or
 * speak (cascade models, Azure voices), `audio` where the model itself does.
 */
export const priceKinds = [
  'text_in',
  'text_cached',
  'text_out',
  'audio_in',
  'audio_cached',
  'audio_out',
  'speech_in',
  'speech_out',
  'image_in',
] as const;

export type PriceKind = (typeof priceKinds)[number];

/** US dollars per million tokens. */
export type Prices = Readonly<Record<PriceKind, number>>;

/** Models that cost the same. */
export interface PriceTier {
  readonly name: string;
  /** Names of models; `*` stands for any characters. */
  readonly models: readonly string[];
  readonly prices: Prices;
}

export interface PriceTable {
  /** The date of the prices, as it is shown. */
  readonly asOf: string;
  /** The first tier that names a model is the model's. */
  readonly tiers: readonly PriceTier[];
}

/**
 * East US, February 2026, from a third party's copy of the Azure Retail Prices API (amantaras/voice-live-pricing,
 * commit 1f2fe174): an estimate, always shown with this date. The tiers of the models are as documented for Voice Live
 * (overview of 2026-09-29).
 */
export const builtInPrices: PriceTable = {
  asOf: '2026-02',
  tiers: [
    {
      name: 'lite',
      models: ['phi4-mm-realtime*', '*-nano', '*-nano-*'],
      prices: {
        text_in: 0.11,
        text_cached: 0.04,
        text_out: 0.44,
        audio_in: 4,
        audio_cached: 0.04,
        audio_out: 0,
        speech_in: 15,
        speech_out: 33,
        image_in: 0.11,
      },
    },
    {
      name: 'standard',
      models: ['gpt-*-mini', 'gpt-*-mini-*', 'gpt-*luna*'],
      prices: {
        text_in: 0.66,
        text_cached: 0.33,
        text_out: 2.64,
        audio_in: 11,
        audio_cached: 0.33,
        audio_out: 22,
        speech_in: 15,
        speech_out: 33,
        image_in: 0.66,
      },
    },
    {
      name: 'pro',
      models: ['gpt-*', 'azure-realtime*'],
      prices: {
        text_in: 4.4,
        text_cached: 1.375,
        text_out: 17.6,
        audio_in: 35.2,
        audio_cached: 0.44,
        audio_out: 70.4,
        speech_in: 17,
        speech_out: 38,
        image_in: 4.4,
      },
    },
  ],
};

function isNamedBy(model: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return model === pattern;
  if (!model.startsWith(first) || !model.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = model.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= model.length - last.length;
}

/** What a model's tokens cost; undefined for a model that the table does not have. */
export function pricesOf(table: PriceTable, model: string): Prices | undefined {
  return table.tiers.find(({ models }) => models.some((pattern) => isNamedBy(model, pattern)))
    ?.prices;
}
