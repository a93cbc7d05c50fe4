import { describe, expect, it } from 'vitest';
import { initialState } from '../../../../src/session/initial-state.js';
import type { SessionState } from '../../../../src/session/state.js';
import { editorWith } from '../../../../src/tui/editor.js';
import { renderTranscript } from '../../../../src/tui/plain/exit-transcript.js';
import { layoutFrame } from '../../../../src/tui/layout/frame.js';
import { createPlainPrinter } from '../../../../src/tui/plain/plain-printer.js';
import { rowText } from '../../../../src/tui/text/rows.js';
import { initialUi } from '../../../../src/tui/ui-state.js';
import {
  assistantEntry,
  fakeView,
  sessionState,
  toolEntry,
  type StateChange,
} from '../../../helpers/state.js';

const size = { columns: 80, rows: 24 };
const base = initialState(sessionState().options);

function screen(change: StateChange): string {
  return layoutFrame(sessionState(change), initialUi, size).rows.map(rowText).join('\n');
}

function remote(change: Partial<SessionState['remote']>): StateChange {
  return { remote: { ...base.remote, ...change } };
}

describe('a reply', () => {
  it('has the word marked that the speaker plays now', () => {
    const entry = assistantEntry({ spoken: { start: 6, end: 10 } });
    const { rows } = layoutFrame(sessionState({ transcript: [entry] }), initialUi, size);
    const marked = rows.flat().filter(({ style }) => style === 'spoken');
    expect(marked.map(({ text }) => text)).toEqual(['four']);
  });

  it('says that it was broken off with the connection', () => {
    const transcript = [assistantEntry({ text: 'Half of', lost: true })];
    expect(screen({ transcript })).toMatch(/Half of\s+interrupted: the connection was lost/);
  });

  it('has its sources numbered under it, on the screen, in plain mode and after the end', () => {
    const annotations = ['Weather https://example.com', 'Climate'];
    const state = sessionState({ transcript: [assistantEntry({ annotations })] });
    expect(screen({ transcript: state.transcript })).toContain('[1] Weather https://example.com');
    expect(renderTranscript(state)).toContain('[2] Climate');
    const lines: string[] = [];
    createPlainPrinter(fakeView(state), {
      out: (line) => lines.push(line),
      replies: (line) => lines.push(line),
    }).close();
    expect(lines.map((line) => line.trim())).toContain('[2] Climate');
  });
});

describe('a call that the service makes', () => {
  it('is shown with its server, and with the reason when it failed', () => {
    const text = screen({
      transcript: [
        toolEntry({
          name: 'read',
          server: 'files',
          remote: true,
          phase: 'failed',
          output: 'no such file',
        }),
      ],
    });
    expect(text).toContain('files/read city=Oslo');
    expect(text).toContain('no such file');
  });
});

describe('the status line', () => {
  it('shows the mouth of what is heard', () => {
    const text = screen({
      playback: {
        parts: [
          {
            itemId: 'item_2',
            contentIndex: 0,
            responseId: 'resp_1',
            receivedSamples: 48_000,
            handedSamples: 24_000,
            complete: true,
          },
        ],
      },
      mouths: [
        {
          itemId: 'item_2',
          visemes: [
            [0, 0],
            [900, 2],
            [1100, 0],
          ],
          jaw: [],
        },
      ],
    });
    expect(text).toContain('♪ speaking (O)');
  });

  it('shows what is left of the tightest limit once something of it was used', () => {
    const rateLimits = [
      { name: 'tokens', limit: 1000, remaining: 50 },
      { name: 'requests', limit: 10, remaining: 9 },
    ];
    expect(screen(remote({ rateLimits }))).toContain('50 tokens left');
    const full = [{ name: 'tokens', limit: 1000, remaining: 1000 }];
    expect(screen(remote({ rateLimits: full }))).not.toContain('left');
  });

  it('shows what the avatar does', () => {
    const avatar = { ...base.remote.avatar, phase: 'speaking' as const };
    expect(screen(remote({ avatar }))).toContain('avatar speaking');
  });
});

describe('the header', () => {
  it("counts the minutes of the session's limit as the service tells it", () => {
    const startedAtMs = Date.UTC(2026, 10, 20);
    const change: StateChange = { nowMs: 241_000, options: { startedAtMs } };
    const expires = startedAtMs / 1000 + 1 + 30 * 60;
    expect(screen({ ...change, reportedSession: { expires_at: expires } })).toContain(
      '4 of 30 min',
    );
    expect(screen(change)).toContain('4 of 60 min');
    expect(screen({ ...change, reportedSession: { expires_at: 1 } })).toContain('4 of 60 min');
  });
});

describe('a remark on a command', () => {
  it('is shown whole above the text box, with what was typed and the cursor still there', () => {
    const hint = `/send: not sent. ${'session.turn_detection.type: found "server_vat", '.repeat(2)}Did you mean "server_vad"?`;
    const ui = { ...initialUi, focus: 'text' as const, editor: editorWith('/send {}'), hint };
    const frame = layoutFrame(sessionState(), ui, size);
    const lines = frame.rows.map(rowText);
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain('Did you mean "server_vad"?');
    expect(lines[frame.cursor?.row ?? 0]).toContain(' › /send {}');
    expect(lines).toHaveLength(size.rows);
  });
});

describe('help', () => {
  it('lists the commands', () => {
    const ui = { ...initialUi, overlay: { kind: 'help' as const } };
    const { rows } = layoutFrame(sessionState(), ui, { columns: 100, rows: 140 });
    const text = rows.map(rowText).join('\n');
    expect(text).toContain('/image FILE|URL');
    expect(text).toContain('/send EVENT-JSON');
  });
});
