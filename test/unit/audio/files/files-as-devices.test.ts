import { mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAudioEngine } from '../../../../src/audio/engine.js';
import type {
  AudioEngine,
  AudioEvent,
  CapturedFrame,
} from '../../../../src/audio/kernel/engine-types.js';
import { encodeWav, parseWav, wavHeader } from '../../../../src/audio/pure/wav.js';
import { FakeTimers } from '../fake-timers.js';

let folder: string;
let clock: FakeTimers;
let events: AudioEvent[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voicelive-audio-'));
  clock = new FakeTimers();
  events = [];
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

function noHost(): never {
  throw new Error('no device is to be opened');
}

async function start(microphone: string, speaker: string, rateHz = 24_000): Promise<AudioEngine> {
  const engine = createAudioEngine(
    { inputRateHz: rateHz, outputRateHz: rateHz, microphone, speaker, lowLatency: false },
    { clock, hostProgram: noHost },
  );
  await engine.start((event) => events.push(event));
  engine.beginInput();
  return engine;
}

function captured(): CapturedFrame[] {
  return events.flatMap((event) => (event.type === 'captured' ? [event.frame] : []));
}

function numbered(count: number, from = 1): Int16Array {
  return Int16Array.from({ length: count }, (_, n) => from + n);
}

/** Sound without a step that could click, so that it passes as it is. */
function quiet(count: number, from = 1): Int16Array {
  return Int16Array.from({ length: count }, (_, n) => (from + n) % 241);
}

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

describe('a WAV file as microphone', () => {
  it('comes in frames of 20 ms, each at its time, without drift over a minute', async () => {
    const path = await file('long.wav', encodeWav(new Int16Array(24_000 * 60).fill(5), 24_000));
    const engine = await start(path, 'none');
    expect(engine.microphone).toBe('long.wav');
    const beginMs = clock.nowMs();
    for (let step = 0; step < 6000; step += 1) clock.pass(10 + (step % 3) - 1);
    expect(captured().length).toBe(Math.floor((clock.nowMs() - beginMs) / 20));
    captured().forEach((frame, n) => {
      expect(frame.atMs).toBeCloseTo(beginMs + (n + 1) * 20, 6);
      expect(frame.sequence).toBe(n);
      expect(frame.samples.length).toBe(480);
    });
    await engine.close();
  });

  it('is read piece by piece: a file of 3 GB begins at once, and from any place', async () => {
    const path = await file('huge.wav', wavHeader(24_000, 2, 0xffff_ffff));
    const secondBytes = 24_000 * 4;
    const fromMs = 30_000_000;
    // Sparse: it takes no room on the disk.
    await truncate(path, 44 + (fromMs / 1000 + 120) * secondBytes);
    const left = Int16Array.from({ length: 2 * 960 }, (_, n) => (n % 2 === 0 ? n / 2 + 1 : 7));
    const opened = await open(path, 'r+');
    await opened.write(Buffer.from(left.buffer), 0, undefined, 44 + (fromMs / 1000) * secondBytes);
    await opened.close();
    const engine = createAudioEngine(
      {
        inputRateHz: 24_000,
        outputRateHz: 24_000,
        microphone: path,
        microphoneTrack: { channel: 0, fromMs },
        speaker: 'none',
        lowLatency: false,
      },
      { clock, hostProgram: noHost },
    );
    await engine.start((event) => events.push(event));
    engine.beginInput();
    clock.pass(40);
    expect(captured().flatMap((frame) => [...frame.samples])).toEqual([...numbered(960)]);
    await engine.close();
  });

  it('ends with a padded frame, says so once, and goes on with silence', async () => {
    const engine = await start(await file('short.wav', encodeWav(numbered(1000), 24_000)), 'none');
    clock.pass(100);
    expect(events.map((event) => event.type)).toEqual([
      'captured',
      'captured',
      'captured',
      'input-ended',
      'captured',
      'captured',
    ]);
    const heard = captured().flatMap((frame) => [...frame.samples]);
    expect(heard).toEqual([...numbered(1000), ...new Array<number>(5 * 480 - 1000).fill(0)]);
    await engine.close();
    clock.pass(1000);
    expect(captured().length).toBe(5);
  });

  it('loses and swaps nothing when the program is held up', async () => {
    const engine = await start(await file('a.wav', encodeWav(numbered(24_000), 24_000)), 'none');
    for (let n = 0; n < 8; n += 1) {
      clock.pass(25);
      clock.hang(100);
    }
    expect(captured().flatMap((frame) => [...frame.samples])).toEqual([...numbered(24_000)]);
    await engine.close();
  });

  it('leaves out the time that the machine slept', async () => {
    const engine = await start(await file('a.wav', encodeWav(numbered(24_000), 24_000)), 'none');
    clock.pass(100);
    clock.hang(3_600_000);
    clock.pass(100);
    expect(captured().length).toBeLessThan(20);
    await engine.close();
  });

  it('is brought to the rate of the session', async () => {
    const tone = Int16Array.from(
      { length: 44_100 },
      (_, n) => 8000 * Math.sin((2 * Math.PI * 440 * n) / 44_100),
    );
    const engine = await start(await file('cd.wav', encodeWav(tone, 44_100)), 'none', 16_000);
    clock.pass(1000);
    const samples = captured().flatMap((frame) => [...frame.samples]);
    expect(samples.length).toBe(16_000);
    const crossings = samples.filter(
      (sample, n) => sample >= 0 && (samples[n - 1] ?? 0) < 0,
    ).length;
    expect(Math.abs(crossings - 440)).toBeLessThanOrEqual(1);
    await engine.close();
  });

  it.each([
    ['missing.wav', undefined, 'wav-unreadable'],
    ['text.wav', Buffer.from('hello, this is text'), 'not-wav'],
  ])('is refused as %s before anything starts', async (name, bytes, code) => {
    const path = bytes === undefined ? join(folder, name) : await file(name, bytes);
    await expect(start(path, 'none')).rejects.toMatchObject({ code, exitCode: 2 });
    clock.pass(1000);
    expect(events).toEqual([]);
  });
});

describe('a WAV file as speaker', () => {
  it('holds exactly what would have been heard, silence included, and can be read all the time', async () => {
    const path = join(folder, 'out.wav');
    const engine = await start('none', path);
    clock.pass(40);
    engine.play('a', 0, quiet(1000));
    engine.finish('a', 0);
    await expect.poll(async () => (await readFile(path)).length).toBe(44 + 40 * 48);
    expect(parseWav(await readFile(path), path).samples.length).toBe(960);
    clock.pass(100);
    await engine.close();
    const { samples, sampleRateHz } = parseWav(await readFile(path), path);
    expect(sampleRateHz).toBe(24_000);
    expect([...samples]).toEqual([
      ...new Array<number>(960).fill(0),
      ...quiet(1000),
      ...new Array<number>(5 * 480 - 1000).fill(0),
    ]);
  });

  it('hears nothing of an interrupted reply behind the flush, and tells how much was heard', async () => {
    const path = join(folder, 'out.wav');
    const engine = await start('none', path);
    engine.play('a', 0, quiet(2000));
    clock.pass(40);
    engine.flush(7);
    engine.play('b', 1, quiet(480, 77));
    clock.pass(60);
    await engine.close();
    expect(events).toContainEqual({
      type: 'flushed',
      flushId: 7,
      items: [{ itemId: 'a', contentIndex: 0, receivedSamples: 2000, playedSamples: 960 }],
    });
    expect([...parseWav(await readFile(path), path).samples]).toEqual([
      ...quiet(960),
      ...quiet(480, 77),
      ...new Array<number>(960).fill(0),
    ]);
    expect(events.flatMap((event) => (event.type === 'played' ? event.frame.spans : []))).toEqual([
      { itemId: 'a', contentIndex: 0, fromSample: 0, samples: 480 },
      { itemId: 'a', contentIndex: 0, fromSample: 480, samples: 480 },
      { itemId: 'b', contentIndex: 1, fromSample: 0, samples: 480 },
    ]);
  });

  it('does not hear a sound before it came when the program is held up', async () => {
    const path = join(folder, 'out.wav');
    const engine = await start('none', path);
    clock.pass(40);
    clock.hang(70, () => {
      engine.play('a', 0, quiet(480));
      engine.finish('a', 0);
    });
    const arrivedMs = clock.nowMs();
    clock.pass(10);
    await engine.close();
    const [first] = events.flatMap((event) => (event.type === 'played' ? [event.frame] : []));
    expect(first?.atMs).toBe(arrivedMs + 10);
    expect([...parseWav(await readFile(path), path).samples]).toEqual([
      ...new Array<number>(5 * 480).fill(0),
      ...quiet(480),
    ]);
  });

  it.each([8000, 16_000])(
    'has the rate of a session at %i Hz, as the microphone has',
    async (rate) => {
      const path = join(folder, 'out.wav');
      const engine = await start(
        await file('in.wav', encodeWav(quiet(24_000), 24_000)),
        path,
        rate,
      );
      engine.play('a', 0, quiet(rate));
      clock.pass(1000);
      await engine.close();
      expect(captured().every(({ samples }) => samples.length === rate / 50)).toBe(true);
      expect(captured().length).toBe(50);
      const { samples, sampleRateHz } = parseWav(await readFile(path), path);
      expect(sampleRateHz).toBe(rate);
      expect([...samples]).toEqual([...quiet(rate)]);
    },
  );

  it.each([0, 44_101, 7000, 96_000])('is refused at %i Hz', async (rate) => {
    await expect(start('none', join(folder, 'out.wav'), rate)).rejects.toMatchObject({
      code: 'bad-sample-rate',
      exitCode: 2,
    });
  });

  it('is refused in a folder that is not there', async () => {
    await expect(start('none', join(folder, 'no', 'out.wav'))).rejects.toMatchObject({
      code: 'wav-unwritable',
      exitCode: 2,
    });
  });

  it('cannot be the microphone at the same time', async () => {
    const path = await file('a.wav', encodeWav(numbered(10), 24_000));
    await expect(start(path, path)).rejects.toMatchObject({ code: 'same-wav-file', exitCode: 2 });
  });
});

describe('no speaker and no microphone', () => {
  it('plays in real time into nothing, and captures nothing', async () => {
    const engine = await start('none', 'none', 8000);
    engine.play('a', 0, numbered(8000));
    clock.pass(500);
    const heard = events.flatMap((event) => (event.type === 'played' ? event.frame.spans : []));
    expect(heard.reduce((sum, span) => sum + span.samples, 0)).toBe(4000);
    expect(captured()).toEqual([]);
    await engine.close();
    await engine.close();
  });

  it('tells a gap in the middle of a reply as an underrun', async () => {
    const engine = await start('none', 'none');
    engine.play('a', 0, numbered(480));
    clock.pass(100);
    engine.play('a', 0, numbered(480));
    clock.pass(2000);
    expect(
      events.flatMap((event) => (event.type === 'counters' ? [event.counters.underruns] : [])),
    ).toEqual([1]);
    await engine.close();
  });
});
