import { monotonicMs } from '../shared/clock.js';
import { sanitise } from '../shared/sanitise.js';
import type { ReplayControl } from '../session/replay-control.js';
import type { SessionView } from '../session/view.js';
import type { InkScreen } from './ink/mount-ink.js';
import { handleKey } from './keys/handle-key.js';
import type { KeyResult } from './keys/key-result.js';
import { wantedFolder } from './keys/palette-keys.js';
import { canInterrupt } from './keys/talking-keys.js';
import { withUnmarkedPaste } from './keys/unmarked-paste.js';
import { plainKey } from './terminal/decode-key.js';
import type { KeyEvent } from './terminal/key-event.js';
import { createKeyParser } from './terminal/key-parser.js';
import { layoutFrame } from './layout/frame.js';
import { outline, type Outline } from './layout/outline.js';
import type { Scene } from './layout/scene.js';
import { linesBelowAnchor } from './layout/transcript-view.js';
import type { Limits } from './keys/key-context.js';
import { createPace } from './terminal/frame-pace.js';
import { createScreen } from './terminal/screen.js';
import { copyToClipboard } from './terminal/clipboard.js';
import {
  enterTerminal,
  isStalled,
  keyboardAnswered,
  restoreTerminal,
  type TerminalInput,
  type TerminalOutput,
} from './terminal/terminal.js';
import type { ThemeName } from './meanings.js';
import { continueSearch, searchesOn } from './search/searching.js';
import { createTheme, type ColorDepth } from './theme.js';
import { initialUi, type UiState } from './ui-state.js';
import { isVisible } from './visible-change.js';

export interface TuiOptions {
  readonly stdin: TerminalInput;
  readonly stdout: TerminalOutput;
  /** `auto` asks the terminal for its background, and uses the terminal's own colours until it answers. */
  readonly theme: ThemeName | 'auto';
  readonly colorDepth: ColorDepth;
  /** Name of the key of push-to-talk; Space when absent. */
  readonly talkKey?: string;
  /** Names in a folder, folders with a slash at their end; what cannot be read has none. */
  readonly listFiles?: (directory: string) => Promise<readonly string[]>;
  /** Take clicks and the wheel; then text is selected with Shift held. Default: true. */
  readonly mouse?: boolean;
  /** Controls the replay on the screen; absent for a live session. */
  readonly replay?: ReplayControl;
  /** Called for Ctrl-Z, to stop the program; without it the key does nothing. */
  readonly suspend?: () => void;
  /** Called when Ctrl-C is pressed again while the program is ending; default: SIGINT to this process. */
  readonly forceExit?: () => void;
}

export interface Tui {
  /** Resolves when the person leaves: the session has been asked to quit, the screen stays until `close()`. */
  readonly closed: Promise<'quit' | 'interrupt'>;
  /** Restores the terminal until `enter()`: the program is about to be stopped. */
  leave(): void;
  /** Takes the terminal again, whatever was done to it meanwhile. */
  enter(): void;
  /** Restores the terminal. Idempotent. */
  close(): Promise<void>;
}

/** How long keys that arrive after closing are discarded. */
const drainMs = 30;
/** How long a terminal may take for the last frame before it is left as it is. */
const lastFrameMs = 200;
/** A user is told of a terminal that missed as many frames, about a second of changes. */
const toldSkips = 30;

function schedule(callback: () => void, delayMs: number): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => {
    clearTimeout(timer);
  };
}

/**
 * Opens the full-screen view of a session on a terminal and handles its keys until `close()`. On any exit without
 * `close()`, `restoreTerminal` restores the terminal.
 */
export function openTui(view: SessionView, options: TuiOptions): Tui {
  const { stdin, stdout } = options;
  const { colorDepth } = options;
  const asksBackground = options.theme === 'auto';
  let theme = createTheme(options.theme === 'auto' ? 'terminal' : options.theme, colorDepth);
  const screen = createScreen(stdout, onWritten);
  let ui: UiState = {
    ...initialUi,
    talkKey: options.talkKey ?? initialUi.talkKey,
    // A key pressed as the screen appears may belong to what was typed before.
    typedAtMs: monotonicMs(),
  };
  /** The state of the last frame. */
  let drawn = view.getState();
  let ink: InkScreen | undefined;
  let limits: Limits = { transcriptScroll: 0, panelScroll: 0, page: 1 };
  let closing: Promise<void> | undefined;
  let leaving = false;
  let away = false;
  let skippedFrames = 0;
  let isSilenced = false;
  let takesClipboard = false;
  let onIdle: () => void = () => undefined;
  let settleClosed: (reason: 'quit' | 'interrupt') => void = () => undefined;
  const closed = new Promise<'quit' | 'interrupt'>((resolve) => {
    settleClosed = resolve;
  });

  function frame(): void {
    if (away) return;
    // A slow terminal gets the newest frame once it has taken the last one, not every frame.
    if (isStalled(stdout)) {
      skippedFrames += 1;
      return;
    }
    if (skippedFrames >= toldSkips)
      ui = { ...ui, hint: `The terminal was too slow for ${String(skippedFrames)} frames.` };
    skippedFrames = 0;
    showReplay();
    drawn = view.getState();
    ui = continueSearch(ui, drawn);
    const scene = anchored({
      state: drawn,
      ui,
      size: { columns: stdout.columns, rows: stdout.rows },
    });
    const next = outline(scene);
    const { state, size } = scene;
    // The first frames do not wait until Ink is loaded.
    const lines =
      ink?.draw(scene, theme.paint) ??
      layoutFrame(state, scene.ui, size).rows.map((row) => theme.paint(row));
    screen.draw(lines, next.cursor);
    limits = next.limits;
    ui = settled(scene.ui, next);
    if (searchesOn(ui)) redraw();
  }

  /** Where the replay stands by now, and once what it has to say. */
  function showReplay(): void {
    if (options.replay === undefined) return;
    const replay = options.replay.status();
    const { notice } = replay;
    const isNew = notice !== undefined && notice !== ui.replay?.notice;
    ui = { ...ui, replay, ...(isNew ? { hint: sanitise(notice) } : {}) };
  }

  function onWritten(): void {
    onIdle();
    if (skippedFrames > 0) redraw();
  }

  /** Keeps the visible lines of a transcript that is scrolled up in place while it grows below. */
  function anchored(scene: Scene): Scene {
    const { anchor } = limits;
    if (anchor === undefined || ui.transcriptScroll === 0) return scene;
    const grown = (linesBelowAnchor(scene, anchor) ?? anchor.below) - anchor.below;
    if (grown === 0) return scene;
    return { ...scene, ui: { ...ui, transcriptScroll: Math.max(1, ui.transcriptScroll + grown) } };
  }

  const pace = createPace({ frame, now: monotonicMs, schedule });
  const redraw = (): void => {
    pace.request();
  };

  function quit(reason: 'quit' | 'interrupt'): void {
    if (leaving && reason === 'interrupt') forceExit();
    leaving = true;
    settleClosed(reason);
  }

  function forceExit(): void {
    restoreTerminal(stdout);
    if (options.forceExit) options.forceExit();
    else process.kill(process.pid, 'SIGINT');
  }

  function onEvents(events: readonly KeyEvent[]): void {
    if (closing !== undefined) return;
    const pressed = events.filter((event) => event.type === 'key' && event.action !== 'release');
    for (const event of withUnmarkedPaste(events, ui, view.getState())) {
      if (event.type === 'keyboard-flags') {
        ui = { ...ui, reportsRelease: keyboardAnswered(stdout, event.flags) };
        continue;
      }
      if (event.type === 'device-attributes') takesClipboard = event.clipboard;
      if (event.type === 'background') {
        if (asksBackground) theme = createTheme(event.isDark ? 'dark' : 'light', colorDepth);
        continue;
      }
      const result = handleKey(ui, event, {
        state: view.getState(),
        limits,
        nowMs: monotonicMs(),
        alone: pressed.length === 1,
      });
      ui = result.ui;
      for (const intent of result.intents) view.dispatch(intent);
      if (result.replay !== undefined) ui = { ...ui, hint: options.replay?.command(result.replay) };
      if (result.copy !== undefined) copy(result.copy);
      if (result.suspend === true) options.suspend?.();
      if (result.exit !== undefined) quit(result.exit);
    }
    listFiles();
    redraw();
  }

  /** The palette offers the names of a folder once they are known. */
  function listFiles(): void {
    const directory = wantedFolder(ui, view.getState());
    if (directory === undefined || directory === ui.listing?.directory) return;
    void options.listFiles?.(directory).then((names) => {
      ui = { ...ui, listing: { directory, names } };
      redraw();
    });
  }

  function copy(wanted: NonNullable<KeyResult['copy']>): void {
    const { env } = process;
    ui = { ...ui, hint: copyToClipboard(stdout, wanted, { env, knows: takesClipboard }) };
  }

  /** Whoever presses Esc to interrupt hears nothing more from that moment, and not only once the key is decided. */
  function onUndecidedEscape(isUndecided: boolean): void {
    const isSilent = isUndecided && interruptsNow();
    if (isSilent !== isSilenced) view.silence?.(isSilent);
    isSilenced = isSilent;
  }

  function interruptsNow(): boolean {
    const state = view.getState();
    if (!canInterrupt(state)) return false;
    const context = { state, limits, nowMs: monotonicMs(), alone: true };
    const { intents } = handleKey(ui, plainKey('escape'), context);
    return intents.some(({ type }) => type === 'interrupt');
  }

  const parser = createKeyParser({ onEvents, onUndecidedEscape, schedule });
  const onData = (bytes: Buffer): void => {
    parser.feed(bytes);
  };
  const onResize = (): void => {
    screen.clear();
    redraw();
  };

  const asks = { background: asksBackground, mouse: options.mouse ?? true };
  enterTerminal(stdout, stdin, asks);
  stdin.on('data', onData);
  stdin.resume();
  stdout.on('resize', onResize);
  const unsubscribe = view.subscribe(() => {
    if (pace.isAwaited()) return;
    // A replay moves without a change of its session.
    if (options.replay !== undefined || isVisible(drawn, view.getState(), ui)) redraw();
  });
  frame();
  void import('./ink/mount-ink.js').then(({ mountInk }) => {
    if (closing === undefined) ink = mountInk();
  });

  async function close(): Promise<void> {
    pace.close();
    unsubscribe();
    parser.close();
    stdout.off('resize', onResize);
    ink?.unmount();
    if (ui.reportsRelease) await new Promise((resolve) => setTimeout(resolve, drainMs));
    await lastFrameTaken();
    restoreTerminal(stdout);
    stdin.off('data', onData);
    stdin.pause();
  }

  async function lastFrameTaken(): Promise<void> {
    if (!isStalled(stdout)) return;
    await new Promise<void>((resolve) => {
      const cancel = schedule(resolve, lastFrameMs);
      onIdle = () => {
        cancel();
        resolve();
      };
    });
  }

  return {
    closed,
    leave() {
      if (away || closing !== undefined) return;
      away = true;
      restoreTerminal(stdout);
    },
    enter() {
      if (closing !== undefined) return;
      restoreTerminal(stdout);
      away = false;
      // A key that was held went up unseen.
      ui = { ...ui, holding: false, reportsRelease: false };
      enterTerminal(stdout, stdin, asks);
      screen.clear();
      frame();
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** The state after a frame: positions are clamped to it, and its question counts as asked. */
function settled(ui: UiState, { limits, question }: Outline): UiState {
  const asked = ui.question;
  const same = question?.callId === asked?.callId && question?.arguments === asked?.arguments;
  return {
    ...ui,
    transcriptScroll: Math.min(ui.transcriptScroll, limits.transcriptScroll),
    panelScroll: Math.min(ui.panelScroll, limits.panelScroll),
    question: question && {
      ...question,
      sinceMs: (same ? asked?.sinceMs : undefined) ?? monotonicMs(),
    },
  };
}
