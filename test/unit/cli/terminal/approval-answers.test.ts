import { describe, expect, it } from 'vitest';
import { createApprovalAnswers } from '../../../../src/cli/terminal/approval-answers.js';
import { initialState } from '../../../../src/session/initial-state.js';
import { fakeView, pendingCall, sessionState } from '../../../helpers/state.js';

const approval = { ...initialState(sessionState().options).approval };

function asked(change: Parameters<typeof pendingCall>[0] = {}, knowsBeginning = true) {
  const printed: string[] = [];
  const view = fakeView(sessionState({ approval: { ...approval, calls: [pendingCall(change)] } }));
  let nowMs = 1000;
  const answers = createApprovalAnswers(view, (line) => printed.push(line), {
    knowsBeginning,
    now: () => nowMs,
  });
  answers.ask();
  return {
    printed,
    view,
    answers,
    later: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe('answers to a question about a tool call', () => {
  it.each([
    ['y', 'once'],
    ['YES', 'once'],
    ['a', 'session'],
    ['n', 'deny'],
  ])('%s means %s, when it is begun after the question could be read', (text, decision) => {
    const { view, answers } = asked();
    expect(answers.take({ text, begunMs: 1300 })).toBe(true);
    expect(view.dispatched).toEqual([{ type: 'decide', callId: pendingCall().callId, decision }]);
  });

  it('an answer that is begun a moment too early counts for nothing', () => {
    const { view, answers, printed } = asked();
    expect(answers.take({ text: 'y', begunMs: 1299 })).toBe(true);
    expect(view.dispatched).toEqual([]);
    expect(printed.at(-1)).toContain('Typed before the question could be read');
  });

  it('the next question needs an answer of its own time', () => {
    const { view, answers, later } = asked();
    const next = pendingCall({ callId: 'call_2', arguments: '{"city":"Rome"}' });
    later(1000);
    view.set(sessionState({ approval: { ...approval, calls: [next] } }));
    answers.ask();
    answers.take({ text: 'y', begunMs: 1500 });
    expect(view.dispatched).toEqual([]);
    answers.take({ text: 'y', begunMs: 2300 });
    expect(view.dispatched).toEqual([{ type: 'decide', callId: 'call_2', decision: 'once' }]);
  });

  it('arguments that are too long to be shown can only be denied', () => {
    const { view, answers, printed } = asked({ arguments: `"${'x'.repeat(60_000)}"` });
    expect(printed.at(-1)).toContain('Too long to be approved here. Type n to deny.');
    answers.take({ text: 'y', begunMs: 1500 });
    answers.take({ text: 'a', begunMs: 1500 });
    expect(view.dispatched).toEqual([]);
    answers.take({ text: 'n', begunMs: 1500 });
    expect(view.dispatched).toMatchObject([{ decision: 'deny' }]);
  });

  it('the number of the question is needed where nobody knows when a line was begun', () => {
    const { view, answers } = asked({}, false);
    answers.take({ text: 'y' });
    answers.take({ text: 'y 2' });
    expect(view.dispatched).toEqual([]);
    answers.take({ text: 'y 1' });
    expect(view.dispatched).toMatchObject([{ decision: 'once' }]);
  });

  it('control characters of a call are shown, not printed', () => {
    const { printed } = asked({ name: 'get\x1b[2J', arguments: '{"a":"\u202e"}' });
    expect(printed.join('\n')).not.toMatch(/[^\P{C}\n]/u);
    expect(printed.join('\n')).toContain('\\u202e');
  });
});
