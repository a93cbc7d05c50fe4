import { expect, it } from 'vitest';
import { inspectRecording } from '../../../src/analysis/inspect-recording.js';
import type { RecordingReport } from '../../../src/analysis/report.js';
import { converse } from '../../helpers/spoken-turns/converse.js';

const frameMs = 20;

it('agrees with the screen, the room and itself on 40 turns of the real controller and recorder', async () => {
  let report: RecordingReport | undefined;
  const { times } = await converse(40, 5, async (path) => {
    ({ report } = await inspectRecording(path));
  });
  expect(report?.turns).toHaveLength(40);
  report?.turns.forEach(({ latency, parts }, turn) => {
    const { shownMs = Number.NaN, trueMs = Number.NaN } = times[turn] ?? {};
    expect(latency.eventsMs).toBeCloseTo(shownMs, 3);
    expect(parts.reduce((sum, { ms }) => sum + ms, 0)).toBeCloseTo(shownMs, 3);
    expect(Math.abs((latency.samplesMs ?? Number.NaN) - trueMs)).toBeLessThanOrEqual(frameMs);
  });
  expect(report?.disagreements).toEqual([]);
  expect(report?.notes).toEqual([]);
  expect(report?.sources).toMatchObject({ log: true, sound: true, ended: true, tornLines: 0 });
  expect(report?.figures.insertedSilence.longestMs).toBeLessThan(200);
});
