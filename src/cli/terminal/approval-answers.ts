import type { Decision } from '../../session/inputs.js';
import { currentApproval } from '../../session/selectors.js';
import type { PendingCall } from '../../session/state.js';
import type { SessionView } from '../../session/view.js';
import { canBeApproved, questionLines } from '../../tui/plain/plain-question.js';
import type { TypedLine } from './prompt.js';

/** The question must have been readable this long before a line that answers it is begun. */
const readingMs = 300;

const decisions: ReadonlyMap<string, Decision> = new Map([
  ['y', 'once'],
  ['yes', 'once'],
  ['a', 'session'],
  ['always', 'session'],
  ['n', 'deny'],
  ['no', 'deny'],
]);

export interface ApprovalAnswers {
  /** Asks about the call that waits, once. */
  readonly ask: () => void;
  /** Takes a line as the answer, or as an attempt at one; false when it is text for the session. */
  readonly take: (line: TypedLine) => boolean;
}

/**
 * Asks about tool calls on a terminal and reads the answers from typed lines. A line that was begun before the question
 * could be read answers nothing. Where it is not known when a line was begun, the answer must repeat the question's number.
 */
export function createApprovalAnswers(
  session: SessionView,
  print: (line: string) => void,
  settings: { readonly knowsBeginning: boolean; readonly now: () => number },
): ApprovalAnswers {
  let question: { readonly call: PendingCall; readonly sinceMs: number } | undefined;
  let asked = 0;

  const suffix = (): string => (settings.knowsBeginning ? '' : ` ${String(asked)}`);

  function ask(): void {
    const call = currentApproval(session.getState());
    if (isSame(question?.call, call)) return;
    question = undefined;
    if (call === undefined) return;
    asked += 1;
    question = { call, sinceMs: settings.now() };
    for (const line of questionLines(session.getState(), call, { suffix: suffix() })) print(line);
  }

  function askAgain(why: string): true {
    const form = `y${suffix()}, a${suffix()} or n${suffix()}`;
    print(`${'approve'.padEnd(7)} ${why} Type ${form}.`);
    return true;
  }

  function take({ text, begunMs }: TypedLine): boolean {
    if (question === undefined) return false;
    const { call, sinceMs } = question;
    const isEarly = begunMs !== undefined && begunMs - sinceMs < readingMs;
    const [word = '', number] = text.toLowerCase().split(/\s+/);
    const decision = decisions.get(word);
    if (decision === undefined) {
      if (!isEarly) return askAgain('Not sent: the tool call needs an answer first.');
      print(`${'note'.padEnd(7)} Sent as a turn. The tool call still needs an answer.`);
      return false;
    }
    if (isEarly) return askAgain('Typed before the question could be read: not counted.');
    if (!settings.knowsBeginning && number !== String(asked))
      return askAgain('Not counted: the number of the question is missing.');
    if (decision !== 'deny' && !canBeApproved(call))
      return askAgain('Too long to be approved: it can only be denied.');
    session.dispatch({ type: 'decide', callId: call.callId, decision });
    return true;
  }

  return { ask, take };
}

function isSame(left: PendingCall | undefined, right: PendingCall | undefined): boolean {
  return left?.callId === right?.callId && left?.arguments === right?.arguments;
}
