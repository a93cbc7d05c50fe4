import { exitCodes } from '../../shared/errors.js';
import { end } from '../connection/connection.js';
import { outageOf } from '../connection/outage.js';
import { isSounding } from '../playback/playback.js';
import { pricesOf } from './prices.js';
import type { SessionState } from '../state.js';
import { chain, type Step } from '../step.js';
import { addNotice } from '../log/transcript.js';
import { isSpent, priceTable } from './usage.js';

/** `$0.05`: an amount as a user gave it. */
function dollars(usd: number): string {
  return `$${String(usd)}`;
}

/** Warns when the limit cannot be enforced, and when it is passed. */
function tell(before: SessionState, state: SessionState): SessionState {
  const { maxCostUsd, model } = state.options;
  if (maxCostUsd === undefined) return state;
  const isReady =
    state.connection.phase === 'ready' &&
    before.connection.phase !== 'ready' &&
    outageOf(before) === undefined;
  if (isReady && pricesOf(priceTable(state), model) === undefined) {
    const text = `No price is known for ${model}, so --max-cost ${dollars(maxCostUsd)} cannot be enforced. Add its price with --prices FILE.`;
    return addNotice(state, 'warning', text);
  }
  if (!isSpent(state) || isSpent(before)) return state;
  const text = `The estimated cost is over --max-cost ${dollars(maxCostUsd)} (prices of ${priceTable(state).asOf}): the session ends after this reply.`;
  return addNotice(state, 'warning', text);
}

/** Enforces `--max-cost`: the current reply plays to its end, then the session ends. */
export function keepBudget(before: SessionState, step: Step): Step {
  if (step.state.options.maxCostUsd === undefined) return step;
  const state = tell(before, step.state);
  const quiet =
    state.connection.phase === 'ready' &&
    state.response.active.phase === 'none' &&
    state.playback.flushing === undefined &&
    !isSounding(state);
  if (!isSpent(state) || !quiet) return { state, effects: step.effects };
  const ended = chain(state, (current) =>
    end(current, {
      code: 'max-cost',
      sentence: `The session ended because its estimated cost is over --max-cost ${dollars(state.options.maxCostUsd ?? 0)}.`,
      hint: 'Use a higher --max-cost or a cheaper --model.',
      exitCode: exitCodes.session,
    }),
  );
  return { state: ended.state, effects: [...step.effects, ...ended.effects] };
}
