import type { RequestSession } from '../../protocol/generated/types.js';
import { pricesOf, type PriceTable } from './prices.js';
import type { TokenCounts } from '../state.js';

/** Whether audio goes straight into and out of the model, as against speech services around a text model. */
function isNativeAudioModel(model: string): boolean {
  return /realtime/.test(model);
}

/** Estimated cost of one response in USD; undefined for a model that is not in the table. */
export function estimateUsd(
  table: PriceTable,
  model: string,
  voice: RequestSession['voice'],
  tokens: TokenCounts,
): number | undefined {
  const prices = pricesOf(table, model);
  if (!prices) return undefined;
  const native = isNativeAudioModel(model);
  const azureVoice = typeof voice === 'object' && voice.type.startsWith('azure');
  const audioIn = native ? prices.audio_in : prices.speech_in;
  const audioOut = native && !azureVoice ? prices.audio_out : prices.speech_out;
  const millionths =
    (tokens.inputText - tokens.cachedText) * prices.text_in +
    tokens.cachedText * prices.text_cached +
    (tokens.inputAudio - tokens.cachedAudio) * audioIn +
    tokens.cachedAudio * prices.audio_cached +
    tokens.inputImage * prices.image_in +
    tokens.outputText * prices.text_out +
    tokens.outputAudio * audioOut;
  return millionths / 1e6;
}
