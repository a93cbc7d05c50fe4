import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAudioEngine } from '../../src/audio/engine.js';
import { samplesToMs } from '../../src/audio/pure/pcm.js';
import { encodeWav } from '../../src/audio/pure/wav.js';
import { driveReplay } from '../../src/replay/drive.js';
import { LogIndex } from '../../src/replay/log-index.js';
import { openRecording } from '../../src/replay/open-recording.js';
import { Player } from '../../src/replay/player.js';
import { ReplaySound } from '../../src/replay/replay-sound.js';
import { systemClock } from '../../src/shared/clock.js';
import { writeKnown } from '../helpers/known-recording.js';
import { temporaryFolder } from '../helpers/program.js';
import { seeded } from '../helpers/random-session.js';
import { mostAlike } from '../helpers/sound-marks.js';
import { openVirtualSound, type VirtualSound } from '../helpers/virtual-sound.js';

const seconds = Number(process.env['VOICELIVE_SOAK_SECONDS'] ?? '300');
const frameMs = 20;
const lookEveryMs = 500;
const pieceSamples = 1200;
const reachSamples = 4800;
/** Looks whose median counts: a late timer moves one of them. */
const group = 7;

const cwd = temporaryFolder();
let card: VirtualSound;

beforeAll(async () => {
  card = await openVirtualSound();
  Object.assign(process.env, card.env);
});

afterAll(async () => {
  await card.close();
});

/** The log's time that the player shows, and the clock's time at which it does. */
interface Look {
  readonly positionMs: number;
  readonly atMs: number;
}

it(
  `a replay of ${String(seconds)} s stays in step with what the speaker plays`,
  { timeout: (seconds + 120) * 1000 },
  async () => {
    await writeKnown(join(cwd, 'long'), { seconds, speech: [], replies: [] });
    await writeFile(join(cwd, 'long', 'session.wav'), encodeWav(noise(), 24_000, 2));
    const recording = openRecording(join(cwd, 'long'));
    const { log, sound } = recording;
    if (log === undefined || sound === undefined) throw new Error('a part is missing');
    const { rateHz } = sound;
    const source = new LogIndex(log, 'long', rateHz);
    const player = new Player({
      timeline: source.timeline,
      soundClock: source.soundClock,
      isComplete: () => source.isComplete,
      isGrowing: () => false,
      expectedEndMs: log.lastTimeMs(),
      wavEndMs: () => samplesToMs(sound.length(), rateHz),
      nowMs: () => systemClock.nowMs(),
      speed: 1,
      from: undefined,
      waitsForSound: true,
    });
    const stopDriving = driveReplay({
      player,
      step: () => source.step(),
      isComplete: () => source.isComplete,
      clock: systemClock,
      onRead: () => undefined,
    });
    const engine = createAudioEngine({
      inputRateHz: rateHz,
      outputRateHz: rateHz,
      microphone: 'none',
      speaker: 'default',
      lowLatency: false,
    });
    const listening = await card.listen('speaker', rateHz);
    const output = new ReplaySound(engine, sound, () => systemClock.nowMs());
    const looks: Look[] = [];
    try {
      await output.open(() => {
        player.soundChanged(output);
      });
      const timer = setInterval(() => {
        const { positionMs, playing } = player.status();
        if (playing) looks.push({ positionMs, atMs: systemClock.nowMs() });
      }, lookEveryMs);
      await expect
        .poll(() => player.status().positionMs, { timeout: (seconds + 60) * 1000, interval: 500 })
        .toBeGreaterThan((seconds - 1) * 1000);
      clearInterval(timer);
    } finally {
      stopDriving();
      await engine.close();
    }
    const heard = await listening.stop();
    const errors: number[] = [];
    for (const { positionMs, atMs } of looks) {
      const wavMs = source.soundClock.wavMsAt(positionMs);
      const piece = sound.read(Math.round((wavMs * rateHz) / 1000), pieceSamples);
      const near = Math.round(((atMs - listening.startMs()) * rateHz) / 1000);
      const found = mostAlike(piece, heard, near, reachSamples);
      // A machine that is too busy leaves gaps in the sound, and in some pieces.
      if (found.likeness > 0.9)
        errors.push(samplesToMs(found.at, rateHz) + listening.startMs() - atMs);
    }
    recording.close();
    const groups = Array.from({ length: Math.floor(errors.length / group) }, (_, index) =>
      median(errors.slice(index * group, (index + 1) * group)),
    );
    const drift = Math.max(...groups) - Math.min(...groups);
    const ends = (groups.at(-1) ?? Number.NaN) - (groups[0] ?? Number.NaN);
    process.stderr.write(
      `${String(errors.length)} of ${String(looks.length)} looks in ${String(seconds)} s: sound and screen are ${groups[0]?.toFixed(1) ?? '–'} ms apart at first, ` +
        `${groups.at(-1)?.toFixed(1) ?? '–'} ms at the end; ${drift.toFixed(1)} ms between the extremes\n`,
    );
    expect(looks.length).toBeGreaterThan(seconds);
    expect(errors.length).toBeGreaterThan(0.8 * looks.length);
    expect(Math.abs(ends)).toBeLessThanOrEqual(frameMs);
    expect(drift).toBeLessThanOrEqual(2 * frameMs);
  },
);

/** On the assistant's side, nowhere alike; soft towards high frequencies, which a change of rate alters. */
function noise(): Int16Array {
  const random = seeded(11);
  const samples = new Int16Array(seconds * 24_000 * 2);
  let level = 0;
  for (let n = 1; n < samples.length; n += 2) {
    level += 0.3 * ((random() * 2 - 1) * 16_000 - level);
    samples[n] = Math.round(level);
  }
  return samples;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
