import type { Decision } from '../../session/inputs.js';
import { currentApproval } from '../../session/selectors.js';
import type { KeyContext, Outcome } from './key-context.js';
import type { Key } from '../terminal/key-event.js';
import type { UiState } from '../ui-state.js';

/** A question must have been readable this long before a key answers it. */
const readingMs = 300;
const tooEarly = 'That key came too soon after the question to be an answer. Press it again.';

interface Press {
  readonly key: Key;
  readonly context: KeyContext;
}

/**
 * Answers the question on the screen. A key typed ahead, repeated by being held, or read in one piece with others (a
 * paste in a terminal that does not mark pastes) answers nothing.
 */
export function answerQuestion(ui: UiState, decision: Decision, press: Press): Outcome {
  const { key, context } = press;
  const call = currentApproval(context.state);
  const { question } = ui;
  const deliberate =
    call !== undefined &&
    question?.callId === call.callId &&
    question.arguments === call.arguments &&
    // The whole burst of typing that the key belongs to, not just the key, must come after the reading time.
    ui.burstSinceMs - question.sinceMs >= readingMs &&
    key.action === 'press' &&
    context.alone;
  if (!deliberate) return { ui: { ...ui, hint: tooEarly }, intents: [] };
  return {
    ui: { ...ui, panelScroll: 0 },
    intents: [{ type: 'decide', callId: call.callId, decision }],
  };
}
