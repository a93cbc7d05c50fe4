import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionState } from '../../../../src/session/state.js';
import { layoutFrame } from '../../../../src/tui/layout/frame.js';
import type { Size } from '../../../../src/tui/layout/scene.js';
import { rowsOf } from '../../../../src/tui/layout/entry-rows.js';
import { splitAtHeard } from '../../../../src/session/playback/heard-text.js';
import { levelBar } from '../../../../src/tui/layout/meter.js';
import { rowText, rowWidth } from '../../../../src/tui/text/rows.js';
import { initialUi, type UiState } from '../../../../src/tui/ui-state.js';
import {
  assistantEntry,
  logEntry,
  noticeEntry,
  pendingCall,
  sessionState,
  toolEntry,
  userEntry,
} from '../../../helpers/state.js';
import { runs } from '../../../helpers/property-runs.js';

const sizes: readonly Size[] = [
  { columns: 40, rows: 10 },
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
  { columns: 7, rows: 3 },
  { columns: 1, rows: 1 },
];

function textOf(state: SessionState, size: Size, ui: UiState = initialUi): string {
  return layoutFrame(state, ui, size).rows.map(rowText).join('\n');
}

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\x1b[2J',
        '\x1b]0;x\x07',
        '\u202e',
        '\r\n',
        '東京',
        '👩‍👩‍👧',
        '\u0301',
        '\t',
        'long '.repeat(40),
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

function hostileState(text: string): SessionState {
  const call = pendingCall({ name: text, server: text, arguments: text });
  return sessionState({
    options: { target: text, model: text },
    playback: { lost: text },
    approval: { calls: text.length % 2 === 0 ? [call] : [], granted: [] },
    transcript: [
      userEntry({ text }),
      toolEntry({ name: text, arguments: text }),
      assistantEntry({ text, cut: { heardMs: 300, receivedMs: 900, deleted: false } }),
      noticeEntry({ text }),
    ],
    log: [logEntry({ type: text, summary: text, event: { [text]: text } })],
  });
}

describe('the layout', () => {
  it('fills every size exactly, and keeps remote text inside its line', () => {
    const uis: readonly UiState[] = [
      initialUi,
      { ...initialUi, focus: 'text', editor: { text: 'typing', cursor: 3 } },
      { ...initialUi, focus: 'log', selected: 1 },
      { ...initialUi, overlay: { kind: 'help' } },
      { ...initialUi, overlay: { kind: 'event', sequence: 1 } },
      { ...initialUi, transcriptScroll: 3, hint: 'A remark.' },
    ];
    fc.assert(
      fc.property(hostile, fc.constantFrom(...sizes), fc.constantFrom(...uis), (text, size, ui) => {
        const frame = layoutFrame(hostileState(text), ui, size);
        expect(frame.rows).toHaveLength(size.rows);
        for (const row of frame.rows) {
          expect(rowWidth(row)).toBeLessThanOrEqual(size.columns);
          expect(rowText(row)).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
        }
      }),
      { numRuns: runs(150, 600) },
    );
  });

  it('shows the newest of the transcript and scrolls back to the oldest', () => {
    const transcript = Array.from({ length: 60 }, (_, index) =>
      userEntry({ key: `item_${String(index)}`, text: `line number ${String(index)}.` }),
    );
    const state = sessionState({ transcript });
    expect(textOf(state, { columns: 80, rows: 24 })).toContain('line number 59.');
    const top = textOf(state, { columns: 80, rows: 24 }, { ...initialUi, transcriptScroll: 1000 });
    expect(top).toContain('line number 0.');
    expect(top).toContain('scrolled up');
  });

  it('proves an interruption in words, with colour or without', () => {
    const cut = { heardMs: 3412, receivedMs: 9250, confirmedMs: 3374, deleted: false };
    const text = textOf(sessionState({ transcript: [assistantEntry({ cut })] }), {
      columns: 80,
      rows: 24,
    });
    expect(text).toContain('✂ heard 3.4 of 9.3 s, truncated at 3374 ms');
  });

  it('marks a deleted reply in words, and dimly', () => {
    const size = { columns: 80, rows: 24 };
    const reply = assistantEntry({ text: 'Of no account.', deleted: true });
    const state = sessionState({ transcript: [reply] });
    expect(textOf(state, size)).toContain('✂ deleted from the conversation');
    expect(rowsOf(reply, 80, false)[0]).toContainEqual({ text: 'Of no account.', style: 'dim' });
    const unheard = { heardMs: 0, receivedMs: 0, deleted: true };
    const cut = assistantEntry({ deleted: true, cut: unheard });
    expect(textOf(sessionState({ transcript: [cut] }), size)).not.toContain('from the conv');
  });

  it('marks as cut what comes after the share that was heard, from a whole word on', () => {
    const cut = { heardMs: 500, receivedMs: 1000, deleted: false };
    expect(splitAtHeard('one two three four', cut)).toEqual({
      heard: 'one two three',
      unheard: ' four',
    });
    expect(splitAtHeard('one', { ...cut, heardMs: 0 })).toEqual({ heard: '', unheard: 'one' });
    expect(splitAtHeard('one', { ...cut, heardMs: 1000 })).toEqual({ heard: 'one', unheard: '' });
  });

  it.each(sizes.slice(0, 4))(
    'asks for consent with tool, server, arguments and keys at $columns×$rows',
    (size) => {
      const state = sessionState({
        approval: { calls: [pendingCall(), pendingCall({ callId: 'call_10' })], granted: [] },
      });
      const text = textOf(state, size);
      for (const fact of [
        'delete_file',
        '"files"',
        'notes/2026-11.md',
        'y once',
        'n deny',
        'needs approval',
      ]) {
        expect(text).toContain(fact);
      }
      expect(text).toContain('waiting for approval');
    },
  );

  it('keeps the answers visible under arguments of any length', () => {
    const call = pendingCall({
      arguments: JSON.stringify(Array.from({ length: 500 }, (_, index) => index)),
    });
    const text = textOf(sessionState({ approval: { calls: [call], granted: [] } }), {
      columns: 80,
      rows: 24,
    });
    expect(text).toContain('more lines');
    expect(text).toContain('n deny');
  });

  it('names losses, mute and a lost device in the status strip', () => {
    const base = sessionState({ playback: { microphoneMuted: true } });
    const state = { ...base, counters: { ...base.counters, underruns: 3 } };
    const text = textOf(state, { columns: 120, rows: 40 });
    expect(text).toContain('mic muted');
    expect(text).toContain('3 underruns');
    expect(
      textOf(sessionState({ playback: { lost: 'unplugged' } }), { columns: 80, rows: 24 }),
    ).toContain('no audio: unplugged');
  });

  it('has in the footer the keys that work now', () => {
    const footer = (state: SessionState, ui = initialUi) =>
      textOf(state, { columns: 80, rows: 24 }, ui).split('\n').at(-1);
    const ptt = sessionState({ options: { mode: 'push-to-talk' } });
    expect(footer(ptt)).toContain('Space press to talk');
    expect(footer(ptt, { ...initialUi, reportsRelease: true })).toContain('Space hold to talk');
    expect(footer(sessionState())).not.toContain('Space');
    expect(footer(sessionState())).toContain('q quit');
    expect(footer(sessionState({ options: { mode: 'text' } }))).not.toContain('mute');
    expect(footer(sessionState(), { ...initialUi, focus: 'text' })).toContain('Enter send');
  });

  it('changes with time only once a minute', () => {
    const at = (nowMs: number) => textOf(sessionState({ nowMs }), { columns: 80, rows: 24 });
    expect(at(60_000)).toBe(at(60_999));
    expect(at(60_000)).not.toBe(at(61_000));
  });
});

describe('a session that is closed', () => {
  it('shows no level meters', () => {
    const size = { columns: 80, rows: 24 };
    expect(textOf(sessionState(), size)).toMatch(/ mic.* spk /);
    const closed = sessionState({ connection: { phase: 'closed' } });
    expect(textOf(closed, size)).not.toMatch(/ mic.* spk /);
  });
});

describe('latency on the screen', () => {
  const base = sessionState({
    latency: {
      current: {},
      last: { speechEndMs: 1000, speechStoppedMs: 1180, createdMs: 1275, firstHeardMs: 1612 },
      answerMs: [612],
      responses: [],
      sentAudio: [],
      sentAudioMs: 0,
      sentEarlierMs: 0,
    },
    transcript: [assistantEntry({ itemId: 'item_1', answerMs: 612 })],
    spans: [
      { side: 'user', startMs: 0, endMs: 2000, cut: false },
      { side: 'assistant', itemId: 'item_1', startMs: 1000, endMs: 3000, cut: true },
    ],
  });

  it('takes the place of the events at 80×24, with parts, percentiles and the time line', () => {
    const text = textOf(base, { columns: 80, rows: 24 }, { ...initialUi, panel: 'latency' });
    expect(text).toContain('latency · last turn 612 ms');
    expect(text).toContain('VAD 180');
    expect(text).toContain('heard 337');
    expect(text).toContain('1 turn · p50 612 ms');
    expect(text).toContain(' you ▁▁▁▁▁▁▁▁');
    expect(text).toContain(' bot 612 ▁▁▁▁▁▁▁✂');
    expect(text).not.toContain('f filter ─');
  });

  it('stands below the log from 120 columns, with percentiles as far as there are enough turns', () => {
    const answerMs = Array.from({ length: 20 }, (_, index) => 500 + index);
    const wide = textOf(
      { ...base, latency: { ...base.latency, answerMs } },
      { columns: 120, rows: 40 },
    );
    expect(wide).toMatch(/├── last turn 612 ms ─+ p50 509 · p90 517 · p95 518 ms ─\n/);
    expect(wide).toMatch(/ │ {2}end of speech {2}█ VAD 180 {2}▒ created 95 {2}▓ heard 337/);
    expect(wide).not.toContain('turn 519 ms');
    const narrow = textOf(base, { columns: 119, rows: 40 });
    expect(narrow).not.toContain('last turn');
    expect(narrow).toContain('turn 612 ms');
  });

  it('has the timeline above the status line from 30 rows', () => {
    expect(textOf(base, { columns: 80, rows: 30 })).toContain(' bot 612 ▁▁▁▁▁▁▁✂');
    expect(textOf(base, { columns: 80, rows: 29 })).not.toMatch(/^ bot 612/m);
    const latency: UiState = { ...initialUi, panel: 'latency' };
    expect(textOf(base, { columns: 80, rows: 30 }, latency).match(/^ bot 612/gm)).toHaveLength(1);
  });

  it.each([
    [80, 24],
    [100, 24],
    [120, 40],
    [40, 14],
  ])('says at %i×%i with its date what the session cost', (columns, rows) => {
    const tokens = { ...base.usage.total, inputText: 236, outputText: 81 };
    const usage = {
      ...base.usage,
      total: tokens,
      last: tokens,
      responses: 1,
      priced: true,
      costUsd: 0.0061,
    };
    const state = { ...base, usage, spans: [] };
    const text = textOf(state, { columns, rows }, { ...initialUi, panel: 'latency' });
    expect(text).toContain('~$0.006 (prices of 2026-02)');
  });

  it('says that there is none yet', () => {
    const text = textOf(
      sessionState(),
      { columns: 40, rows: 10 },
      { ...initialUi, panel: 'latency' },
    );
    expect(text).toContain('No turn was answered yet.');
  });
});

describe('the sound panel', () => {
  const base = sessionState();
  const panel: UiState = { ...initialUi, panel: 'sound' };
  const withHealth: SessionState = {
    ...base,
    playback: {
      ...base.playback,
      health: { microphoneDriftPpm: 12.4, deviceDepthMs: 99.7, hostLagMs: 1, captureLagMs: 2 },
    },
    counters: { ...base.counters, underruns: 3, restarts: 1, droppedAppendSamples: 2400 },
  };

  it.each([
    [80, 24],
    [120, 40],
    [40, 10],
  ])('tells all of it at %i×%i', (columns, rows) => {
    const text = textOf(withHealth, { columns, rows }, panel);
    for (const words of [
      'drift +12 ppm',
      'lag 2 ms',
      '0 frames dropped',
      '100 ms not sent',
      'depth 100 ms',
      '0 ms dropped',
      '3 underruns',
      'lag 1 ms',
      '1 restart',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('pre-buffer');
  });

  it('says why there is no sound', () => {
    const lost = { ...base, playback: { ...base.playback, lost: 'The device is gone.' } };
    expect(textOf(lost, { columns: 40, rows: 10 }, panel)).toContain(
      ' no audio: The device is gone.',
    );
  });
});

describe('the inspector', () => {
  const event = { type: 'x', list: [1, { deep: 'value' }], empty: {}, text: 'word '.repeat(40) };
  const state = sessionState({ log: [logEntry({ event })] });
  const size = { columns: 80, rows: 30 };
  const open: UiState = { ...initialUi, overlay: { kind: 'event', sequence: 1 } };

  it('shows all of an event, and less of what is folded', () => {
    const all = textOf(state, size, open);
    expect(all).toContain('▾ {');
    expect(all).toContain('"deep": "value"');
    expect(all).toContain('"empty": {}');
    const folded = textOf(state, size, { ...open, folded: ['/list'] });
    expect(folded).toContain('▸   "list": [ … 2 ],');
    expect(folded).not.toContain('deep');
  });

  it('tells what is under the cursor', () => {
    const at = (panelScroll: number) =>
      layoutFrame(state, { ...open, panelScroll }, size).limits.node;
    expect(at(0)).toMatchObject({ path: '', fold: 'open' });
    expect(at(2)).toMatchObject({ path: '/list', fold: 'open', parentRow: 0 });
    expect(at(3)).toMatchObject({ path: '/list/0', parent: '/list', parentRow: 2 });
    expect(at(1000)).toMatchObject({ path: '', fold: undefined });
  });
});

describe('a live microphone', () => {
  it('is told by a sign at once', () => {
    const at = (phase: 'idle' | 'capturing') =>
      textOf(
        sessionState({
          options: { mode: 'push-to-talk' },
          input: phase === 'idle' ? { phase } : { phase, by: 'key', sinceMs: 0, sentSamples: 0 },
          approval: { calls: [pendingCall()], granted: [] },
        }),
        { columns: 80, rows: 24 },
      );
    expect(at('idle')).not.toContain('mic●');
    expect(at('capturing')).toContain('mic●');
  });
});

describe('the level meter', () => {
  it.each([
    [-100, '▁'],
    [Number.NEGATIVE_INFINITY, '▁'],
    [-54, '▁'],
    [-50, '▂'],
    [-33, '▄'],
    [-12, '▇'],
    [0, '█'],
    [6, '█'],
  ])('shows %d dB as %s', (db, bar) => {
    expect(levelBar(db)).toBe(bar);
  });

  it('shows the last two seconds, and slides on', () => {
    const levels = [
      { cell: 33, microphoneDb: -20, speakerDb: -60 },
      { cell: 35, microphoneDb: -40, speakerDb: -60 },
      { cell: 39, microphoneDb: -12, speakerDb: -60 },
      { cell: 40, microphoneDb: 0, speakerDb: -60 },
    ];
    const size = { columns: 80, rows: 24 };
    const meters = (nowMs: number) =>
      /mic●(.{8}) {2}spk (.{8})/.exec(textOf(sessionState({ levels, nowMs }), size))?.slice(1, 3);
    // The cell that has just begun is not complete.
    expect(meters(10_000)).toEqual(['▁▆▁▃▁▁▁▇', '▁▁▁▁▁▁▁▁']);
    expect(meters(10_250)).toEqual(['▆▁▃▁▁▁▇█', '▁▁▁▁▁▁▁▁']);
    expect(meters(20_000)).toEqual(['▁▁▁▁▁▁▁▁', '▁▁▁▁▁▁▁▁']);
  });
});
