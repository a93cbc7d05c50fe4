import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inspectRecording } from '../../../src/analysis/inspect-recording.js';
import { reportText } from '../../../src/cli/inspect/report-text.js';
import { LogWriter } from '../../helpers/log-writer.js';

it('an inspection says when underruns were noticed, and how many there were', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'voicelive-underruns-'));
  try {
    const log = new LogWriter();
    log.ready({ id: 'sess_1', model: 'gpt-realtime' });
    const none = { droppedCaptureFrames: 0, droppedPlaybackSamples: 0, restarts: 0 };
    for (const [nowMs, underruns, underrunAgoMs] of [
      [5000, 1, 400],
      [8000, 1, 3400],
      [72_000, 4, 250],
    ] as const) {
      log.nowMs = nowMs;
      log.input({ type: 'audio-counters', ...none, underruns, underrunAgoMs });
    }
    await writeFile(join(folder, 'events.jsonl'), `${log.end().lines.join('\n')}\n`);
    const { report } = await inspectRecording(folder);
    expect(report.audioHealth?.underruns).toBe(4);
    expect(report.audioHealth?.underrunsAtMs).toEqual([4600, 71_750]);
    const words = reportText(report, 120).flatMap((row) => row.map(({ text }) => text));
    expect(words.join('')).toContain('4 underruns (at 0:04, 1:11)');
  } finally {
    await rm(folder, { recursive: true });
  }
});
