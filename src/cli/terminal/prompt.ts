import { clearScreenDown, createInterface, cursorTo, moveCursor } from 'node:readline';
import { Writable } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { monotonicMs } from '../../shared/clock.js';
import { sanitise } from '../../shared/sanitise.js';
import { handleSuspension, suspendJob } from './suspension.js';

const promptText = '› ';

export interface TypedLine {
  readonly text: string;
  /** When its first character was typed, on the monotonic clock; absent where the terminal edits lines itself. */
  readonly begunMs?: number;
}

export interface PromptOptions {
  readonly input: ReadStream;
  /** The terminal: its size. Everything is written by `write`. */
  readonly screen: WriteStream;
  readonly write: (text: string) => void;
  /** The terminal can move its cursor; otherwise lines are edited by the terminal's driver. */
  readonly canEdit: boolean;
  readonly onLine: (line: TypedLine) => void;
  /** Ctrl-C on an empty line; on another one it clears the line. */
  readonly onInterrupt: () => void;
  readonly onEscape: () => void;
  /** Ctrl-D on an empty line. */
  readonly onEnd: () => void;
}

/** A line to type in at the bottom of a terminal. */
export interface Prompt {
  /** Prints a line above the one that is being typed, which stays as it is. */
  readonly print: (line: string) => void;
  /** Prints what waits, and gives the terminal back. Idempotent. */
  readonly close: () => void;
}

export function openPrompt(options: PromptOptions): Prompt {
  const { input, screen, write, canEdit } = options;
  const output = new PromptOutput(screen, write);
  const lines = createInterface({ input, output, prompt: promptText, terminal: canEdit });
  let waiting: string[] = [];
  let begunMs: number | undefined;
  let isShown = false;
  let isClosed = false;

  function show(): void {
    isShown = true;
    lines.prompt(true);
  }

  /** Clears the prompt with what was typed; the rows that its cursor is below the first one. */
  function hide(): number {
    if (!isShown) return 0;
    isShown = false;
    if (!canEdit) {
      write('\n');
      return 0;
    }
    const { rows } = lines.getCursorPos();
    moveCursor(output, 0, -rows);
    cursorTo(output, 0);
    clearScreenDown(output);
    return rows;
  }

  function flush(): void {
    if (waiting.length === 0) return;
    const rows = hide();
    write(waiting.map((line) => `${sanitise(line)}\n`).join(''));
    waiting = [];
    if (isClosed) return;
    // Readline goes up as many rows as the typed text had when it was drawn last.
    write('\n'.repeat(rows));
    show();
  }

  function leave(): void {
    hide();
    input.setRawMode(false);
  }

  function enter(): void {
    // The mode was changed behind its back if the program was stopped without a warning.
    input.setRawMode(false);
    input.setRawMode(true);
    show();
  }

  const onKeypress = (_text: string | undefined, key: { readonly name?: string }): void => {
    if (lines.line === '') begunMs = undefined;
    else begunMs ??= monotonicMs();
    if (key.name === 'escape') options.onEscape();
  };

  lines.on('line', (text) => {
    // The terminal is on a new row by now.
    isShown = false;
    const line = { text: text.trim(), ...(begunMs === undefined ? {} : { begunMs }) };
    begunMs = undefined;
    options.onLine(line);
    if (!isClosed && waiting.length === 0) show();
  });
  lines.on('SIGINT', () => {
    if (lines.line === '') options.onInterrupt();
    else {
      lines.write(null, { ctrl: true, name: 'e' });
      lines.write(null, { ctrl: true, name: 'u' });
      begunMs = undefined;
    }
  });
  // Readline would stop this process alone: a shell that started it through npx waited for ever.
  lines.on('SIGTSTP', () => {
    suspendJob({ leave });
  });
  const unhandle = canEdit ? handleSuspension({ leave, enter }) : undefined;
  lines.on('close', () => {
    if (isClosed) return;
    isClosed = true;
    options.onEnd();
  });
  // After readline's own listener: the line is up to date by then.
  if (canEdit) input.on('keypress', onKeypress);
  show();

  return {
    print(line) {
      waiting.push(line);
      if (waiting.length === 1) queueMicrotask(flush);
    },
    close() {
      input.off('keypress', onKeypress);
      unhandle?.();
      isClosed = true;
      flush();
      hide();
      lines.close();
      input.pause();
    },
  };
}

/** What readline draws, for the one writer to the terminal. */
class PromptOutput extends Writable {
  readonly #screen: WriteStream;

  constructor(screen: WriteStream, writeText: (text: string) => void) {
    super({
      decodeStrings: false,
      write: (chunk: unknown, _encoding, done) => {
        writeText(String(chunk));
        done();
      },
    });
    this.#screen = screen;
    screen.on('resize', this.#onResize);
    this.on('close', () => screen.off('resize', this.#onResize));
  }

  /** Asked for by readline. */
  get columns(): number {
    return this.#screen.columns;
  }

  readonly #onResize = (): void => {
    this.emit('resize');
  };
}
