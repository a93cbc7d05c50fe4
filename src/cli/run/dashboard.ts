import { runLabel } from '../../script/run/result-text.js';
import { escapeVisibly } from '../../shared/escape-visibly.js';
import { clock } from '../../tui/text/format.js';
import { graphemes, graphemeWidth, shorten, textWidth } from '../../tui/text/width.js';

/** The part of a terminal that is used. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
}

interface RunningScript {
  readonly label: string;
  readonly startedMs: number;
  readonly steps: number;
  step: number;
}

/** Of a small screen, most is left to the results. */
const shareOfScreen = 0.5;
const redrawMs = 100;

/** Shows at the bottom of a terminal what runs at the moment; results scroll above it. */
export class Dashboard {
  readonly #screen: Screen;
  readonly #write: (text: string) => void;
  readonly #now: () => number;
  readonly #startedMs: number;
  readonly #total: number;
  readonly #running = new Map<object, RunningScript>();
  readonly #timer: NodeJS.Timeout;
  #finished = 0;
  #notPassed = 0;
  #drawn: readonly string[] = [];

  /** @param now monotonic milliseconds */
  constructor(screen: Screen, write: (text: string) => void, total: number, now: () => number) {
    this.#screen = screen;
    this.#write = write;
    this.#total = total;
    this.#now = now;
    this.#startedMs = now();
    this.#draw();
    this.#timer = setInterval(() => {
      this.#draw();
    }, redrawMs);
    this.#timer.unref();
  }

  start(key: object, run: Parameters<typeof runLabel>[0], steps: number): void {
    const label = escapeVisibly(runLabel(run));
    this.#running.set(key, { label, startedMs: this.#now(), steps, step: 0 });
  }

  step(key: object, step: number): void {
    const running = this.#running.get(key);
    if (running !== undefined) running.step = step + 1;
  }

  end(key: object, passed: boolean): void {
    this.#running.delete(key);
    this.#finished += 1;
    if (!passed) this.#notPassed += 1;
  }

  /** Prints lines above. */
  print(lines: readonly string[]): void {
    this.#write(`${this.#erased()}${lines.map((line) => `${line}\n`).join('')}`);
    this.#draw();
  }

  /** Takes the block away. Idempotent. */
  close(): void {
    clearInterval(this.#timer);
    if (this.#drawn.length > 0) this.#write(this.#erased());
  }

  #draw(): void {
    const { columns, rows } = this.#screen;
    const room = Math.max(1, Math.floor(rows * shareOfScreen) - 1);
    const running = [...this.#running.values()];
    const shown = running.slice(0, running.length > room ? room - 1 : room);
    const hidden = running.length - shown.length;
    const now = this.#now();
    const lines = [
      this.#heading(now),
      ...shown.map((each) => {
        const step = each.steps === 0 ? '' : `step ${String(each.step)}/${String(each.steps)}  `;
        const start = `  ${clock(now - each.startedMs)}  ${step}`;
        return `${start}${endOf(each.label, columns - 1 - textWidth(start))}`;
      }),
      ...(hidden > 0 ? [`  and ${String(hidden)} more`] : []),
    ].map((line) => shorten(line, columns - 1));
    if (lines.join('\n') === this.#drawn.join('\n')) return;
    this.#write(`${this.#erased()}${lines.join('\n')}`);
    this.#drawn = lines;
  }

  #heading(now: number): string {
    const failed = this.#notPassed > 0 ? `, ${String(this.#notPassed)} not passed` : '';
    return `${clock(now - this.#startedMs)}  ${String(this.#finished)}/${String(this.#total)} done${failed}, ${String(this.#running.size)} running`;
  }

  /** The cursor is behind the last row; a window that became narrower has wrapped the rows. */
  #erased(): string {
    if (this.#drawn.length === 0) return '';
    const { columns } = this.#screen;
    const height = this.#drawn.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / columns)),
      0,
    );
    this.#drawn = [];
    return `\r${height > 1 ? `\u001b[${String(height - 1)}A` : ''}\u001b[J`;
  }
}

/** The end of a label that does not fit: its beginning is the folder, which scripts have in common. */
function endOf(label: string, width: number): string {
  if (textWidth(label) <= width) return label;
  let kept = '';
  let left = width - 1;
  for (const grapheme of graphemes(label).toReversed()) {
    left -= graphemeWidth(grapheme);
    if (left < 0) break;
    kept = grapheme + kept;
  }
  return `…${kept}`;
}
