import { describe, expect, it } from 'vitest';
import type { SessionState } from '../../../../src/session/state.js';
import { layoutFrame } from '../../../../src/tui/layout/frame.js';
import { flatJson } from '../../../../src/tui/text/flat-json.js';
import { rowText } from '../../../../src/tui/text/rows.js';
import { initialUi } from '../../../../src/tui/ui-state.js';
import { Story } from '../../../../scripts/screens/story.js';
import {
  assistantEntry,
  noticeEntry,
  sessionState,
  toolEntry,
  userEntry,
} from '../../../helpers/state.js';

function lines(state: SessionState, columns = 80, rows = 24): readonly string[] {
  return layoutFrame(state, initialUi, { columns, rows }).rows.map((row) => rowText(row).trimEnd());
}

describe('a turn on the screen', () => {
  const spoken = new Story()
    .opened()
    .userSays('What time is it?', 1000)
    .replies('Two.', 400)
    .generated()
    .plays(400).state;

  it('has its latency at the right end, and from 120 columns its cost', () => {
    const reply = lines(spoken).find((line) => line.includes('Two.'));
    expect(reply).toMatch(/^ 0:0\d {2}bot {3}Two\. +\d+ ms$/);
    const wide = lines(spoken, 120, 40).find((line) => line.includes('Two.'));
    expect(wide).toMatch(/Two\. +\d+ ms {2}~\$0\.\d{3} +│/);
  });

  it('shows the same latency as the status line', () => {
    const [, latency = 'none'] = /Two\. +(\d+ ms)/.exec(lines(spoken).join('\n')) ?? [];
    expect(lines(spoken).at(-2)).toContain(latency);
  });

  it('keeps the words of a long reply clear of the figures', () => {
    const text = 'one two three four five six seven eight nine ten '.repeat(4).trim();
    const entry = assistantEntry({ text, answerMs: 1234, costUsd: 0.01 });
    const shown = lines(sessionState({ transcript: [entry] })).join('\n');
    expect(shown).toContain(' 1234 ms');
    expect(shown.replaceAll('1234 ms', '').replace(/\s+/g, ' ')).toContain(text);
  });
});

describe('a tool call on the screen', () => {
  it('shows arguments and result on one line where they fit', () => {
    const entry = toolEntry({ output: '{"temperature_c":39,"sky":"light rain"}' });
    const [line] = lines(sessionState({ transcript: [entry] }), 200, 60).filter((each) =>
      each.includes('tool'),
    );
    expect(line).toContain('get_weather city=Oslo → ');
    const narrow = lines(sessionState({ transcript: [entry] })).join('\n');
    expect(narrow).toContain('get_weather city=Oslo');
    expect(narrow).toContain('→ temperature_c=39 sky="light rain"');
    expect(narrow).toContain('ok, 212 ms');
  });

  it.each([
    ['{"city":"Oslo"}', 'city=Oslo'],
    ['{"a":1,"b":"two words","c":null,"d":""}', 'a=1 b="two words" c=null d=""'],
    ['{"list":[1]}', '{"list":[1]}'],
    ['"just text"', 'just text'],
    ['39 °C', '39 °C'],
    ['{"half":', '{"half":'],
  ])('shows %s as %s', (json, flat) => {
    expect(flatJson(json)).toBe(flat);
  });
});

describe('before anything was said', () => {
  const invitation = 'Say or type: what time is it';

  it('the screen invites, with a remark in one line', () => {
    const state = sessionState({ transcript: [noticeEntry({ text: 'This is the emulator.' })] });
    expect(lines(state)).toContain('  ·  This is the emulator.');
    expect(lines(state).join('\n')).toContain(invitation);
    const typed = sessionState({ options: { mode: 'text' } });
    expect(lines(typed, 40, 10).join('\n')).toContain('  Type: what time is it');
  });

  it('and no longer once something was, or the session has ended', () => {
    expect(lines(sessionState({ transcript: [userEntry()] })).join('\n')).not.toContain(invitation);
    const closed = { ...sessionState(), connection: { phase: 'closed', reason: 'left' } } as const;
    expect(lines(sessionState(closed)).join('\n')).not.toContain(invitation);
  });
});
