import type { JsonObject } from '../../shared/json.js';

const windowS = 60;

/** Builds `rate_limits.updated` after each response (Voice Live schema reference; never recorded). */
export class RateLimits {
  readonly #requests: number;
  readonly #tokens: number;
  #usedRequests = 0;
  #usedTokens = 0;

  constructor(limits: { readonly requests: number; readonly tokens: number }) {
    this.#requests = limits.requests;
    this.#tokens = limits.tokens;
  }

  /** @param tokens of the response that has just ended */
  after(tokens: number): JsonObject {
    this.#usedRequests += 1;
    this.#usedTokens += tokens;
    const limit = (name: string, of: number, used: number): JsonObject => ({
      name,
      limit: of,
      remaining: Math.max(0, of - used),
      reset_seconds: windowS,
    });
    return {
      type: 'rate_limits.updated',
      rate_limits: [
        limit('requests', this.#requests, this.#usedRequests),
        limit('tokens', this.#tokens, this.#usedTokens),
      ],
    };
  }
}
