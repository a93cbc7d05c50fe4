import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listDevices } from '../../src/audio/list-devices.js';
import { createAudioEngine } from '../../src/audio/engine.js';
import type { AudioEngine, AudioEvent } from '../../src/audio/kernel/engine-types.js';
import { encodeWav } from '../../src/audio/pure/wav.js';
import { monotonicMs } from '../../src/shared/clock.js';
import { watchHoldUps } from '../helpers/held-up.js';
import { hasVirtualSound, openVirtualSound, type VirtualSound } from '../helpers/virtual-sound.js';

const run = promisify(execFile);
const rateHz = 24_000;
const script = 'scripts/virtual-sound.sh';

let folder: string;
let card: VirtualSound;
let engine: AudioEngine | undefined;
let events: { readonly event: AudioEvent; readonly atMs: number }[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voicelive-sound-test-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

beforeEach(() => {
  events = [];
});

afterEach(async () => {
  await engine?.close();
  engine = undefined;
});

async function start(
  microphone: string,
  speaker: string,
  options: { rateHz?: number; lowLatency?: boolean } = {},
) {
  const created = createAudioEngine({
    inputRateHz: options.rateHz ?? rateHz,
    outputRateHz: options.rateHz ?? rateHz,
    microphone,
    speaker,
    lowLatency: options.lowLatency ?? false,
  });
  engine = created;
  await created.start((event) => {
    events.push({ event, atMs: monotonicMs() });
  });
  return created;
}

function captured(): Int16Array[] {
  return events.flatMap(({ event }) => (event.type === 'captured' ? [event.frame.samples] : []));
}

function handedSamples(): number {
  return events
    .flatMap(({ event }) => (event.type === 'played' ? event.frame.spans : []))
    .reduce((sum, span) => sum + span.samples, 0);
}

function eventOf(type: AudioEvent['type']): { event: AudioEvent; atMs: number } | undefined {
  return events.find(({ event }) => event.type === type);
}

function flushedOf(event: AudioEvent | undefined): Extract<AudioEvent, { type: 'flushed' }> {
  if (event?.type !== 'flushed') throw new Error('nothing was flushed');
  return event;
}

function tone(hz: number, seconds: number, toneRateHz = rateHz): Int16Array {
  return Int16Array.from({ length: toneRateHz * seconds }, (_, n) =>
    Math.round(12_000 * Math.sin((2 * Math.PI * hz * n) / toneRateHz)),
  );
}

/** Pitch of the loud part, by its rising zero crossings. */
function pitchHz(samples: Int16Array, sampleRateHz = rateHz): number {
  const from = samples.findIndex((sample) => Math.abs(sample) > 3000);
  const to = samples.findLastIndex((sample) => Math.abs(sample) > 3000);
  let crossings = 0;
  for (let n = from + 1; n < to; n += 1) {
    if ((samples[n - 1] ?? 0) < 0 && (samples[n] ?? 0) >= 0) crossings += 1;
  }
  return (crossings * sampleRateHz) / (to - from);
}

function joined(frames: readonly Int16Array[]): Int16Array {
  return Int16Array.from(frames.flatMap((frame) => [...frame]));
}

async function hostPid(): Promise<number> {
  const { stdout } = await run('pgrep', ['-P', String(process.pid), '-f', 'audio-host.cjs']);
  return Number(stdout.trim().split('\n').at(-1));
}

const atOnce = { interval: 5 };

describe.skipIf(!hasVirtualSound())('real devices (needs PulseAudio)', () => {
  beforeAll(async () => {
    card = await openVirtualSound();
    Object.assign(process.env, card.env);
  });

  afterAll(async () => {
    await card.close();
  });

  it('lists the devices with their defaults (needs PulseAudio)', async () => {
    const devices = await listDevices();
    const byDefault = devices.find((device) => device.name === 'default');
    expect(byDefault).toMatchObject({
      isDefaultInput: true,
      isDefaultOutput: true,
      hostApi: 'ALSA',
    });
    expect(byDefault?.inputChannels).toBeGreaterThan(0);
    expect(byDefault?.defaultSampleRateHz).toBeGreaterThan(0);
  });

  it.each([8000, 24_000])(
    'captures a tone from the microphone at %i Hz (needs PulseAudio)',
    async (captureHz) => {
      const path = join(folder, 'tone.wav');
      await writeFile(path, encodeWav(tone(440, 1), rateHz));
      const heldUp = await watchHoldUps();
      await start('default', 'none', { rateHz: captureHz });
      await expect.poll(() => captured().length, atOnce).toBeGreaterThan(0);
      await run('paplay', ['-d', 'voicelive_room', path]);
      const samples = joined(captured());
      // A second with a tear in it has so much less of the tone.
      const off = Math.abs(pitchHz(samples, captureHz) - 440);
      expect(off).toBeLessThan(5 + (440 * (await heldUp())) / 1000);
      expect(samples.reduce((peak, sample) => Math.max(peak, sample), 0)).toBeGreaterThan(10_000);
      expect(captured().every((frame) => frame.length === captureHz / 50)).toBe(true);
    },
  );

  it('plays a tone that is heard as it was sent (needs PulseAudio)', async () => {
    const listening = await card.listen('speaker', rateHz);
    const heldUp = await watchHoldUps();
    const running = await start('none', 'default');
    running.play('a', 0, tone(440, 1));
    running.finish('a', 0);
    await expect.poll(handedSamples, atOnce).toBe(rateHz);
    const heard = await listening.stop();
    const heldUpMs = await heldUp();
    expect(Math.abs(pitchHz(heard) - 440)).toBeLessThan(2 + (440 * heldUpMs) / 1000);
    const loud =
      heard.findLastIndex((s) => Math.abs(s) > 3000) - heard.findIndex((s) => Math.abs(s) > 3000);
    expect(Math.abs(loud - rateHz)).toBeLessThan(100 + (rateHz * heldUpMs) / 1000);
  });

  it.each([false, true])(
    'is heard for the samples that the flush reports, to the frame, low latency %s (needs PulseAudio)',
    async (lowLatency) => {
      const listening = await card.listen('speaker', rateHz);
      const heldUp = await watchHoldUps();
      const running = await start('default', 'default', { lowLatency });
      running.play('a', 0, new Int16Array(rateHz * 5).fill(12_000));
      await expect.poll(handedSamples, atOnce).toBeGreaterThan(rateHz / 3);
      running.flush(1);
      await expect.poll(() => eventOf('flushed'), atOnce).toBeDefined();
      const handed = handedSamples();
      const { items, unheardSamples = 0 } = flushedOf(eventOf('flushed')?.event);
      // What the device held and was kept from sounding is not counted.
      const played = handed - unheardSamples;
      expect(items).toEqual([
        expect.objectContaining({
          itemId: 'a',
          contentIndex: 0,
          receivedSamples: rateHz * 5,
          playedSamples: played,
        }),
      ]);
      const loud = (await listening.stop()).filter((sample) => sample > 6000).length;
      const heldUpMs = await heldUp();
      // A device that ran dry while the machine was held up holds nothing.
      if (heldUpMs < 20) expect(unheardSamples).toBeGreaterThan(0);
      // A machine without time to spare loses up to some 12 ms below PortAudio, with an audible gap.
      expect(Math.abs(loud - played)).toBeLessThanOrEqual(rateHz / 50 + (rateHz * heldUpMs) / 1000);
    },
  );

  it('is missed within 600 ms when its host is killed, and comes back (needs PulseAudio)', async () => {
    const running = await start('default', 'default');
    await expect.poll(() => captured().length, atOnce).toBeGreaterThan(20);
    running.play('a', 0, tone(440, 2));
    await expect.poll(handedSamples, atOnce).toBeGreaterThan(4800);
    const heldUp = await watchHoldUps();
    const pid = await hostPid();
    const killedMs = monotonicMs();
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => eventOf('lost'), atOnce).toBeDefined();
    const missedMs = (eventOf('lost')?.atMs ?? Number.NaN) - killedMs;
    expect(missedMs).toBeLessThan(600 + (await heldUp()));
    await expect.poll(() => eventOf('restored'), atOnce).toBeDefined();
    const before = captured().length;
    await expect.poll(() => captured().length, atOnce).toBeGreaterThan(before + 5);
    const handed = handedSamples();
    running.play('b', 0, tone(440, 0.2));
    await expect.poll(handedSamples, atOnce).toBe(handed + rateHz * 0.2);
  });

  it('says that there is no device when no sound server answers (needs PulseAudio)', async () => {
    const server = process.env['PULSE_SERVER'];
    process.env['PULSE_SERVER'] = `unix:${join(folder, 'nobody')}`;
    try {
      await expect(start('default', 'default')).rejects.toMatchObject({
        code: 'no-audio-device',
        exitCode: 4,
      });
    } finally {
      process.env['PULSE_SERVER'] = server;
    }
  });

  it.each([
    ['99', 'none'],
    ['none', 'no such device'],
  ])(
    'refuses microphone %s and speaker %s with a list of what there is (needs PulseAudio)',
    async (mic, speaker) => {
      const refused = start(mic, speaker);
      await expect(refused).rejects.toMatchObject({ code: 'unknown-audio-device', exitCode: 4 });
      await expect(refused).rejects.toThrow(/available: .*\d+ default/);
    },
  );

  it('is missed within 600 ms of the last frame, and found again when it is back (needs PulseAudio)', async () => {
    await start('default', 'default');
    await expect.poll(() => captured().length, atOnce).toBeGreaterThan(20);
    const heldUp = await watchHoldUps();
    await run(script, ['down']);
    await expect.poll(() => eventOf('lost'), atOnce).toBeDefined();
    const last = events.findLast(({ event }) => event.type === 'captured')?.atMs ?? Number.NaN;
    const missedMs = (eventOf('lost')?.atMs ?? Number.NaN) - last;
    expect(missedMs).toBeLessThan(650 + (await heldUp()));
    expect(eventOf('restored')).toBeUndefined();
    await run(script, ['up']);
    await expect.poll(() => eventOf('restored'), atOnce).toBeDefined();
    expect(events.filter(({ event }) => event.type === 'lost').length).toBe(1);
  });
});
