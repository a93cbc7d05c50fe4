import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWav } from '../../../../src/audio/pure/wav.js';
import type { JsonObject } from '../../../../src/shared/json.js';
import { createPrng } from '../../../../src/emulator/kernel/prng.js';
import {
  TurnDetector,
  vadSettings,
  type VadEvent,
  type VadSettings,
} from '../../../../src/emulator/input/turn-detection.js';

const rateHz = 16_000;
const settings: VadSettings = {
  threshold: 0.5,
  prefixPaddingMs: 300,
  silenceDurationMs: 500,
  speechDurationMs: 100,
};

/** Noise of an RMS in dBFS; speech is stood for by loud noise. */
function noise(ms: number, dbfs: number, seed = 1): Int16Array {
  const random = createPrng(seed);
  const peak = Math.sqrt(3) * 32768 * 10 ** (dbfs / 20);
  return Int16Array.from(
    { length: (rateHz * ms) / 1000 },
    () => random.between(-1000, 1000) * (peak / 1000),
  );
}

/** Quiet speech: four syllables a second. */
function syllables(ms: number, dbfs: number): Int16Array {
  return noise(ms, dbfs).map(
    (sample, index) => sample * Math.abs(Math.sin((index / rateHz) * 4 * Math.PI)),
  );
}

/** Noise of every octave alike, as in rooms, whose level wavers: white noise through three low-pass filters. */
function roomNoise(ms: number, dbfs: number): Int16Array {
  const low = [0, 0, 0];
  const white = noise(ms, dbfs + 8, 7);
  return white.map((sample) => {
    for (const [index, share] of [0.3, 0.05, 0.01].entries())
      low[index] = (low[index] ?? 0) * (1 - share) + sample * share;
    return sample * 0.1 + (low[0] ?? 0) * 0.4 + (low[1] ?? 0) + (low[2] ?? 0) * 3;
  });
}

/** RMS in dBFS. */
function levelOf(samples: Int16Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return 10 * Math.log10(power / 32768 ** 2);
}

function mixed(one: Int16Array, other: Int16Array): Int16Array {
  return one.map((sample, index) => sample + (other[index] ?? 0));
}

function joined(...parts: readonly Int16Array[]): Int16Array {
  return Int16Array.from(parts.flatMap((part) => [...part]));
}

async function speech(name: string): Promise<Int16Array> {
  const file = new URL(`../../../fixtures/speech/${name}.wav`, import.meta.url);
  return parseWav(await readFile(file), name).samples;
}

function detect(samples: Int16Array, change: Partial<VadSettings> = {}): readonly VadEvent[] {
  return new TurnDetector({ ...settings, ...change }, rateHz, 0).push(samples);
}

const quiet = -70;
const loud = -25;

describe('turn detection', () => {
  it('finds a turn, with its padding in front and its silence behind', () => {
    const sound = joined(noise(1000, quiet), noise(800, loud), noise(1000, quiet));
    expect(detect(sound)).toEqual([
      { type: 'started', startMs: 700 },
      { type: 'stopped', startMs: 700, endMs: 2300 },
    ]);
  });

  it('takes prefix padding and silence duration from the settings', () => {
    const sound = joined(noise(1000, quiet), noise(800, loud), noise(1000, quiet));
    const change = { prefixPaddingMs: 100, silenceDurationMs: 200 };
    expect(detect(sound, change).at(-1)).toEqual({ type: 'stopped', startMs: 900, endMs: 2000 });
  });

  it('does not start before the sound began or before the turn before ended', () => {
    const turn = joined(noise(500, loud), noise(500, quiet));
    expect(detect(joined(turn, turn), { prefixPaddingMs: 900 })).toEqual([
      { type: 'started', startMs: 0 },
      { type: 'stopped', startMs: 0, endMs: 1000 },
      { type: 'started', startMs: 1000 },
      { type: 'stopped', startMs: 1000, endMs: 2000 },
    ]);
  });

  it('ignores clicks that are shorter than the speech duration', () => {
    const sound = joined(noise(500, quiet), noise(60, loud), noise(1000, quiet));
    expect(detect(sound)).toEqual([]);
    expect(detect(sound, { speechDurationMs: 50 })).toHaveLength(2);
  });

  it('keeps a pause shorter than the silence duration inside the turn', () => {
    const sound = joined(noise(500, loud), noise(400, quiet), noise(500, loud), noise(600, quiet));
    expect(detect(sound)).toHaveLength(2);
  });

  it('keeps soft words inside the turn that are longer than the silence duration', () => {
    const words = [syllables(600, -14), syllables(400, -36), syllables(600, -14)];
    const sound = joined(noise(1000, quiet), ...words, noise(1000, quiet));
    expect(detect(sound, { silenceDurationMs: 200 })).toMatchObject([
      { type: 'started' },
      { type: 'stopped', endMs: 2810 },
    ]);
  });

  it('gets used to a steady noise and hears speech over it', () => {
    const steady = noise(8000, -45);
    const sound = joined(steady, noise(600, -15, 2), noise(900, -45, 3));
    const turns = detect(sound).filter((event) => event.type === 'stopped');
    expect(turns.at(-1)?.endMs).toBeGreaterThan(9000);
    expect(turns.at(-1)?.startMs).toBeGreaterThan(7500);
  });

  it('needs louder speech at a higher threshold', () => {
    const sound = joined(noise(500, quiet), syllables(500, -43), noise(700, quiet));
    expect(detect(sound, { threshold: 0.2 })).toHaveLength(2);
    expect(detect(sound, { threshold: 0.9 })).toEqual([]);
  });

  it.each([-55, -45, -38, -32])(
    'takes steady noise of %i dBFS that begins suddenly for no turn',
    (dbfs) => {
      expect(detect(joined(noise(2000, quiet), noise(6000, dbfs)))).toEqual([]);
      expect(detect(joined(noise(2000, quiet), roomNoise(6000, dbfs)))).toEqual([]);
    },
  );

  it.each([20, 10])(
    'ends a turn in time when noise %i dB below it began with it',
    async (snrDb) => {
      const samples = await speech('what-time-is-it');
      const before = noise(1000, quiet);
      const clean = joined(before, samples, noise(4000, quiet));
      const inNoise = mixed(clean, joined(before, roomNoise(8000, levelOf(samples) - snrDb)));
      const [cleanEnd, noisyEnd] = [clean, inNoise].map((sound) => detect(sound).at(-1));
      expect(detect(inNoise).map(({ type }) => type)).toEqual(['started', 'stopped']);
      if (cleanEnd?.type !== 'stopped' || noisyEnd?.type !== 'stopped') throw new Error('no end');
      expect(Math.abs(noisyEnd.endMs - cleanEnd.endMs)).toBeLessThanOrEqual(200);
    },
  );

  it.each([
    ['white', noise],
    ['room', roomNoise],
  ])('finds one turn 10 dB above %s noise that it knows, and ends it in time', async (_, kind) => {
    const change = { speechDurationMs: 200 };
    const samples = await speech('please-count');
    const beforeMs = 6000;
    const sound = joined(new Int16Array((rateHz * beforeMs) / 1000), samples, noise(4000, -90));
    const ms = (sound.length / rateHz) * 1000;
    const events = detect(mixed(sound, kind(ms, levelOf(samples) - 10)), change);
    expect(events.map(({ type }) => type)).toEqual(['started', 'stopped']);
    const [clean, noisy] = [detect(sound, change), events].map((found) => found.at(-1));
    if (clean?.type !== 'stopped' || noisy?.type !== 'stopped') throw new Error('no end');
    expect(noisy.startMs).toBeGreaterThan(beforeMs - settings.prefixPaddingMs - 100);
    expect(Math.abs(noisy.endMs - clean.endMs)).toBeLessThanOrEqual(200);
  });

  it('ends a turn in time when other voices 20 dB below it begin with it and go on', async () => {
    const samples = await speech('what-time-is-it');
    const other = await speech('unknown-sentence');
    const length = 8 * rateHz;
    const babble = new Int16Array(length);
    for (let voice = 0; voice < 6; voice += 1)
      for (let at = 0; at < length; at += 1)
        babble[at] = (babble[at] ?? 0) + (other[(at + voice * 5501) % other.length] ?? 0);
    const gain = 10 ** ((levelOf(samples) - 20 - levelOf(babble)) / 20);
    const quietBabble = babble.map((sample) => sample * gain);
    const clean = joined(samples, noise(6000, quiet));
    const [alone, among] = [clean, mixed(clean, quietBabble)].map((sound) =>
      detect(sound).find(({ type }) => type === 'stopped'),
    );
    if (alone?.type !== 'stopped' || among?.type !== 'stopped') throw new Error('no end');
    expect(Math.abs(among.endMs - alone.endMs)).toBeLessThanOrEqual(200);
  });

  it('hears a constant offset of the sound card as silence', () => {
    expect(detect(new Int16Array(rateHz * 2).fill(3000))).toEqual([]);
  });

  it('finds one turn in recorded speech', async () => {
    for (const name of ['what-time-is-it', 'unknown-sentence']) {
      const events = detect(joined(await speech(name), noise(700, quiet)));
      expect(events.map(({ type }) => type)).toEqual(['started', 'stopped']);
    }
  });

  it('finds the same whatever the size of the pieces', () => {
    const sound = joined(noise(400, quiet), noise(400, loud), noise(700, quiet), noise(300, loud));
    const whole = detect(sound);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1 }), (sizes) => {
        const detector = new TurnDetector(settings, rateHz, 0);
        const events: VadEvent[] = [];
        let from = 0;
        for (let index = 0; from < sound.length; index += 1) {
          const size = sizes[index % sizes.length] ?? 1;
          events.push(...detector.push(sound.subarray(from, from + size)));
          from += size;
        }
        expect(events).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });
});

describe('settings of turn detection', () => {
  it('are the defaults of the service where the session says null', () => {
    expect(vadSettings({ type: 'server_vad', threshold: null }, 200)).toEqual({
      threshold: 0.5,
      prefixPaddingMs: 400,
      silenceDurationMs: 500,
      speechDurationMs: 200,
    });
    expect(vadSettings({ type: 'azure_semantic_vad' }, 200)).toMatchObject({
      prefixPaddingMs: 420,
      speechDurationMs: 80,
    });
  });

  it('make an eager semantic_vad end turns sooner', () => {
    const silenceMs = (eagerness: string): number | undefined =>
      vadSettings({ type: 'semantic_vad', eagerness }, 100)?.silenceDurationMs;
    expect(silenceMs('high')).toBeLessThan(silenceMs('auto') ?? 0);
    expect(silenceMs('auto')).toBeLessThan(silenceMs('low') ?? 0);
  });

  it('are none for push-to-talk', () => {
    expect(vadSettings(null, 100)).toBeUndefined();
    expect(vadSettings({ type: 'none' }, 100)).toBeUndefined();
  });
});

describe('the end of an utterance', () => {
  const silenceOf = (detection: JsonObject | undefined): number | undefined =>
    vadSettings(
      {
        type: 'azure_semantic_vad',
        ...(detection === undefined ? {} : { end_of_utterance_detection: detection }),
      },
      200,
    )?.silenceDurationMs;
  const model = 'semantic_detection_v1';

  it.each([
    [undefined, 500],
    [{ model, threshold_level: 'low' }, 500],
    [{ model }, 650],
    [{ model, threshold_level: 'default' }, 650],
    [{ model, threshold_level: 'high' }, 900],
    [{ model, threshold_level: 'high', timeout_ms: 100 }, 600],
  ])('%j waits for %i ms of silence', (detection, silenceMs) => {
    expect(silenceOf(detection)).toBe(silenceMs);
  });
});
