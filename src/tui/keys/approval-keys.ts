import type { Decision } from '../../session/inputs.js';
import { currentApproval, waitingApprovals } from '../../session/selectors.js';
import type { UiState } from '../ui-state.js';
import { isAsking } from './conditions.js';
import type { PressContext } from './key-context.js';
import { uiOnly, type KeyResult } from './key-result.js';
import type { KeyRow } from './key-row.js';

/** The question must have been readable this long before a key answers it. */
const readingMs = 300;
const tooEarly = 'Too early: the question had just appeared. Press the key again.';

const unread = 'Read the whole call first: ↓ shows the rest, y works at the end.';
const tooLong = 'The arguments are too long to show: the call can only be denied (n).';

/** The keys that answer a tool call's request for approval. */
export const approvalKeys: readonly KeyRow[] = [
  {
    keys: ['y'],
    does: 'once',
    about: 'approve the tool call on the screen, with exactly these arguments',
    modes: ['session'],
    place: 'approval',
    when: isAsking,
    footer: () => 1,
    run: (ui, context) => decide('once', ui, context),
  },
  {
    keys: ['a'],
    does: 'always',
    about: 'approve this tool for the rest of the session',
    modes: ['session'],
    place: 'approval',
    when: isAsking,
    footer: () => 2,
    run: (ui, context) => decide('session', ui, context),
  },
  {
    keys: ['n'],
    does: 'deny',
    about: 'deny the tool call',
    modes: ['session'],
    place: 'approval',
    when: isAsking,
    footer: () => 3,
    run: (ui, context) => decide('deny', ui, context),
  },
];

/**
 * Answers the question on the screen. A key typed ahead, repeated by being held, or read in one piece with others (a
 * paste in a terminal that does not mark pastes) answers nothing.
 */
function decide(decision: Decision, ui: UiState, context: PressContext): KeyResult {
  const call = currentApproval(context.state);
  const { question } = ui;
  const deliberate =
    call !== undefined &&
    question?.callId === call.callId &&
    question.arguments === call.arguments &&
    // The whole burst of typing that the key belongs to, not just the key, must come after the reading time.
    ui.burstSinceMs - question.sinceMs >= readingMs &&
    context.key.action === 'press' &&
    context.alone;
  if (!deliberate) return uiOnly({ ...ui, hint: tooEarly });
  if (decision !== 'deny' && question.shown < question.length)
    return uiOnly({ ...ui, hint: Number.isFinite(question.length) ? unread : tooLong });
  return {
    ui: {
      ...ui,
      panelScroll: 0,
      // In a text session Esc left the text box to answer.
      focus: ui.focus === 'keys' && waitingApprovals(context.state) === 1 ? 'session' : ui.focus,
    },
    intents: [{ type: 'decide', callId: call.callId, decision }],
  };
}
