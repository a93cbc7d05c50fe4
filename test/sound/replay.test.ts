import { afterAll, beforeAll, describe, expect } from 'vitest';
import { it } from '../helpers/pty.js';
import { temporaryFolder } from '../helpers/program.js';
import { recognise } from '../helpers/recognise.js';
import { openVirtualSound, type VirtualSound } from '../helpers/virtual-sound.js';
import { monotonicMs } from '../../src/shared/clock.js';
import { peakDbfs } from '../../src/audio/pure/level.js';

const cwd = temporaryFolder();
const rateHz = 16_000;
const loudDb = -30;

let card: VirtualSound;

beforeAll(async () => {
  card = await openVirtualSound();
});

afterAll(async () => {
  await card.close();
});

/** When the first sound after `fromMs` begins; on the monotonic clock. */
function soundAfter(samples: Int16Array, startMs: number, fromMs: number): number {
  const piece = rateHz / 100;
  for (
    let at = Math.max(0, Math.round((fromMs - startMs) / 10)) * piece;
    at < samples.length;
    at += piece
  )
    if (peakDbfs(samples.subarray(at, at + piece)) > loudDb) return startMs + (at * 1000) / rateHz;
  return Number.NaN;
}

describe('a replay with sound', () => {
  it(
    'is heard word for word, in step with what the screen shows',
    { timeout: 60_000 },
    async ({ open }) => {
      const listening = await card.listen('speaker', rateHz);
      const program = open(['replay', '--sample'], { cwd, columns: 120, rows: 40, env: card.env });
      await program.waitFor((screen) => /▶ 0:0\d\/0:1\d 1× {2}/.test(screen.at(-2) ?? ''));
      // The screen says that the assistant speaks while the reply is heard: both within a few frames.
      await program.waitFor('♪ speaking');
      const shownMs = monotonicMs();
      await program.waitFor((screen) => (screen.at(-2) ?? '').includes('⏸'));
      const heard = await listening.stop();
      const startMs = listening.startMs();
      const heardMs = soundAfter(heard, startMs, shownMs - 400);
      expect(Math.abs(heardMs - shownMs)).toBeLessThan(400);
      const question = heard.subarray(0, Math.round(((shownMs - 200 - startMs) * rateHz) / 1000));
      expect(
        await recognise({ samples: question, rateHz }, [
          'what time is it',
          'tell me a story',
          'hello',
        ]),
      ).toBe('what time is it');
      const end = heard.subarray(-Math.round(3.2 * rateHz));
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
