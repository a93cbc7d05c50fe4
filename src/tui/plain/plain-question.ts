import { waitingApprovals } from '../../session/selectors.js';
import type { PendingCall, SessionState } from '../../session/state.js';
import { callText } from '../layout/approval.js';

/** The lines that ask about a tool call: all of it, escaped where it cannot be seen, then what can be answered. */
export function questionLines(
  state: SessionState,
  call: PendingCall,
  answers: { readonly suffix: string },
): readonly string[] {
  const { text, tooLong } = callText(call);
  const waiting = waitingApprovals(state);
  const [head = '', ...rest] = text.split('\n');
  return [
    `${'tool'.padEnd(7)} ${head}`,
    ...rest.map((line) => `${''.padEnd(7)} ${line}`),
    `${'approve'.padEnd(7)} ${answerWords(tooLong, answers.suffix)}${waiting > 1 ? ` (1 of ${String(waiting)})` : ''}`,
  ];
}

/** Whether a call is short enough to be shown whole, and so to be approved. */
export function canBeApproved(call: PendingCall): boolean {
  return !callText(call).tooLong;
}

function answerWords(tooLong: boolean, suffix: string): string {
  if (tooLong) return `Too long to be approved here. Type n${suffix} to deny.`;
  return `Type y${suffix} (once), a${suffix} (always in this session) or n${suffix} (deny), then Enter.`;
}
