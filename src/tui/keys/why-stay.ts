import { outageOf } from '../../session/connection/outage.js';
import { activity, type Activity } from '../../session/selectors.js';
import type { UiState } from '../ui-state.js';
import type { KeyContext } from './key-context.js';

/** A key this soon after typing may still be meant for the text. */
const typingMs = 1000;

/**
 * Why a single key should not end the session now: words for the question, empty when they would explain nothing;
 * undefined when it may.
 */
export function whyStay(ui: UiState, { state, nowMs }: KeyContext): string | undefined {
  const doing = activity(state);
  if (doing === 'closed') return undefined;
  const reason = underWay(doing);
  if (reason !== undefined) return reason;
  if (outageOf(state)?.unanswered === true) return 'your turn is not answered yet';
  if (state.pendingIntents.length > 0) return 'a message waits to be sent';
  if (ui.editor.text.trim() !== '') return 'your message is not sent';
  return nowMs - ui.typedAtMs < typingMs ? '' : undefined;
}

function underWay(doing: Activity): string | undefined {
  switch (doing) {
    case 'hearing-you':
      return 'you are speaking';
    case 'recording':
      return 'you are being recorded';
    case 'sending':
      return 'your turn is being sent';
    case 'thinking':
    case 'replying':
      return 'a reply is under way';
    case 'speaking':
      return 'a reply is playing';
    case 'approval':
      return 'a tool call needs approval';
    case 'connecting':
    case 'reconnecting':
    case 'listening':
    case 'closed':
    case 'idle':
      return undefined;
  }
}
