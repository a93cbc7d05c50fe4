import { describe, expect, it } from 'vitest';
import { keys, paste, play } from '../../../helpers/keys.js';
import { logEntry, pendingCall, sessionState } from '../../../helpers/state.js';

describe('the filter of the event log', () => {
  const state = sessionState({
    log: [1, 2, 3].map((sequence) =>
      logEntry({ sequence, type: sequence === 2 ? 'error' : 'session.created' }),
    ),
  });
  const typed = [...keys('f'), paste('err\nor')];

  it('is typed and pasted as one line, and bounds where the cursor of the log goes', () => {
    const { ui } = play(state, [...typed, ...keys('backspace', 'enter', 'up')]);
    expect(ui).toMatchObject({ focus: 'log', filter: { text: 'err o' } });
    const filtered = play(state, [...keys('f'), paste('error'), ...keys('enter', 'up', 'enter')]);
    expect(filtered.ui.overlay).toEqual({ kind: 'event', sequence: 2 });
  });

  it('is cleared with Esc', () => {
    expect(play(state, [...typed, ...keys('escape')]).ui).toMatchObject({
      focus: 'session',
      filter: { text: '' },
    });
  });

  it('cannot be opened while a tool call waits for approval', () => {
    const asked = { ...state, approval: { calls: [pendingCall()], granted: [] } };
    expect(play(asked, keys('f')).ui.focus).toBe('session');
  });
});
