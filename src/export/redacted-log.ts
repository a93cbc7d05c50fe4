import { isDeepStrictEqual } from 'node:util';
import { LineFolder } from '../recording/lines/line-folder.js';
import { headerLine } from '../recording/lines/write-header.js';
import { recorderLine } from '../recording/lines/write-line.js';
import { LogReader, type LogAccount, type LogStart } from '../recording/log-reader.js';
import { chunksOf } from '../recording/reader.js';
import { redactHeader, redactInput } from '../recording/redact/redact-input.js';
import { redactState } from '../recording/redact/redact-state.js';
import { initialState } from '../session/initial-state.js';
import type { Input } from '../session/inputs.js';
import type { SessionState } from '../session/state.js';
import { update } from '../session/update.js';
import { VoiceliveError, exitCodes } from '../shared/errors.js';

/**
 * The event log of a recording again, without its words, in today's format. Torn lines and those of later versions are left
 * out. Its digest is that of its own replay: it shows that the copy is whole, and nothing about the live session.
 * @param onEnd gets what was read of the original
 * @throws VoiceliveError for a log that cannot be copied, exit code 2
 */
export async function* redactedLog(
  path: string,
  onEnd: (start: LogStart, account: LogAccount) => void,
): AsyncGenerator<string> {
  const reader = new LogReader(path);
  let copy: LogCopy | undefined;
  const add = (inputs: readonly Input[]): string => {
    copy ??= startOf(reader, path);
    for (const input of inputs) copy.add(input);
    return copy.take();
  };
  for await (const chunk of chunksOf(path))
    for (const { inputs } of reader.push(chunk)) yield add(inputs);
  for (const { inputs } of reader.end()) yield add(inputs);
  copy ??= startOf(reader, path);
  const { start, account } = reader;
  if (start !== undefined) onEnd(start, account);
  const { lost, lastState } = account;
  yield copy.end(lost, lastState !== undefined);
}

function startOf({ start }: LogReader, path: string): LogCopy {
  if (start === undefined) throw new Error('a log without a header has inputs');
  if (start.lacks.length === 0) return new LogCopy(start);
  throw new VoiceliveError(
    `${path} is of an older format, of which no redacted copy can be made.`,
    {
      code: 'recording-too-old',
      hint: 'Export another format, such as `--format json --redact`.',
      exitCode: exitCodes.usage,
    },
  );
}

class LogCopy {
  #lines: string[] = [];
  #state: SessionState;
  readonly #folder = new LineFolder(
    // Lines are held back by the time of the inputs alone.
    { nowMs: () => 0, delay: () => new Promise(() => undefined) },
    (line) => this.#lines.push(JSON.stringify(line)),
  );

  constructor({ header, initial }: LogStart) {
    const redacted = redactHeader(header);
    const isBegun = !isDeepStrictEqual(initial, initialState(header.options));
    this.#state = isBegun ? redactState(initial) : initialState(redacted.options);
    this.#lines.push(headerLine(redacted, isBegun ? this.#state : undefined));
  }

  add(input: Input): void {
    const redacted = redactInput(input);
    if (redacted === undefined) return;
    this.#state = update(this.#state, redacted).state;
    this.#folder.add(redacted);
  }

  /** The lines since the last call. */
  take(): string {
    const text = this.#lines.map((line) => `${line}\n`).join('');
    this.#lines = [];
    return text;
  }

  /** @param ended the original has its end */
  end(lost: number, ended: boolean): string {
    const { nowMs } = this.#state;
    this.#folder.flush(nowMs);
    if (lost > 0)
      this.#lines.push(JSON.stringify(recorderLine('lines-lost', nowMs, { lines: lost })));
    if (ended) this.#folder.end(this.#state);
    return this.take();
  }
}
