import { spawn, type IPty } from 'node-pty';
import xterm from '@xterm/headless';
import { test } from 'vitest';
import { bareEnvironment, programPath, type Environment } from './program.js';
import { patienceMs } from './patience.js';

export interface PtyOptions {
  /** Home and working folder. */
  readonly cwd: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Environment;
  /** Answer the kitty keyboard protocol's question, as a terminal that knows it. Keys are sent the old way all the same. */
  readonly kittyKeyboard?: boolean;
  /** A shell command to run after the program, in the same terminal; the program's exit code is printed before it. */
  readonly afterwards?: string;
  /** A shell script to run instead, with job control, in which "$@" is the program. */
  readonly job?: string;
}

type Expected = string | RegExp | ((screen: readonly string[]) => boolean);

/** The state of a terminal that a full-screen program may leave behind. */
export interface TerminalState {
  readonly alternateScreen: boolean;
  readonly cursorVisible: boolean;
  readonly marksPastes: boolean;
  /** Clicks and the wheel are reported to the program, in whatever form. */
  readonly reportsMouse: boolean;
  readonly wraps: boolean;
  readonly holdsUpdate: boolean;
  /** Keyboard flags pushed and not popped (kitty keyboard protocol). */
  readonly keyboardFlags: readonly number[];
}

/** A terminal as a shell expects it. */
export const untouchedTerminal: TerminalState = {
  alternateScreen: false,
  cursorVisible: true,
  marksPastes: false,
  reportsMouse: false,
  wraps: true,
  holdsUpdate: false,
  keyboardFlags: [],
};

const namedKeys = {
  enter: '\r',
  escape: '\x1b',
  'ctrl+c': '\x03',
  'ctrl+q': '\x11',
  'ctrl+s': '\x13',
  'ctrl+z': '\x1a',
} as const;

type NamedKey = keyof typeof namedKeys;

function isNamed(key: string): key is NamedKey {
  return key in namedKeys;
}

/** The built program in a pseudo-terminal, whose other end is a terminal emulator that a test can read. */
export class PtyProgram {
  /** Everything the program wrote, a read an entry. */
  readonly chunks: string[] = [];
  readonly #pty: IPty;
  readonly #terminal: xterm.Terminal;
  readonly #listeners = new Set<() => void>();
  readonly #keyboardFlags: number[] = [];
  readonly #exited: Promise<void>;
  readonly #mouseModes = new Set<number>();
  #cursorVisible = true;
  #exitCode: number | undefined;
  #unparsed = 0;

  constructor(args: readonly string[], options: PtyOptions) {
    const { columns = 80, rows = 24, cwd, kittyKeyboard = false, afterwards, job } = options;
    this.#terminal = new xterm.Terminal({
      cols: columns,
      rows,
      allowProposedApi: true,
      scrollback: 1000,
    });
    const command = [process.execPath, programPath, ...args];
    const withMore =
      afterwards === undefined ? undefined : `"$@"; echo "exit code $?"; ${afterwards}`;
    const script = job === undefined ? withMore : `set -m; ${job}`;
    const [file = '', ...rest] =
      script === undefined ? command : ['/bin/sh', '-c', script, 'sh', ...command];
    this.#pty = spawn(file, rest, {
      name: 'xterm-256color',
      cols: columns,
      rows,
      cwd,
      env: bareEnvironment(cwd, options.env),
    });
    this.#observe(kittyKeyboard);
    this.#pty.onData((text) => {
      this.chunks.push(text);
      this.#unparsed += 1;
      this.#terminal.write(text, () => {
        this.#unparsed -= 1;
        this.#notify();
      });
    });
    this.#terminal.onData((answer) => {
      this.#send(answer);
    });
    this.#exited = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal }) => {
        this.#exitCode = signal === undefined || signal === 0 ? exitCode : 128 + signal;
        this.#notify();
        resolve();
      });
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** All that was written, as one text. */
  get written(): string {
    return this.chunks.join('');
  }

  /** The rows of the screen, without trailing spaces. */
  screen(): readonly string[] {
    const { active } = this.#terminal.buffer;
    return Array.from(
      { length: this.#terminal.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    );
  }

  /** The words on the screen with single spaces between them, for text that may be wrapped. */
  words(): string {
    return this.screen().join(' ').replace(/\s+/g, ' ');
  }

  /** The normal screen as one text, with what was scrolled out of sight. */
  normalScreen(): string {
    const { normal } = this.#terminal.buffer;
    return Array.from(
      { length: normal.length },
      (_, row) => normal.getLine(row)?.translateToString(true) ?? '',
    )
      .join('\n')
      .trimEnd();
  }

  /** Lines that have scrolled off the top of the screen in use. */
  scrolledLines(): number {
    return this.#terminal.buffer.active.baseY;
  }

  terminal(): TerminalState {
    const { modes, buffer } = this.#terminal;
    return {
      alternateScreen: buffer.active.type === 'alternate',
      cursorVisible: this.#cursorVisible,
      marksPastes: modes.bracketedPasteMode,
      reportsMouse: this.#mouseModes.size > 0,
      wraps: modes.wraparoundMode,
      holdsUpdate: modes.synchronizedOutputMode,
      keyboardFlags: [...this.#keyboardFlags],
    };
  }

  /**
   * Waits until the screen has a text, matches an expression (both with single spaces, over line ends), or fulfils a
   * condition.
   * @throws Error with the screen in it, when it does not in time or the program ends before it does
   */
  async waitFor(expected: Expected, deadlineMs = patienceMs): Promise<void> {
    const met = (): boolean => {
      if (typeof expected === 'function') return expected(this.screen());
      const words = this.words();
      return typeof expected === 'string' ? words.includes(expected) : expected.test(words);
    };
    await this.#wait(() => met() || this.#isOver(), deadlineMs);
    if (met()) return;
    const ended = this.#exitCode === undefined ? `${String(deadlineMs)} ms` : 'its end';
    throw new Error(
      `The screen did not fulfil ${String(expected)} until ${ended}:\n${this.screen().join('\n')}`,
    );
  }

  /**
   * Waits until the program wrote nothing for so long.
   * @throws Error with what it wrote last, when it does not stop writing within the deadline
   */
  async quiet(quietMs: number, deadlineMs = quietMs + patienceMs): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const settle = (error?: Error): void => {
        clearTimeout(calm);
        clearTimeout(deadline);
        this.#listeners.delete(again);
        if (error === undefined) resolve();
        else reject(error);
      };
      const again = (): void => {
        clearTimeout(calm);
        calm = setTimeout(settle, quietMs);
      };
      const deadline = setTimeout(() => {
        settle(new Error(`It does not stop writing: ${JSON.stringify(this.chunks.slice(-3))}`));
      }, deadlineMs);
      let calm = setTimeout(settle, quietMs);
      this.#listeners.add(again);
    });
  }

  /**
   * Waits for the program's end and its last words; 128 and the signal's number when a signal ended it.
   * @throws Error with the screen in it, when it does not end in time
   */
  async exitCode(deadlineMs = patienceMs): Promise<number> {
    await this.#wait(() => this.#isOver(), deadlineMs);
    if (this.#exitCode === undefined)
      throw new Error(`It did not end:\n${this.screen().join('\n')}`);
    return this.#exitCode;
  }

  /** One key: a name, or the character it types. */
  press(key: string): void {
    this.#send(isNamed(key) ? namedKeys[key] : key);
  }

  /** Types characters, each a read of its own. */
  async type(text: string): Promise<void> {
    for (const character of text) {
      this.#send(character);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Opens the text box unless it has the keys; a text session starts in it. */
  async openBox(): Promise<void> {
    if (!this.#cursorVisible) this.press('i');
    await this.waitFor(() => this.#cursorVisible);
  }

  /** Leaves the text box if it has the keys, so that keys are commands; it interrupts nothing. */
  async leaveBox(): Promise<void> {
    if (this.#cursorVisible) this.press('\t');
    await this.waitFor(() => !this.#cursorVisible);
  }

  /** Types a turn or a command into the text box, and Enter. */
  async say(text: string): Promise<void> {
    await this.openBox();
    await this.type(text);
    await this.waitFor(`› ${text}`);
    this.press('enter');
  }

  /** Ends the program with q, pressed again if it asks, and gives its exit code. */
  async quitWithQ(): Promise<number> {
    await this.leaveBox();
    this.press('q');
    const asks = (): boolean => this.words().includes('Press q again to quit');
    await this.#wait(() => asks() || this.#isOver(), patienceMs);
    if (!this.#isOver()) this.press('q');
    return this.exitCode();
  }

  /** Ends the program from the text box, which asks nothing, and gives its exit code. */
  async quit(): Promise<number> {
    await this.say('/quit');
    return this.exitCode();
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  kill(signal: NodeJS.Signals): void {
    if (this.#exitCode === undefined) process.kill(this.pid, signal);
  }

  /** Kills the program by its process id, if it still runs. */
  async close(): Promise<void> {
    try {
      this.kill('SIGKILL');
    } catch {
      // It has ended, and the terminal tells so only once it was read.
    }
    await this.#exited;
    this.#terminal.dispose();
  }

  #send(text: string): void {
    if (this.#exitCode === undefined) this.#pty.write(text);
  }

  #isOver(): boolean {
    return this.#exitCode !== undefined && this.#unparsed === 0;
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Looks again whenever something was written, until the condition holds or time is over. */
  #wait(condition: () => boolean, deadlineMs: number): Promise<void> {
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(deadline);
        this.#listeners.delete(look);
        resolve();
      };
      const look = (): void => {
        if (condition()) settle();
      };
      const deadline = setTimeout(settle, deadlineMs);
      this.#listeners.add(look);
      look();
    });
  }

  /** Follows what the terminal emulator does not tell: cursor visibility and the kitty keyboard protocol. */
  #observe(kittyKeyboard: boolean): void {
    const { parser } = this.#terminal;
    const cursor = (visible: boolean) => (parameters: (number | number[])[]) => {
      if (parameters.includes(25)) this.#cursorVisible = visible;
      return false;
    };
    const mouse = (change: 'add' | 'delete') => (parameters: (number | number[])[]) => {
      for (const mode of parameters)
        if (typeof mode === 'number' && mode >= 1000 && mode < 1017) this.#mouseModes[change](mode);
      return false;
    };
    parser.registerCsiHandler({ prefix: '?', final: 'h' }, cursor(true));
    parser.registerCsiHandler({ prefix: '?', final: 'l' }, cursor(false));
    parser.registerCsiHandler({ prefix: '?', final: 'h' }, mouse('add'));
    parser.registerCsiHandler({ prefix: '?', final: 'l' }, mouse('delete'));
    if (!kittyKeyboard) return;
    parser.registerCsiHandler({ prefix: '>', final: 'u' }, (parameters) => {
      const [flags] = parameters;
      this.#keyboardFlags.push(typeof flags === 'number' ? flags : 0);
      return true;
    });
    parser.registerCsiHandler({ prefix: '<', final: 'u' }, () => {
      this.#keyboardFlags.pop();
      return true;
    });
    parser.registerCsiHandler({ prefix: '?', final: 'u' }, () => {
      this.#send(`\x1b[?${String(this.#keyboardFlags.at(-1) ?? 0)}u`);
      return true;
    });
  }
}

/** Starts the program in a terminal of its own; it is killed, by its process id, when the test is over. */
export type Open = (args: readonly string[], options: PtyOptions) => PtyProgram;

/** `it` for tests that open the program in terminals: none is left behind, also with several tests at a time. */
export const it = test.extend<{ readonly open: Open }>({
  open: async ({}, use) => {
    const programs: PtyProgram[] = [];
    await use((args, options) => {
      const program = new PtyProgram(args, options);
      programs.push(program);
      return program;
    });
    await Promise.all(programs.map((program) => program.close()));
  },
});
