import type { RequestSession } from '../protocol/generated/types.js';
import type { TokenCounts } from './state.js';

/** USD per million tokens. */
interface Prices {
  readonly textIn: number;
  readonly textOut: number;
  readonly textCached: number;
  readonly audioIn: number;
  readonly audioOut: number;
  readonly audioCached: number;
  readonly speechIn: number;
  readonly speechOut: number;
}

/**
 * East US, February 2026, from a third party's copy of the Azure Retail Prices API (amantaras/voice-live-pricing,
 * commit 1f2fe174): an estimate, always shown with this date. `speech` is the audio price where Azure speech services
 * hear or speak (cascade models, Azure voices), `audio` where the model itself does.
 */
export const pricesAsOf = '2026-02';

const pro: Prices = {
  textIn: 4.4,
  textOut: 17.6,
  textCached: 1.375,
  audioIn: 35.2,
  audioOut: 70.4,
  audioCached: 0.44,
  speechIn: 17,
  speechOut: 38,
};
const standard: Prices = {
  textIn: 0.66,
  textOut: 2.64,
  textCached: 0.33,
  audioIn: 11,
  audioOut: 22,
  audioCached: 0.33,
  speechIn: 15,
  speechOut: 33,
};
const lite: Prices = {
  textIn: 0.11,
  textOut: 0.44,
  textCached: 0.04,
  audioIn: 4,
  audioOut: 0,
  audioCached: 0.04,
  speechIn: 15,
  speechOut: 33,
};

/** Model tiers as documented for Voice Live (overview of 2026-09-29). */
function pricesOf(model: string): Prices | undefined {
  if (/^phi4-mm-realtime|-nano\b/.test(model)) return lite;
  if (/^gpt-.*(-mini\b|luna)/.test(model)) return standard;
  return /^(gpt-|azure-realtime)/.test(model) ? pro : undefined;
}

/** Whether audio goes straight into and out of the model, as against speech services around a text model. */
export function isNativeAudioModel(model: string): boolean {
  return /realtime/.test(model);
}

/** Estimated cost of one response in USD; undefined for a model that is not in the table. */
export function estimateUsd(
  model: string,
  voice: RequestSession['voice'],
  tokens: TokenCounts,
): number | undefined {
  const prices = pricesOf(model);
  if (!prices) return undefined;
  const native = isNativeAudioModel(model);
  const azureVoice = typeof voice === 'object' && voice.type.startsWith('azure');
  const audioIn = native ? prices.audioIn : prices.speechIn;
  const audioOut = native && !azureVoice ? prices.audioOut : prices.speechOut;
  const millionths =
    (tokens.inputText - tokens.cachedText) * prices.textIn +
    tokens.cachedText * prices.textCached +
    (tokens.inputAudio - tokens.cachedAudio) * audioIn +
    tokens.cachedAudio * prices.audioCached +
    tokens.inputImage * prices.textIn +
    tokens.outputText * prices.textOut +
    tokens.outputAudio * audioOut;
  return millionths / 1e6;
}
