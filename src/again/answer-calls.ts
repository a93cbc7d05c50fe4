import { currentApproval } from '../session/selectors.js';
import type { SessionView } from '../session/view.js';
import { callKey } from './call-key.js';
import { InOrder } from './in-order.js';
import type { RecordedDecision, RecordedUser } from './recorded-user.js';

/**
 * Answers the calls that wait for approval as the user did in the recording. A local function that nobody was asked about
 * may be called: what it answers is recorded as well, or an error. Another server's tool may not.
 * @returns ends that
 */
export function answerCalls(
  session: SessionView,
  { decisions }: Pick<RecordedUser, 'decisions'>,
): () => void {
  const recorded = new InOrder<RecordedDecision>();
  for (const decision of decisions) recorded.add(callKey(decision), decision);
  const answered = new Set<string>();
  return session.subscribe(() => {
    const call = currentApproval(session.getState());
    if (call === undefined || answered.has(call.callId)) return;
    answered.add(call.callId);
    const found = recorded.take(callKey(call))?.decision;
    const decision = found ?? (call.kind === 'function' ? 'once' : 'deny');
    session.dispatch({
      type: 'decide',
      callId: call.callId,
      // Of other arguments the user has not decided.
      decision: decision === 'session' ? 'once' : decision,
    });
  });
}
