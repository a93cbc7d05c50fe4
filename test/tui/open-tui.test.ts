import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SessionState } from '../../src/session/state.js';
import { openTui, type Tui } from '../../src/tui/open-tui.js';
import { restoreTerminal } from '../../src/tui/terminal/terminal.js';
import {
  assistantEntry,
  fakeView,
  logEntry,
  noticeEntry,
  pendingCall,
  sessionState,
  userEntry,
} from '../helpers/state.js';
import { FakeTerminal } from '../helpers/terminal.js';

let tui: Tui | undefined;

afterEach(async () => {
  vi.useRealTimers();
  await tui?.close();
});

function open(state: SessionState, columns = 80, rows = 24, forceExit?: () => void) {
  const terminal = new FakeTerminal(columns, rows);
  const view = fakeView(state);
  const opened = openTui(view, {
    stdin: terminal.input,
    stdout: terminal.output,
    theme: 'terminal',
    colorDepth: 1,
    ...(forceExit === undefined ? {} : { forceExit }),
  });
  tui = opened;
  return { terminal, view, tui: opened };
}

const conversation = sessionState({
  input: { phase: 'capturing', by: 'detection', sinceMs: 9000, sentSamples: 0 },
  transcript: [
    noticeEntry({ text: 'emulator: no endpoint configured' }),
    userEntry(),
    assistantEntry({ cut: { heardMs: 3412, receivedMs: 9250, deleted: false } }),
  ],
  log: [logEntry()],
});

describe('an ESC that may be the Escape key', () => {
  /** What a view of this state is told about silence while the terminal sends ESC, then the rest, and then Enter. */
  async function silences(state: SessionState, rest: string): Promise<readonly boolean[]> {
    const terminal = new FakeTerminal(80, 24);
    const told: boolean[] = [];
    const view = { ...fakeView(state), silence: (isSilent: boolean) => told.push(isSilent) };
    const { input: stdin, output: stdout } = terminal;
    tui = openTui(view, { stdin, stdout, theme: 'terminal', colorDepth: 1 });
    stdin.type('\x1b');
    const atOnce = [...told];
    if (rest !== '') stdin.type(rest);
    await expect.poll(() => told.length).toBe(2 * atOnce.length);
    await tui.close();
    return [...atOnce, ...told.slice(atOnce.length)];
  }
  const { response } = sessionState();
  const thinking = sessionState({
    response: { ...response, active: { phase: 'active', id: 'resp_1' } },
  });

  it('silences the speaker at once, and lets it sound again when it is decided', async () => {
    expect(await silences(thinking, '')).toEqual([true, false]);
    expect(await silences(thinking, '[A')).toEqual([true, false]);
  });

  it('silences nothing when Esc would not interrupt', async () => {
    expect(await silences(sessionState(), '')).toEqual([]);
  });
});

describe('the screen', () => {
  it.each([
    [40, 10],
    [80, 24],
    [120, 40],
    [200, 60],
  ])('fits %i×%i exactly, with the facts on it', async (columns, rows) => {
    const { terminal } = open(conversation, columns, rows);
    await expect.poll(() => terminal.text()).toContain('heard 3.4 of 9.3 s');
    const grid = await terminal.grid();
    expect(grid[0]).toContain(' emulator · gpt-realtime');
    expect(grid.join('\n')).toContain('hearing you');
    expect(grid.join('\n')).toContain('in Oslo');
    if (columns >= 80) {
      expect(grid.join('\n')).toContain('events');
      expect(grid.at(-1)).toContain('q quit');
      expect(grid.join('\n')).toContain('audio.delta ×41');
    }
    expect(await terminal.screen()).toEqual({ alternate: true, scrolledLines: 0 });
    expect(terminal.output.writes.join('')).not.toContain('\n');
  });

  it('follows the session, in at most 30 writes a second, each a synchronized update, with one clear in all', async () => {
    const { terminal, view } = open(conversation);
    await expect.poll(() => terminal.text()).toContain('hearing you');
    const before = terminal.output.writes.length;
    const startedAt = performance.now();
    let count = 0;
    while (performance.now() - startedAt < 500) {
      count += 1;
      view.set({ ...conversation, transcript: [userEntry({ text: `word ${String(count)}.` })] });
      await new Promise((resolve) => setImmediate(resolve));
    }
    await expect.poll(() => terminal.text()).toContain(`word ${String(count)}.`);
    const frames = terminal.output.writes.slice(before);
    const elapsedMs = performance.now() - startedAt;
    expect(frames.length).toBeLessThanOrEqual(Math.ceil((elapsedMs / 1000) * 30) + 1);
    for (const frame of frames) expect(frame).toMatch(/^\x1b\[\?2026h[^]*\x1b\[\?2026l$/);
    expect(terminal.output.writes.join('').split('\x1b[2J')).toHaveLength(2);
  });

  it('writes nothing when nothing that it shows has changed', async () => {
    const { terminal, view } = open(conversation);
    await expect.poll(() => terminal.text()).toContain('hearing you');
    const before = terminal.output.writes.length;
    view.set({ ...conversation, nowMs: conversation.nowMs + 900 });
    view.set({ ...conversation, nowMs: conversation.nowMs + 901 });
    // A later change is shown, so the ones before it had their turn.
    terminal.input.type('?');
    await expect.poll(() => terminal.text()).toContain('help · Esc back');
    expect(terminal.output.writes.length).toBe(before + 1);
  });

  it('writes nothing for a frame of its own that shows nothing new', async () => {
    const terminal = new FakeTerminal(80, 24);
    const inner = fakeView(conversation);
    let looks = 0;
    const view = {
      ...inner,
      getState: () => {
        looks += 1;
        return inner.getState();
      },
    };
    tui = openTui(view, {
      stdin: terminal.input,
      stdout: terminal.output,
      theme: 'terminal',
      colorDepth: 1,
    });
    await expect.poll(() => terminal.text()).toContain('hearing you');
    const written = terminal.output.writes.length;
    const looked = looks;
    inner.set({ ...conversation, nowMs: conversation.nowMs + 900 });
    await expect.poll(() => looks).toBeGreaterThan(looked);
    expect(terminal.output.writes.slice(written)).toEqual([]);
  });

  it('drops frames while the terminal is not read, tells how many, and shows the newest state', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'hrtime'] });
    const { terminal, view } = open(conversation);
    vi.advanceTimersByTime(100);
    terminal.output.stall();
    const before = terminal.output.writes.length;
    // One frame fills the terminal; each of the others is dropped.
    for (let count = 0; count <= 40; count += 1) {
      view.set({ ...conversation, transcript: [userEntry({ text: `word ${String(count)}.` })] });
      vi.advanceTimersByTime(100);
    }
    vi.useRealTimers();
    expect(terminal.output.writes.length).toBe(before + 1);
    terminal.output.read();
    await expect.poll(() => terminal.text()).toContain('word 40.');
    expect(await terminal.text()).toContain('The terminal was too slow for 40 frames.');
  });

  it('redraws after a resize, at the new size', async () => {
    const { terminal } = open(conversation);
    await expect.poll(() => terminal.text()).toContain('hearing you');
    terminal.resize(120, 30);
    await expect.poll(async () => (await terminal.grid()).at(-1)).toContain('q quit');
    expect((await terminal.grid())[1]).toMatch(/^─+┬─+ events · f filter ─$/);
    terminal.resize(40, 10);
    await expect.poll(async () => (await terminal.grid()).at(-1)).toContain('hearing you');
    expect((await terminal.screen()).scrolledLines).toBe(0);
  });

  it('types a turn in the text box, with the cursor in it', async () => {
    const { terminal, view } = open(conversation);
    terminal.input.type('i');
    terminal.input.type('hello 東京');
    await expect.poll(() => terminal.text()).toContain(' › hello 東京');
    expect(terminal.output.writes.join('')).toContain('\x1b[?25h');
    terminal.input.type('\r');
    expect(view.dispatched).toEqual([{ type: 'say', text: 'hello 東京' }]);
    await expect.poll(() => terminal.text()).toContain(' › type a message, / for commands');
    terminal.input.type('\x1b');
    await expect.poll(() => terminal.text()).not.toContain(' › ');
  });

  it('takes what was typed before it was there, or pasted unmarked, for text', async () => {
    const { terminal, view } = open(conversation);
    terminal.input.type('quick question\r');
    await expect.poll(() => terminal.text()).toContain(' › quick question⏎');
    expect(view.dispatched).toEqual([]);
    terminal.input.type('\r');
    expect(view.dispatched).toEqual([{ type: 'say', text: 'quick question' }]);
  });

  it('uses key release for Space where the terminal reports it', async () => {
    const { terminal, view } = open(sessionState({ options: { mode: 'push-to-talk' } }));
    await expect.poll(() => terminal.text()).toContain('Space press to talk');
    terminal.input.type('\x1b[?0u');
    expect(terminal.output.writes.join('')).toContain('\x1b[>27u');
    terminal.input.type('\x1b[?27u');
    await expect.poll(() => terminal.text()).toContain('Space hold to talk');
    terminal.input.type('\x1b[32;1:1u');
    view.set(
      sessionState({
        options: { mode: 'push-to-talk' },
        input: { phase: 'capturing', by: 'key', sinceMs: 0, sentSamples: 0 },
      }),
    );
    terminal.input.type('\x1b[32;1:2u');
    await expect.poll(() => terminal.text()).toContain('recording you');
    terminal.input.type('\x1b[32;1:3u');
    expect(view.dispatched).toEqual([{ type: 'talk-start' }, { type: 'talk-send' }]);
  });

  it('asks for approval, refuses type-ahead, Enter and pastes, and takes a deliberate answer', async () => {
    const { terminal, view } = open(conversation);
    await expect.poll(() => terminal.text()).toContain('hearing you');
    view.set({ ...conversation, approval: { calls: [pendingCall()], granted: [] } });
    terminal.input.type('y');
    await expect.poll(() => terminal.text()).toContain('needs approval');
    terminal.input.type('\r');
    terminal.input.type('\x1b[200~y\x1b[201~');
    terminal.input.type('yy');
    expect(view.dispatched).toEqual([]);
    await expect
      .poll(
        () => {
          terminal.input.type('y');
          return view.dispatched;
        },
        { interval: 400 },
      )
      .toEqual([{ type: 'decide', callId: 'call_9', decision: 'once' }]);
  });

  it('gives the terminal back as it was', async () => {
    const { terminal, tui: opened } = open(conversation);
    expect(terminal.input.raw).toBe(true);
    terminal.input.type('\x1b[?0u');
    terminal.input.type('q');
    await expect.poll(() => terminal.text()).toContain('Press q again to quit: you are speaking.');
    terminal.input.type('q');
    await expect(opened.closed).resolves.toBe('quit');
    await opened.close();
    await opened.close();
    expect(terminal.input.raw).toBe(false);
    expect((await terminal.screen()).alternate).toBe(false);
    const written = terminal.output.writes.join('');
    for (const undone of ['\x1b[<u', '\x1b[?2004l', '\x1b[?7h', '\x1b[?25h', '\x1b[?1049l']) {
      expect(written.split(undone)).toHaveLength(2);
    }
    const count = terminal.output.writes.length;
    restoreTerminal(terminal.output);
    expect(terminal.output.writes.length).toBe(count);
  });

  it('asks for a q that comes as it opens, which may belong to what was typed before', async () => {
    const { terminal, tui: opened } = open(sessionState());
    terminal.input.type('q');
    await expect.poll(() => terminal.text()).toContain('Press q again to quit.');
    terminal.input.type('q');
    await expect(opened.closed).resolves.toBe('quit');
  });

  it('restores at once on the way down from a crash', async () => {
    const { terminal } = open(conversation);
    restoreTerminal(terminal.output);
    expect(terminal.input.raw).toBe(false);
    expect((await terminal.screen()).alternate).toBe(false);
  });

  it('asks on Ctrl-C, leaves on a second one, and at once on a third', async () => {
    let forced = 0;
    const {
      terminal,
      view,
      tui: opened,
    } = open(conversation, 80, 24, () => {
      forced += 1;
    });
    terminal.input.type('\x03');
    await expect.poll(() => terminal.text()).toContain('Press Ctrl-C again to quit.');
    terminal.input.type('\x03');
    await expect(opened.closed).resolves.toBe('interrupt');
    expect(view.dispatched).toEqual([{ type: 'quit' }]);
    expect(forced).toBe(0);
    terminal.input.type('\x03');
    expect(forced).toBe(1);
    expect((await terminal.screen()).alternate).toBe(false);
  });

  it('asks for the background with --theme auto, and takes its colours from the answer', async () => {
    const terminal = new FakeTerminal(80, 24);
    const view = fakeView(conversation);
    const { input: stdin, output: stdout } = terminal;
    tui = openTui(view, { stdin, stdout, theme: 'auto', colorDepth: 3 });
    await expect.poll(() => terminal.text()).toContain('hearing you');
    const written = () => terminal.output.writes.join('');
    expect(written()).toContain('\x1b]11;?\x1b\\');
    const dark = '\x1b[38;2;103;199;245m';
    expect(written()).not.toContain(dark);
    terminal.input.type('\x1b]11;rgb:1e1e/1e1e/1e1e\x07');
    await expect.poll(written).toContain(dark);
    expect(view.dispatched).toEqual([]);
  });

  it('asks for no background where the theme is chosen', () => {
    const { terminal } = open(conversation);
    expect(terminal.output.writes.join('')).not.toContain('\x1b]11');
  });

  it('leaves the mouse to the terminal when asked to', async () => {
    const terminal = new FakeTerminal(80, 24);
    const { input: stdin, output: stdout } = terminal;
    tui = openTui(fakeView(conversation), {
      stdin,
      stdout,
      theme: 'terminal',
      colorDepth: 1,
      mouse: false,
    });
    await expect.poll(() => terminal.text()).toContain('hearing you');
    tui.leave();
    tui.enter();
    expect(stdout.writes.join('')).not.toMatch(/\x1b\[\?(1000|1002|1003|1006)h/);
  });

  it('listens to the wheel only while it is open', async () => {
    const { terminal, tui: opened } = open(conversation);
    const written = () => terminal.output.writes.join('');
    for (const mode of ['1000', '1006']) {
      expect(written()).toContain(`\x1b[?${mode}h`);
      expect(written()).not.toContain(`\x1b[?${mode}l`);
    }
    await opened.close();
    for (const mode of ['1000', '1006']) expect(written()).toContain(`\x1b[?${mode}l`);
  });

  it('keeps what is read in place while more is said, and follows again at the bottom', async () => {
    const entries = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        userEntry({ key: `item_${String(index)}`, text: `line ${String(index)}.` }),
      );
    const state = (count: number) => sessionState({ transcript: entries(count) });
    const { terminal, view } = open(state(40));
    await expect.poll(() => terminal.text()).toContain('line 39.');
    terminal.input.type('\x1b[<64;1;1M');
    await expect.poll(() => terminal.text()).toContain('scrolled up');
    const top = (await terminal.grid())[2];
    view.set(state(45));
    terminal.input.type('i');
    await expect.poll(() => terminal.text()).toContain(' › type a message');
    expect((await terminal.grid())[2]).toBe(top);
    for (let notch = 0; notch < 3; notch += 1) terminal.input.type('\x1b[<65;1;1M');
    await expect.poll(() => terminal.text()).toContain('line 44.');
  });

  it('highlights what is searched for, and moves the cursor to it', async () => {
    const { terminal } = open(conversation);
    terminal.input.type('\t/');
    terminal.input.type('oslo');
    await expect.poll(() => terminal.text()).toMatch(/search › oslo +\d of \d/);
    const marked = await terminal.highlights();
    expect(marked.length).toBeGreaterThan(0);
    // The name of the turn under the cursor is inverse, too.
    expect(new Set(marked.map((run) => run.toLowerCase()))).toEqual(new Set(['bot', 'oslo']));
    terminal.input.type('\r');
    terminal.input.type('\x1b[27u');
    await expect.poll(() => terminal.text()).not.toContain('search ›');
    expect(await terminal.highlights()).toEqual(['bot']);
  });

  it('searches 100,000 events without holding up the screen', async () => {
    const log = Array.from({ length: 100_000 }, (_, sequence) =>
      logEntry({ sequence, summary: `number ${String(sequence)} of many` }),
    );
    const { terminal } = open(sessionState({ log }));
    terminal.input.type('e');
    terminal.input.type('/');
    terminal.input.type('number 4321 of');
    await expect.poll(() => terminal.text()).toContain('searching…');
    terminal.input.type('!');
    await expect.poll(() => terminal.text()).toContain('number 4321 of!');
    terminal.input.type('\x7f');
    await expect.poll(() => terminal.text(), { timeout: 10_000 }).toContain('1 of 1');
    expect((await terminal.highlights()).join(' ')).toContain('number 4321 of');
  });

  it('gives an event to the clipboard when asked to', async () => {
    const { terminal } = open(conversation);
    terminal.input.type('e');
    terminal.input.type('\r');
    await expect.poll(() => terminal.text()).toContain('"item_id": "item_2"');
    expect(terminal.output.writes.join('')).not.toContain('\x1b]52');
    terminal.input.type('y');
    const copied = /\x1b\]52;c;([^\x07]*)\x07/.exec(terminal.output.writes.join(''))?.[1] ?? '';
    expect(JSON.parse(Buffer.from(copied, 'base64').toString())).toEqual(logEntry().event);
    await expect.poll(() => terminal.text()).toMatch(/Copied \d+ B/);
  });
});
