import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTui, type Tui } from '../../src/tui/open-tui.js';
// The screen loads it while it is open; a test may be over before.
import '../../src/tui/ink/mount-ink.js';
import { SessionScript } from '../helpers/session.js';
import { FakeTerminal } from '../helpers/terminal.js';

const frameMs = 20;
const framesPerSecond = 1000 / frameMs;
let tui: Tui | undefined;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'hrtime'] });
});

afterEach(async () => {
  vi.useRealTimers();
  await tui?.close();
});

/** A session whose microphone is open and sent, on a screen of 120×40. */
function openSession() {
  const script = new SessionScript().ready();
  const terminal = new FakeTerminal(120, 40);
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  tui = openTui(
    {
      getState: () => script.state,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      dispatch: () => undefined,
    },
    { stdin: terminal.input, stdout: terminal.output, theme: 'terminal', colorDepth: 1 },
  );
  /** Seconds of microphone; a level every 100 ms where there is sound. */
  let nowMs = script.nowMs;
  const hear = (seconds: number, levelDb?: (frame: number) => number): void => {
    for (let frame = 0; frame < seconds * framesPerSecond; frame += 1) {
      vi.advanceTimersByTime(frameMs);
      nowMs += frameMs;
      // Each input takes a millisecond by itself.
      script.nowMs = nowMs - 2;
      script.append();
      if (levelDb !== undefined && frame % 5 === 0)
        script.input({ type: 'meters', microphoneDb: levelDb(frame), speakerDb: -60 });
      changed();
    }
  };
  hear(1);
  return { script, terminal, hear, changed };
}

describe('an open microphone', () => {
  it('writes nothing to the terminal while it is silent', () => {
    const { terminal, hear } = openSession();
    const before = terminal.output.writes.length;
    hear(10);
    expect(terminal.output.writes.slice(before)).toEqual([]);
  });

  it('leads to four frames a second while it hears something', () => {
    const { terminal, hear } = openSession();
    const before = terminal.output.writes.length;
    hear(10, (frame) => -40 + (frame % 30));
    const frames = terminal.output.writes.length - before;
    expect(frames).toBeGreaterThan(30);
    expect(frames).toBeLessThanOrEqual(41);
  });

  it('is counted in the event log with the next change that can be seen', async () => {
    const { script, terminal, hear, changed } = openSession();
    hear(2);
    script.input({ type: 'notice', level: 'info', text: 'something happened' });
    vi.advanceTimersByTime(frameMs);
    changed();
    vi.advanceTimersByTime(100);
    vi.useRealTimers();
    const text = await terminal.text();
    expect(text).toContain('something happened');
    expect(text).toContain('buffer.append ×150');
  });
});
