import { join } from 'node:path';
import { folderOf, inspectRecording } from '../analysis/inspect-recording.js';
import type { RecordingReport } from '../analysis/report.js';
import type { RecordingHeader } from '../recording/lines/header-shape.js';
import { LogReader } from '../recording/log-reader.js';
import { chunksOf } from '../recording/reader.js';
import { redactHeader, redactInput } from '../recording/redact/redact-input.js';
import type { Input } from '../session/inputs.js';

/** What exports are made of. All of it is redacted if that was asked for. */
export interface ExportSource {
  /** Version of this program. */
  readonly program: string;
  readonly report: RecordingReport;
  /** The event log once more, in order; read as it is needed. */
  readonly log: () => AsyncIterable<LogPart>;
}

/** First the header, then every input. */
export type LogPart =
  | { readonly kind: 'header'; readonly header: RecordingHeader }
  | { readonly kind: 'input'; readonly input: Input };

/**
 * Reads a recording for exports.
 * @param path folder of the recording, or one of its two files
 * @throws VoiceliveError exit code 2 when there is nothing to export
 */
export async function openSource(
  path: string,
  { program, redact }: { readonly program: string; readonly redact: boolean },
): Promise<{ readonly folder: string; readonly source: ExportSource }> {
  const folder = await folderOf(path);
  const { report } = await inspectRecording(path, { redact });
  const log = (): AsyncIterable<LogPart> => logParts(join(folder, 'events.jsonl'), redact);
  return { folder, source: { program, report, log } };
}

async function* logParts(path: string, redact: boolean): AsyncGenerator<LogPart> {
  const reader = new LogReader(path);
  let isBegun = false;
  const parts = function* (inputs: readonly Input[]): Generator<LogPart> {
    yield* begin();
    for (const input of inputs) {
      const shown = redact ? redactInput(input) : input;
      if (shown !== undefined) yield { kind: 'input', input: shown };
    }
  };
  const begin = function* (): Generator<LogPart> {
    if (isBegun || reader.start === undefined) return;
    isBegun = true;
    const { header } = reader.start;
    yield { kind: 'header', header: redact ? redactHeader(header) : header };
  };
  for await (const chunk of chunksOf(path))
    for (const { inputs } of reader.push(chunk)) yield* parts(inputs);
  for (const { inputs } of reader.end()) yield* parts(inputs);
  yield* begin();
}
