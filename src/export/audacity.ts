import { plainLine } from './captions.js';
import type { ExportSource } from './source.js';
import { speakerNames, transcriptOf, type TranscriptLine } from './transcript.js';

/**
 * A label track for Audacity (File > Import > Labels): `start TAB end TAB text` in seconds, for the recording's WAV. Without
 * a log, where voice is.
 */
export function* audacity({ report }: ExportSource): Generator<string> {
  if (!report.sources.log) {
    for (const side of ['user', 'assistant'] as const)
      for (const { startMs, endMs } of report.sound?.[side].voice ?? [])
        yield label(startMs, endMs, speakerNames[side]);
    return;
  }
  for (const line of transcriptOf(report)) yield label(line.startMs, line.endMs, labelText(line));
  for (const { atMs, cause } of report.interruptions)
    yield label(atMs, atMs, `Interruption (${cause})`);
}

function labelText({ kind, text, call }: TranscriptLine): string {
  if (kind === 'user' || kind === 'assistant') return `${speakerNames[kind]}: ${text}`;
  return call === undefined ? text : `Tool: ${text} (${call.outcome})`;
}

/** A label whose two times are the same is a point. */
function label(startMs: number, endMs: number, text: string): string {
  const start = Math.max(0, startMs);
  return `${seconds(start)}\t${seconds(Math.max(start, endMs))}\t${plainLine(text)}\n`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(6);
}
