import { changed } from '../change-state.js';
import type { TokenUsage } from '../../protocol/generated/types.js';
import { estimateUsd } from './cost.js';
import { builtInPrices, type PriceTable } from './prices.js';
import { noTokens } from '../initial-state.js';
import type { SessionState, TokenCounts } from '../state.js';

/**
 * Token counts of one response. Text and audio counts include the cached ones, reasoning is inside output text
 * (service recordings). A response without details counts as text.
 */
export function tokensOf(usage: TokenUsage): TokenCounts {
  const input = usage.input_token_details ?? { text_tokens: usage.input_tokens };
  const output = usage.output_token_details ?? { text_tokens: usage.output_tokens };
  const cached = input.cached_tokens_details ?? { text_tokens: input.cached_tokens ?? 0 };
  return {
    inputText: input.text_tokens ?? 0,
    inputAudio: input.audio_tokens ?? 0,
    inputImage: input.image_tokens ?? 0,
    cachedText: cached.text_tokens ?? 0,
    cachedAudio: cached.audio_tokens ?? 0,
    outputText: output.text_tokens ?? 0,
    outputAudio: output.audio_tokens ?? 0,
    reasoning: output.reasoning_tokens ?? 0,
  };
}

/** Sum of two counts, kind by kind. */
export function addTokens(a: TokenCounts, b: TokenCounts): TokenCounts {
  return {
    inputText: a.inputText + b.inputText,
    inputAudio: a.inputAudio + b.inputAudio,
    inputImage: a.inputImage + b.inputImage,
    cachedText: a.cachedText + b.cachedText,
    cachedAudio: a.cachedAudio + b.cachedAudio,
    outputText: a.outputText + b.outputText,
    outputAudio: a.outputAudio + b.outputAudio,
    reasoning: a.reasoning + b.reasoning,
  };
}

/** The prices that the session's cost is estimated by. */
export function priceTable({ options }: SessionState): PriceTable {
  return options.prices ?? builtInPrices;
}

/** Books what a finished response used. */
export function bookUsage(state: SessionState, usage: TokenUsage | undefined): SessionState {
  const last = usage ? tokensOf(usage) : noTokens;
  const voice = state.reportedSession?.voice ?? state.options.session.voice;
  const cost = estimateUsd(priceTable(state), state.options.model, voice, last);
  return changed(state, {
    usage: {
      responses: state.usage.responses + 1,
      total: addTokens(state.usage.total, last),
      last,
      ...(state.usage.last === undefined ? {} : { before: state.usage.last }),
      costUsd: state.usage.costUsd + (cost ?? 0),
      priced: cost !== undefined,
    },
  });
}

/** True when the estimated cost passed `--max-cost`: nothing more is asked for. */
export function isSpent({ options, usage }: SessionState): boolean {
  return options.maxCostUsd !== undefined && usage.costUsd > options.maxCostUsd;
}
