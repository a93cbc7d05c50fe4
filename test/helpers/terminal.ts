import { EventEmitter } from 'node:events';
import xterm from '@xterm/headless';

/** A terminal without a window: what is written to it can be read as a grid, keys can be sent from it. */
export class FakeTerminal {
  readonly output: FakeOutput;
  readonly input = new FakeInput();
  readonly #xterm: xterm.Terminal;

  constructor(columns: number, rows: number) {
    this.#xterm = new xterm.Terminal({
      cols: columns,
      rows,
      allowProposedApi: true,
      scrollback: 100,
    });
    this.output = new FakeOutput(this.#xterm);
    // Answers of the terminal itself, e.g. to a request for device attributes.
    this.#xterm.onData((text) => {
      this.input.type(text);
    });
  }

  resize(columns: number, rows: number): void {
    this.#xterm.resize(columns, rows);
    this.output.emit('resize');
  }

  /** The lines of the screen without trailing spaces, once all that was written is drawn. */
  async grid(): Promise<string[]> {
    await this.#drawn();
    const { active } = this.#xterm.buffer;
    return Array.from(
      { length: this.#xterm.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    );
  }

  async text(): Promise<string> {
    return (await this.grid()).join('\n');
  }

  /** What stands in one cell; '' for the second half of a wide character. */
  async cells(row: number): Promise<string[]> {
    return (await this.cellGrid())[row] ?? [];
  }

  /** What stands in each cell, row by row, as `cells`. */
  async cellGrid(): Promise<string[][]> {
    await this.#drawn();
    const { active } = this.#xterm.buffer;
    return Array.from({ length: this.#xterm.rows }, (_, row) => {
      const line = active.getLine(active.baseY + row);
      return Array.from(
        { length: this.#xterm.cols },
        (__, column) => line?.getCell(column)?.getChars() ?? '',
      );
    });
  }

  /** The runs of cells on a coloured background or inverse, row by row. */
  async highlights(): Promise<string[]> {
    await this.#drawn();
    const { active } = this.#xterm.buffer;
    return Array.from({ length: this.#xterm.rows }, (_, row) => {
      const line = active.getLine(active.baseY + row);
      const cells = Array.from({ length: this.#xterm.cols }, (__, column) => line?.getCell(column));
      const runs = cells.map((cell) =>
        cell !== undefined && (!cell.isBgDefault() || cell.isInverse() !== 0)
          ? cell.getChars()
          : '\n',
      );
      return runs.join('').split('\n');
    })
      .flat()
      .filter((run) => run !== '');
  }

  async screen(): Promise<{ readonly alternate: boolean; readonly scrolledLines: number }> {
    await this.#drawn();
    const { active } = this.#xterm.buffer;
    return { alternate: active.type === 'alternate', scrolledLines: active.baseY };
  }

  async #drawn(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#xterm.write('', resolve);
    });
  }
}

class FakeOutput extends EventEmitter {
  /** Everything written, a write an entry. */
  readonly writes: string[] = [];
  readonly #xterm: xterm.Terminal;
  readonly #untaken: { readonly text: string; readonly written: () => void }[] = [];
  #stalled = false;

  constructor(terminal: xterm.Terminal) {
    super();
    this.#xterm = terminal;
  }

  get columns(): number {
    return this.#xterm.cols;
  }

  get rows(): number {
    return this.#xterm.rows;
  }

  /** What was written while the terminal was not read. */
  get writableLength(): number {
    return this.#untaken.length;
  }

  write(text: string, written: () => void = () => undefined): boolean {
    this.writes.push(text);
    if (this.#stalled) this.#untaken.push({ text, written });
    else this.#xterm.write(text);
    return true;
  }

  /** Nobody reads the terminal until `read()`. */
  stall(): void {
    this.#stalled = true;
  }

  read(): void {
    this.#stalled = false;
    for (const { text, written } of this.#untaken.splice(0)) {
      this.#xterm.write(text);
      written();
    }
  }
}

class FakeInput extends EventEmitter {
  readonly isTTY = true;
  raw = false;

  setRawMode(raw: boolean): void {
    this.raw = raw;
  }

  resume(): void {
    this.emit('resume');
  }

  pause(): void {
    this.emit('pause');
  }

  /** Sends text or sequences as one read. */
  type(text: string): void {
    this.emit('data', Buffer.from(text));
  }
}
