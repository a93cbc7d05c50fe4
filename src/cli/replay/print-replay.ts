import { LogReader, type Batch } from '../../recording/log-reader.js';
import type { LogFile } from '../../replay/log-file.js';
import type { OpenRecording } from '../../replay/open-recording.js';
import { shortcomings } from '../../replay/shortcomings.js';
import { initialState } from '../../session/initial-state.js';
import { update } from '../../session/update.js';
import type { SessionView } from '../../session/view.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { printLines } from '../terminal/line-mode.js';
import { writeDiagnostic } from '../terminal/report.js';

const chunkBytes = 64 * 1024;

/**
 * Prints a recorded session as plain mode printed it, as far as it was written by now: replies on stdout, the rest on stderr.
 * @throws VoiceliveError exit code 2 when there is no event log that can be read
 */
export function printReplay({ path, log, missing }: OpenRecording): void {
  if (log === undefined) {
    throw new VoiceliveError(missing ?? '', {
      code: 'replay-no-log',
      hint: 'In a terminal, replay plays the sound.',
      exitCode: exitCodes.usage,
    });
  }
  const reader = new LogReader(path);
  const batches = batchesOf(log, reader);
  const first = batches.next();
  const { start } = reader;
  if (start === undefined) throw new Error('a log without a header was read to its end');
  let state = initialState(start.header.options);
  let onChange = (): void => undefined;
  const view: SessionView = {
    getState: () => state,
    subscribe: (listener) => {
      onChange = listener;
      return () => undefined;
    },
    dispatch: () => undefined,
  };
  const close = printLines(view);
  for (let next = first; next.done !== true; next = batches.next()) {
    for (const input of next.value.inputs) {
      ({ state } = update(state, input));
      onChange();
    }
  }
  void close();
  for (const sentence of shortcomings(start, reader.account)) writeDiagnostic(sentence);
}

/** What is in the log by now. */
function* batchesOf(log: LogFile, reader: LogReader): Generator<Batch, void> {
  for (;;) {
    const bytes = log.read(reader.bytes, reader.bytes + chunkBytes);
    if (bytes.length === 0) break;
    yield* reader.push(bytes);
  }
  yield* reader.end();
}
