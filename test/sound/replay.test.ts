import { afterAll, beforeAll, describe, expect } from 'vitest';
import { it } from '../helpers/pty.js';
import { temporaryFolder } from '../helpers/program.js';
import { recognise } from '../helpers/recognise.js';
import { openVirtualSound, type VirtualSound } from '../helpers/virtual-sound.js';
import { watchHoldUps } from '../helpers/held-up.js';
import { patienceMs } from '../helpers/patience.js';
import { audibleSpan } from '../helpers/sound-marks.js';
import { monotonicMs } from '../../src/shared/clock.js';
import { peakDbfs } from '../../src/audio/pure/level.js';

const cwd = temporaryFolder();
const rateHz = 16_000;
const loudDb = -30;
/** Of 10 ms. */
const pausePieces = 40;

let card: VirtualSound;

beforeAll(async () => {
  card = await openVirtualSound();
});

afterAll(async () => {
  await card.close();
});

/** Indices where somebody begins to speak: longer pauses are between speakers and sentences only. */
function onsets(samples: Int16Array): readonly number[] {
  const piece = rateHz / 100;
  const found: number[] = [];
  let quiet = pausePieces;
  for (let at = 0; at < samples.length; at += piece) {
    const isLoud = peakDbfs(samples.subarray(at, at + piece)) > loudDb;
    if (isLoud && quiet >= pausePieces) found.push(at);
    quiet = isLoud ? 0 : quiet + 1;
  }
  return found;
}

describe('a replay with sound', () => {
  it(
    'is heard word for word, in step with what the screen shows',
    { timeout: 3 * patienceMs },
    async ({ open }) => {
      const listening = await card.listen('speaker', rateHz);
      const heldUp = await watchHoldUps();
      const program = open(['replay', '--sample'], { cwd, columns: 120, rows: 40, env: card.env });
      await program.waitFor((screen) => /▶ 0:0\d\/0:1\d 1× {2}/.test(screen.at(-2) ?? ''));
      // The screen says that the assistant speaks while the reply is heard: both within a few frames.
      await program.waitFor('♪ speaking');
      const shownMs = monotonicMs();
      await program.waitFor((screen) => (screen.at(-2) ?? '').includes('⏸'));
      const heard = await listening.stop();
      // The question is heard first, then the reply.
      const [, replyAt = Number.NaN] = onsets(heard);
      const heardMs = listening.startMs() + (replyAt * 1000) / rateHz;
      expect(Math.abs(heardMs - shownMs)).toBeLessThan(400 + (await heldUp()));
      const question = heard.subarray(0, replyAt);
      expect(
        await recognise({ samples: question, rateHz }, [
          'what time is it',
          'tell me a story',
          'hello',
        ]),
      ).toBe('what time is it');
      const { last } = audibleSpan(heard);
      const end = heard.subarray(last - 3 * rateHz, last + rateHz / 5);
      expect(
        await recognise({ samples: end, rateHz }, [
          'in oslo it is raining',
          'in oslo it is sunny',
          'it is noon',
        ]),
      ).toBe('in oslo it is raining');
      program.press('q');
      expect(await program.exitCode()).toBe(0);
    },
  );
});
