import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { listDevices } from '../../src/audio/list-devices.js';
import { createAudioEngine } from '../../src/audio/engine.js';
import type { AudioEngine, AudioEvent, BackendName } from '../../src/audio/kernel/engine-types.js';
import { measureLoopback } from '../../src/audio/loopback.js';
import { EchoReference } from '../../src/audio/pure/echo-reference.js';
import { watchHoldUps } from '../helpers/held-up.js';
import { hasVirtualSound, openVirtualSound, type VirtualSound } from '../helpers/virtual-sound.js';

const rateHz = 24_000;
const frame = rateHz / 50;
const atOnce = { interval: 5 };
const run = promisify(execFile);

let card: VirtualSound;
let engine: AudioEngine | undefined;

async function hearSelf(isOn: boolean): Promise<void> {
  const env = { ...process.env, ...card.env };
  await run('scripts/virtual-sound.sh', ['hear-self', isOn ? 'on' : 'off'], { env });
}

function options(backend: BackendName) {
  return {
    inputRateHz: rateHz,
    outputRateHz: rateHz,
    microphone: 'default',
    speaker: 'default',
    lowLatency: false,
    backend,
  };
}

/** How far `echo` is behind `reference`, in samples; both have the sound somewhere. */
function lagOf(echo: Int16Array, reference: Int16Array, reach: number): number {
  let best = { lag: Number.NaN, product: 0 };
  for (let lag = -reach; lag <= reach; lag += 1) {
    let product = 0;
    for (let n = reach; n < reference.length - reach; n += 1) {
      product += (reference[n] ?? 0) * (echo[n + lag] ?? 0);
    }
    if (product > best.product) best = { lag, product };
  }
  return best.lag;
}

/** Noise in bursts: what a shift shows in best. */
function noise(samples: number): Int16Array {
  let seed = 11;
  return Int16Array.from({ length: samples }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return Math.round((seed / 2_147_483_647 - 0.5) * 16_000);
  });
}

describe.skipIf(!hasVirtualSound())('speaker and microphone together (needs PulseAudio)', () => {
  beforeAll(async () => {
    card = await openVirtualSound();
    Object.assign(process.env, card.env);
  });

  afterEach(async () => {
    await engine?.close();
    engine = undefined;
    await hearSelf(false);
  });

  afterAll(async () => {
    await card.close();
  });

  it.each(['portaudio', 'pulse', 'exec'] as const)(
    'give the service a reference that lines up with the echo within a frame, by %s (needs PulseAudio)',
    async (backend) => {
      await hearSelf(true);
      const heldUp = await watchHoldUps();
      const measured = await measureLoopback(options(backend));
      if ('problem' in measured) throw measured.problem;
      const { roundTripMs, deviceDepthMs, trials } = measured;
      expect(trials.length).toBeGreaterThanOrEqual(4);
      expect(roundTripMs).toBeGreaterThan(20);
      expect(roundTripMs).toBeLessThan(500);
      expect(deviceDepthMs).toBe(roundTripMs + 20);

      const reference = new EchoReference({
        inputRateHz: rateHz,
        outputRateHz: rateHz,
        roundTripMs,
      });
      const echo: number[] = [];
      const played: number[] = [];
      let handed = 0;
      const created = createAudioEngine({
        ...options(backend),
        deviceDepthOf: () => deviceDepthMs,
      });
      engine = created;
      await created.start((event: AudioEvent) => {
        if (event.type === 'played') {
          reference.played(event.frame);
          handed += event.frame.spans.reduce((sum, span) => sum + span.samples, 0);
        }
        if (event.type !== 'captured') return;
        const stereo = reference.captured(event.frame);
        echo.push(...stereo.filter((_, n) => n % 2 === 0));
        played.push(...stereo.filter((_, n) => n % 2 === 1));
      });
      await expect.poll(() => echo.length, atOnce).toBeGreaterThan(rateHz / 2);
      created.play('a', 0, noise(rateHz));
      created.finish('a', 0);
      await expect.poll(() => handed, atOnce).toBe(rateHz);
      const enough = echo.length + rateHz;
      await expect.poll(() => echo.length, atOnce).toBeGreaterThan(enough);
      const lag = lagOf(Int16Array.from(echo), Int16Array.from(played), 3 * frame);
      // A device that was left without samples meanwhile is that much later.
      expect(Math.abs(lag)).toBeLessThanOrEqual(frame + ((await heldUp()) * rateHz) / 1000);
    },
  );

  it('cannot be measured when the microphone does not hear the speaker (needs PulseAudio)', async () => {
    const measured = await measureLoopback(options('exec'));
    expect(measured).toMatchObject({ problem: { code: 'loopback-silent', exitCode: 4 } });
  });

  it.each([
    ['the programs of the system', 'exec'],
    ['the server itself', 'pulse'],
  ] as const)('are listed by %s, with their defaults (needs PulseAudio)', async (_, backend) => {
    const devices = await listDevices(backend);
    expect(devices.find(({ isDefaultInput }) => isDefaultInput)).toMatchObject({
      name: 'voicelive_microphone',
      inputChannels: 1,
      outputChannels: 0,
      hostApi: 'PulseAudio',
    });
    expect(devices.find(({ isDefaultOutput }) => isDefaultOutput)?.name).toBe('voicelive_speaker');
    expect(devices.map(({ index }) => index)).toEqual(devices.map((_, n) => n));
  });

  it('play through pacat what the flush reports, to the frame (needs PulseAudio)', async () => {
    const listening = await card.listen('speaker', rateHz);
    const events: AudioEvent[] = [];
    const created = createAudioEngine({ ...options('exec'), speaker: 'voicelive_speaker' });
    engine = created;
    const heldUp = await watchHoldUps();
    await created.start((event) => events.push(event));
    const handed = (): number =>
      events
        .flatMap((event) => (event.type === 'played' ? event.frame.spans : []))
        .reduce((sum, span) => sum + span.samples, 0);
    created.play('a', 0, new Int16Array(rateHz * 5).fill(12_000));
    await expect.poll(handed, atOnce).toBeGreaterThan(rateHz);
    created.flush(1);
    await expect.poll(() => events.some(({ type }) => type === 'flushed'), atOnce).toBe(true);
    const [entry] = events.flatMap((event) => (event.type === 'flushed' ? event.items : []));
    expect(entry?.playedSamples).toBe(handed());
    const loud = (await listening.stop()).filter((sample) => sample > 6000).length;
    const slack = frame + ((await heldUp()) * rateHz) / 1000;
    expect(Math.abs(loud - handed())).toBeLessThanOrEqual(slack);
  });
});
