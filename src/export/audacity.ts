import type { RecordingReport } from '../analysis/report.js';
import { plainLine } from './captions.js';
import type { ExportSource } from './source.js';
import { speakerNames, transcriptOf, type TranscriptLine } from './transcript.js';

/**
 * A label track for Audacity (File > Import > Labels): `start TAB end TAB text` in seconds, for the recording's WAV. Without
 * a log, where voice is.
 */
export function* audacity({ report }: ExportSource): Generator<string> {
  const labels = report.sources.log ? labelsOf(report) : voiceLabels(report);
  for (const { startMs, endMs, text } of labels.toSorted(byStart)) {
    const start = Math.max(0, startMs);
    yield `${seconds(start)}\t${seconds(Math.max(start, endMs))}\t${plainLine(text)}\n`;
  }
}

/** One whose two times are the same is a point. */
interface Label {
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
}

function labelsOf(report: RecordingReport): readonly Label[] {
  return [
    ...transcriptOf(report).map((line) => ({ ...line, text: labelText(line) })),
    ...report.interruptions.map(({ atMs, cause }) => ({
      startMs: atMs,
      endMs: atMs,
      text: `Interruption (${cause})`,
    })),
  ];
}

function voiceLabels({ sound }: RecordingReport): readonly Label[] {
  return (['user', 'assistant'] as const).flatMap((side) =>
    (sound?.[side].voice ?? []).map((span) => ({ ...span, text: speakerNames[side] })),
  );
}

function byStart(left: Label, right: Label): number {
  return left.startMs - right.startMs;
}

function labelText({ kind, text, call }: TranscriptLine): string {
  if (kind === 'user' || kind === 'assistant') return `${speakerNames[kind]}: ${text}`;
  return call === undefined ? text : `Tool: ${text} (${call.outcome})`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(6);
}
