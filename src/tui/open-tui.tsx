import { monotonicMs } from '../shared/clock.js';
import type { SessionView } from '../session/view.js';
import { createCanvas } from './ink/canvas.js';
import { handleKey } from './keys/handle-key.js';
import type { KeyEvent } from './terminal/key-event.js';
import { createKeyParser } from './terminal/key-parser.js';
import { layoutFrame, type Frame } from './layout/frame.js';
import type { Limits } from './keys/key-context.js';
import { createPace } from './terminal/frame-pace.js';
import { createScreen, type Cursor } from './terminal/screen.js';
import {
  copyToClipboard,
  enterTerminal,
  keyboardAnswered,
  restoreTerminal,
  type TerminalInput,
  type TerminalOutput,
} from './terminal/terminal.js';
import { byteSize } from './text/format.js';
import { createTheme } from './theme.js';
import { initialUi, type UiState } from './ui-state.js';

export interface TuiOptions {
  readonly stdin: TerminalInput;
  readonly stdout: TerminalOutput;
  readonly color: boolean;
  /** Name of the key of push-to-talk; Space when absent. */
  readonly talkKey?: string;
  /** Called for Ctrl-C pressed again, when the program should end at once; default: SIGINT to this process. */
  readonly hurry?: () => void;
}

export interface Tui {
  /** Settles when the person wants to leave; the session was told to quit, the screen stays until `close()`. */
  readonly closed: Promise<'quit' | 'interrupt'>;
  /** Gives the terminal back. Idempotent. */
  close(): Promise<void>;
}

/** Keys that were still on their way when the screen closed are swallowed for this long. */
const drainMs = 30;

function schedule(callback: () => void, delayMs: number): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => {
    clearTimeout(timer);
  };
}

/**
 * Opens the full-screen view of a running session on a terminal and takes its keys until `close()`. On any way out
 * that is not `close()`, `restoreTerminal` gives the terminal back.
 */
export function openTui(view: SessionView, options: TuiOptions): Tui {
  const { stdin, stdout } = options;
  const theme = createTheme(options.color);
  const screen = createScreen(stdout);
  const listeners = new Set<() => void>();
  let ui: UiState = { ...initialUi, talkKey: options.talkKey ?? initialUi.talkKey };
  let lines: readonly string[] = [];
  let shown: readonly string[] = [];
  let ink: { readonly unmount: () => void } | undefined;
  let cursor: Cursor | undefined;
  let limits: Limits = { transcriptScroll: 0, panelScroll: 0, page: 1 };
  let shownColumns = 0;
  let closing: Promise<void> | undefined;
  let leaving = false;
  let settleClosed: (reason: 'quit' | 'interrupt') => void = () => undefined;
  const closed = new Promise<'quit' | 'interrupt'>((resolve) => {
    settleClosed = resolve;
  });

  function frame(): void {
    // A terminal that does not keep up gets the newest frame when it is ready again, not all of them.
    if (stdout.writableNeedDrain === true) return;
    const next = layoutAnchored();
    limits = next.limits;
    settleUi(next);
    const painted = next.rows.map((row) => theme.paint(row));
    cursor = next.cursor;
    if (sameLines(painted, lines)) {
      // As Ink spelled them: the same look in other sequences would be written again.
      screen.draw(shown, cursor);
      return;
    }
    lines = painted;
    if (ink === undefined) {
      // The first thing to see does not wait until Ink is loaded.
      shown = painted;
      screen.draw(painted, cursor);
      return;
    }
    for (const listener of listeners) listener();
  }

  /** What is read in a transcript that is scrolled up stays where it is while more is said below. */
  function layoutAnchored(): Frame {
    const size = { columns: stdout.columns, rows: stdout.rows };
    const state = view.getState();
    const first = layoutFrame(state, ui, size);
    const known = size.columns === shownColumns ? limits.transcriptRows : undefined;
    shownColumns = size.columns;
    const grown = (first.limits.transcriptRows ?? 0) - (known ?? first.limits.transcriptRows ?? 0);
    if (grown <= 0 || ui.transcriptScroll === 0) return first;
    ui = { ...ui, transcriptScroll: ui.transcriptScroll + grown };
    return layoutFrame(state, ui, size);
  }

  /** Positions that the frame could not honour are corrected; a question counts as asked once it is drawn. */
  function settleUi(next: Frame): void {
    const { question } = next;
    const asked = ui.question;
    const same = question?.callId === asked?.callId && question?.arguments === asked?.arguments;
    ui = {
      ...ui,
      transcriptScroll: Math.min(ui.transcriptScroll, limits.transcriptScroll),
      panelScroll: Math.min(ui.panelScroll, limits.panelScroll),
      question: same ? asked : question && { ...question, sinceMs: monotonicMs() },
    };
  }

  const pace = createPace({ frame, now: monotonicMs, schedule });
  const redraw = (): void => {
    pace.request();
  };

  function leave(reason: 'quit' | 'interrupt'): void {
    if (leaving && reason === 'interrupt') hurry();
    leaving = true;
    settleClosed(reason);
  }

  function hurry(): void {
    restoreTerminal(stdout);
    if (options.hurry) options.hurry();
    else process.kill(process.pid, 'SIGINT');
  }

  function onEvents(events: readonly KeyEvent[]): void {
    if (closing !== undefined) return;
    const pressed = events.filter((event) => event.type === 'key' && event.action !== 'release');
    for (const event of events) {
      if (event.type === 'keyboard-flags') {
        ui = { ...ui, reportsRelease: keyboardAnswered(stdout, event.flags) };
        continue;
      }
      const outcome = handleKey(ui, event, {
        state: view.getState(),
        limits,
        nowMs: monotonicMs(),
        alone: pressed.length === 1,
      });
      ui = outcome.ui;
      for (const intent of outcome.intents) view.dispatch(intent);
      if (outcome.copy !== undefined) copy(outcome.copy);
      if (outcome.exit !== undefined) leave(outcome.exit);
    }
    redraw();
  }

  function copy(text: string): void {
    const hint = copyToClipboard(stdout, text)
      ? `Given to the terminal to copy: ${byteSize(Buffer.byteLength(text))}. Some terminals do not let programs copy.`
      : 'Too long to be copied through the terminal.';
    ui = { ...ui, hint };
  }

  const parser = createKeyParser({ onEvents, schedule });
  const onData = (bytes: Buffer): void => {
    parser.feed(bytes);
  };
  const onResize = (): void => {
    screen.clear();
    lines = [];
    shown = [];
    redraw();
  };

  enterTerminal(stdout, stdin);
  const canvas = createCanvas({
    columns: () => stdout.columns,
    onFrame: (drawn) => {
      shown = drawn;
      if (closing === undefined) screen.draw(drawn, cursor);
    },
  });
  const source = {
    getLines: () => lines,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  stdin.on('data', onData);
  stdin.resume();
  stdout.on('resize', onResize);
  stdout.on('drain', redraw);
  const unsubscribe = view.subscribe(redraw);
  frame();
  void import('./ink/mount-ink.js').then(({ mountInk }) => {
    if (closing === undefined) ink = mountInk(source, canvas);
  });

  async function close(): Promise<void> {
    pace.close();
    unsubscribe();
    parser.close();
    stdout.off('resize', onResize);
    stdout.off('drain', redraw);
    ink?.unmount();
    if (ui.reportsRelease) await new Promise((resolve) => setTimeout(resolve, drainMs));
    restoreTerminal(stdout);
    stdin.off('data', onData);
    stdin.pause();
  }

  return {
    closed,
    close() {
      closing ??= close();
      return closing;
    },
  };
}

function sameLines(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((line, index) => line === right[index]);
}
