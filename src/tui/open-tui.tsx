import { render } from 'ink';
import { monotonicMs } from '../shared/clock.js';
import type { SessionView } from '../session/view.js';
import { App } from './app.js';
import { createCanvas } from './canvas.js';
import { handleKey } from './handle-key.js';
import type { KeyEvent } from './keys/key-event.js';
import { createKeyParser } from './keys/parser.js';
import { layoutFrame, type Frame } from './layout/frame.js';
import type { Limits } from './outcome.js';
import { createPace } from './pace.js';
import { createScreen, type Cursor } from './screen.js';
import {
  enterTerminal,
  keyboardAnswered,
  restoreTerminal,
  type TerminalInput,
  type TerminalOutput,
} from './terminal.js';
import { createTheme } from './theme.js';
import { initialUi, type UiState } from './ui-state.js';

export interface TuiOptions {
  readonly stdin: TerminalInput;
  readonly stdout: TerminalOutput;
  readonly color: boolean;
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
  let ui: UiState = initialUi;
  let lines: readonly string[] = [];
  let cursor: Cursor | undefined;
  let limits: Limits = { transcriptScroll: 0, panelScroll: 0, page: 1 };
  let closing: Promise<void> | undefined;
  let leaving = false;
  let settleClosed: (reason: 'quit' | 'interrupt') => void = () => undefined;
  const closed = new Promise<'quit' | 'interrupt'>((resolve) => {
    settleClosed = resolve;
  });

  function frame(): void {
    // A terminal that does not keep up gets the newest frame when it is ready again, not all of them.
    if (stdout.writableNeedDrain === true) return;
    const next = layoutFrame(view.getState(), ui, { columns: stdout.columns, rows: stdout.rows });
    limits = next.limits;
    settleUi(next);
    const painted = next.rows.map((row) => theme.paint(row));
    cursor = next.cursor;
    if (sameLines(painted, lines)) {
      screen.draw(lines, cursor);
      return;
    }
    lines = painted;
    for (const listener of listeners) listener();
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
      if (outcome.exit !== undefined) leave(outcome.exit);
    }
    redraw();
  }

  const parser = createKeyParser({ onEvents, schedule });
  const onData = (bytes: Buffer): void => {
    parser.feed(bytes);
  };
  const onResize = (): void => {
    screen.clear();
    lines = [];
    redraw();
  };

  enterTerminal(stdout, stdin);
  const canvas = createCanvas({
    columns: () => stdout.columns,
    onFrame: (drawn) => {
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
  const ink = render(<App source={source} />, {
    stdout: canvas,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });

  async function close(): Promise<void> {
    pace.close();
    unsubscribe();
    parser.close();
    stdout.off('resize', onResize);
    stdout.off('drain', redraw);
    ink.unmount();
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
