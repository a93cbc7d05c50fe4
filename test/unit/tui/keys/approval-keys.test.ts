import { describe, expect, it } from 'vitest';
import { initialUi, type UiState } from '../../../../src/tui/ui-state.js';
import { key, paste, play, type Step } from '../../../helpers/keys.js';
import { pendingCall, sessionState } from '../../../helpers/state.js';

describe('a tool call that needs approval', () => {
  const call = pendingCall();
  const asked = sessionState({ approval: { calls: [call], granted: [] } });
  const shown: UiState = {
    ...initialUi,
    question: {
      callId: call.callId,
      arguments: call.arguments,
      shown: 60,
      length: 60,
      sinceMs: 10_000,
    },
  };
  const at = (name: string, atMs: number, change: Partial<Step> = {}): Step => ({
    event: key(name),
    atMs,
    ...change,
  });

  it.each([
    ['y', 'once'],
    ['a', 'session'],
    ['n', 'deny'],
  ])('is answered by %s with %s once it could be read', (name, decision) => {
    expect(play(asked, [at(name, 10_300)], shown).intents).toEqual([
      { type: 'decide', callId: call.callId, decision },
    ]);
  });

  it('is not answered by Enter or Space', () => {
    expect(play(asked, [at('enter', 12_000), at('space', 13_000)], shown).intents).toEqual([]);
  });

  it('is not answered by a paste', () => {
    expect(play(asked, [{ ...paste('y'), atMs: 12_000 }], shown).intents).toEqual([]);
  });

  it('is not answered by keys read in one piece, as an unmarked paste is', () => {
    expect(play(asked, [at('y', 12_000, { alone: false })], shown).intents).toEqual([]);
  });

  it('is not answered by a key within 300 ms of its appearing, and says why', () => {
    const early = play(asked, [at('y', 10_299)], shown);
    expect(early.intents).toEqual([]);
    expect(early.ui.hint).toContain('Too early');
    expect(play(asked, [at('y', 11_000)], early.ui).intents).toHaveLength(1);
  });

  it('is not answered by typing that began before it could be read', () => {
    const typing = [9900, 10_100, 10_350, 10_600].map((atMs) => at('y', atMs));
    expect(play(asked, typing, shown).intents).toEqual([]);
  });

  it('is not answered by a key that is held down', () => {
    const held: Step = { event: key('y', { action: 'repeat' }), atMs: 12_000 };
    expect(play(asked, [held], shown).intents).toEqual([]);
  });

  it('is not answered when another one, or other arguments, were shown', () => {
    const other = {
      ...shown,
      question: { callId: 'call_1', arguments: '{}', shown: 60, length: 60, sinceMs: 0 },
    };
    const changed = { ...shown, question: { ...other.question, callId: call.callId } };
    expect(play(asked, [at('y', 12_000)], other).intents).toEqual([]);
    expect(play(asked, [at('y', 12_000)], changed).intents).toEqual([]);
    expect(play(asked, [at('y', 12_000)], initialUi).intents).toEqual([]);
  });

  it('is not approved before all of it was shown, and says how', () => {
    const partly: UiState = {
      ...shown,
      question: shown.question && { ...shown.question, shown: 59 },
    };
    expect(play(asked, [at('y', 12_000), at('a', 13_000)], partly).intents).toEqual([]);
    expect(play(asked, [at('y', 12_000)], partly).ui.hint).toContain('↓ shows the rest');
    expect(play(asked, [at('n', 12_000)], partly).intents).toHaveLength(1);
  });

  it('is not answered from the text box or under help', () => {
    const inText: UiState = { ...shown, focus: 'text' };
    const typed = play(asked, [at('y', 12_000)], inText);
    expect(typed.intents).toEqual([]);
    expect(typed.ui.editor.text).toBe('y');
    const underHelp: UiState = { ...shown, overlay: { kind: 'help' } };
    expect(play(asked, [at('y', 12_000)], underHelp).intents).toEqual([]);
  });
});
