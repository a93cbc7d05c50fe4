import { LineFolder } from '../recording/lines/line-folder.js';
import { formatVersion, recorderLine } from '../recording/lines/write-line.js';
import { LogReader } from '../recording/log-reader.js';
import { chunksOf } from '../recording/reader.js';
import { redactHeader, redactInput } from '../recording/redact/redact-input.js';
import { differingFields, digestOf, type StateDigest } from '../recording/state-digest.js';
import { initialState } from '../session/initial-state.js';
import type { Input } from '../session/inputs.js';
import type { SessionState } from '../session/state.js';
import { update } from '../session/update.js';
import { VoiceliveError, exitCodes } from '../shared/errors.js';

/** In place of the digest of a field whose replay already differs in the original. */
const noDigest = '0'.repeat(16);

/**
 * The event log of a recording again, without its words, in today's format. Torn lines and those of later versions are left
 * out. Its digest is that of its own replay: where the original does not replay to the live state, neither does the copy.
 * @throws VoiceliveError for a log that cannot be copied, exit code 2
 */
export async function* redactedLog(path: string): AsyncGenerator<string> {
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
  const { lost, lastState } = reader.account;
  yield copy.end(lost, lastState);
}

function startOf({ start }: LogReader, path: string): LogCopy {
  if (start === undefined) throw new Error('a log without a header has inputs');
  if (start.lacks.length === 0) return new LogCopy(start.header);
  throw new VoiceliveError(
    `${path} is of an older format, of which no redacted copy can be made.`,
    {
      code: 'recording-too-old',
      hint: 'Export another format, such as `--format json --redact`.',
      exitCode: exitCodes.usage,
    },
  );
}

type Header = NonNullable<LogReader['start']>['header'];

class LogCopy {
  #lines: string[] = [];
  #original: SessionState;
  #redacted: SessionState;
  readonly #folder = new LineFolder(
    // Lines are held back by the time of the inputs alone.
    { nowMs: () => 0, delay: () => new Promise(() => undefined) },
    (line) => this.#lines.push(JSON.stringify(line)),
  );

  constructor(header: Header) {
    const redacted = redactHeader(header);
    this.#original = initialState(header.options);
    this.#redacted = initialState(redacted.options);
    this.#lines.push(
      JSON.stringify({ voicelive: 'recording', version: formatVersion, ...redacted }),
    );
  }

  add(input: Input): void {
    this.#original = update(this.#original, input).state;
    const redacted = redactInput(input);
    if (redacted === undefined) return;
    this.#redacted = update(this.#redacted, redacted).state;
    this.#folder.add(redacted);
  }

  /** The lines since the last call. */
  take(): string {
    const text = this.#lines.map((line) => `${line}\n`).join('');
    this.#lines = [];
    return text;
  }

  end(lost: number, live: StateDigest | undefined): string {
    const { nowMs } = this.#redacted;
    this.#folder.flush(nowMs);
    if (lost > 0)
      this.#lines.push(JSON.stringify(recorderLine('lines-lost', nowMs, { lines: lost })));
    if (live !== undefined) {
      const wrong = differingFields(live, digestOf(this.#original));
      const fields = {
        ...digestOf(this.#redacted),
        ...Object.fromEntries(wrong.map((field) => [field, noDigest])),
      };
      this.#lines.push(JSON.stringify(recorderLine('last-state', nowMs, { fields })));
    }
    return this.take();
  }
}
