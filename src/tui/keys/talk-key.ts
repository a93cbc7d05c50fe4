import { isTalkKeyHeld } from '../../session/selectors.js';
import type { KeyContext, Outcome } from './key-context.js';
import type { Key } from '../terminal/key-event.js';
import type { UiState } from '../ui-state.js';

/**
 * Presses of the key closer than this come from a held key that the terminal repeats (the first repeat comes after up
 * to 660 ms by the defaults of common systems): they must not start and stop.
 */
const repeatWindowMs = 700;

/** The key of push-to-talk goes down: talk while it is held, or start and send by turns where the terminal reports no release. */
export function pressSpace(ui: UiState, key: Key, context: KeyContext): Outcome {
  const talking = isTalkKeyHeld(context.state);
  if (ui.reportsRelease) {
    if (key.action === 'repeat' || ui.holding) return { ui, intents: [] };
    return { ui: { ...ui, holding: true }, intents: [{ type: 'talk-start' }] };
  }
  const repeated = context.nowMs - ui.spaceAtMs < repeatWindowMs;
  const next = { ...ui, spaceAtMs: context.nowMs };
  if (repeated) return { ui: next, intents: [] };
  return { ui: next, intents: [{ type: talking ? 'talk-send' : 'talk-start' }] };
}

/** The key comes up after it was held: send, whatever has the focus by then. */
export function releaseSpace(ui: UiState, context: KeyContext): Outcome {
  const talking = isTalkKeyHeld(context.state);
  return { ui: { ...ui, holding: false }, intents: talking ? [{ type: 'talk-send' }] : [] };
}
