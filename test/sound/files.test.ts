import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeWav, parseWav } from '../../src/audio/pure/wav.js';
import { patienceMs } from '../helpers/patience.js';
import { fixture, killProgramsAfterAll, runProgram, temporaryFolder } from '../helpers/program.js';
import { cuts, replies, SessionLog, transcripts } from '../helpers/session-log.js';
import { isSilent } from '../helpers/sound-marks.js';

const rateHz = 24_000;
const speechHz = 16_000;
/** A cut ends in a fade that is no part of the reply, so that it does not click. */
const fadeSamples = (3 * rateHz) / 1000;

const cwd = temporaryFolder();
killProgramsAfterAll();

/** One file that says `please count`, waits, and asks `what time is it` into the counting. */
async function writeConversation(path: string, pauseSeconds: number): Promise<void> {
  const [request, question] = await Promise.all([
    speech('please-count.wav'),
    speech('what-time-is-it.wav'),
  ]);
  const pause = new Int16Array(pauseSeconds * speechHz);
  await writeFile(path, encodeWav(Int16Array.from([...request, ...pause, ...question]), speechHz));
}

async function speech(name: string): Promise<Int16Array> {
  const { samples, sampleRateHz } = parseWav(await readFile(fixture(`speech/${name}`)), name);
  expect(sampleRateHz).toBe(speechHz);
  return samples;
}

describe('a conversation between files', () => {
  it(
    'tells one truth, to the sample, about what was heard when speech interrupts',
    { timeout: 3 * patienceMs },
    async () => {
      const input = join(cwd, 'in.wav');
      const output = join(cwd, 'out.wav');
      const recording = join(cwd, 'recording');
      await writeConversation(input, 6);
      const { exitCode } = await runProgram(
        ['talk', '--mic', input, '--speaker', output, '--record', recording],
        { cwd, input: null, deadlineMs: 2 * patienceMs },
      );
      expect(exitCode).toBe(0);

      const log = new SessionLog(recording);
      const inputs = await log.inputs();
      expect(transcripts(inputs)).toEqual(['Please count', 'What time is it']);
      const [count, time, ...more] = replies(inputs);
      expect(more).toEqual([]);
      expect(time?.text).toMatch(/^It is /);
      expect(time?.handedSamples).toBe(time?.receivedSamples);
      if (count === undefined) throw new Error('it did not count');

      const handed = count.handedSamples;
      // How much depends on how soon a busy machine answered the request.
      expect(handed).toBeGreaterThan(0);
      expect(handed).toBeLessThan(count.receivedSamples);
      expect(count.runs.map((run) => run.fromSample)).toEqual(
        count.runs.map((_, index) => (index * rateHz) / 50),
      );
      expect(cuts(inputs)).toEqual({
        flushed: [{ itemId: count.itemId, handedSamples: handed }],
        truncated: [{ itemId: count.itemId, audioEndMs: Math.floor((handed * 1000) / rateHz) }],
      });

      const { right } = await log.sound();
      const at = count.runs[0]?.atSample ?? Number.NaN;
      // The fade behind the cut is recorded too.
      const cutEnd = at + handed + fadeSamples;
      const recorded = right.subarray(at, cutEnd);
      expect(isSilent(right.subarray(0, at))).toBe(true);
      expect(isSilent(right.subarray(cutEnd, cutEnd + rateHz / 2))).toBe(true);

      const played = parseWav(await readFile(output), output).samples;
      const start = indexOfSound(recorded, played);
      expect(isSilent(played.subarray(0, start))).toBe(true);
      const end = start + handed + fadeSamples;
      expect(isSilent(played.subarray(end, end + rateHz / 2))).toBe(true);
    },
  );
});

/** Where a sound begins in a longer one that holds it sample by sample; both begin with their first sample that is not 0. */
function indexOfSound(piece: Int16Array, sound: Int16Array): number {
  const start =
    sound.findIndex((sample) => sample !== 0) - piece.findIndex((sample) => sample !== 0);
  expect(Buffer.from(sound.slice(start, start + piece.length).buffer)).toEqual(
    Buffer.from(piece.slice().buffer),
  );
  return start;
}
