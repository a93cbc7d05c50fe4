import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAudioEngine } from '../../src/audio/engine.js';
import type { AudioEngine, AudioEvent, BackendName } from '../../src/audio/kernel/engine-types.js';
import { PulseConnection } from '../../src/audio/pulse/connection.js';
import { listSinkInputs } from '../../src/audio/pulse/introspection.js';
import { PlaybackStream } from '../../src/audio/pulse/playback-stream.js';
import { facilities } from '../../src/audio/pulse/protocol.js';
import { monotonicMs } from '../../src/shared/clock.js';
import { eventsOf, handedOf } from '../helpers/audio-events.js';
import { watchHoldUps } from '../helpers/held-up.js';
import { hasVirtualSound, openVirtualSound, type VirtualSound } from '../helpers/virtual-sound.js';

const rateHz = 24_000;
const frame = rateHz / 50;
const loud = 6000;
const atOnce = { interval: 5 };
const run = promisify(execFile);

let card: VirtualSound;
let engine: AudioEngine | undefined;
let events: AudioEvent[] = [];

async function start(
  speaker = 'default',
  lowLatency = false,
  backend: BackendName = 'pulse',
): Promise<AudioEngine> {
  const created = createAudioEngine({
    inputRateHz: rateHz,
    outputRateHz: rateHz,
    microphone: 'default',
    speaker,
    lowLatency,
    backend,
  });
  engine = created;
  await created.start((event) => events.push(event));
  return created;
}

async function flushed(flushId: number): Promise<Extract<AudioEvent, { type: 'flushed' }>> {
  const find = () => eventsOf(events, 'flushed').find((event) => event.flushId === flushId);
  await expect.poll(find, atOnce).toBeDefined();
  const event = find();
  if (event === undefined) throw new Error('no flush');
  return event;
}

const count = (samples: Int16Array): number =>
  samples.filter((sample) => Math.abs(sample) > loud).length;

describe.skipIf(!hasVirtualSound())('sound through the server itself (needs PulseAudio)', () => {
  beforeAll(async () => {
    card = await openVirtualSound();
    Object.assign(process.env, card.env);
  });

  beforeEach(() => {
    events = [];
  });

  afterEach(async () => {
    await engine?.close();
    engine = undefined;
  });

  afterAll(async () => {
    await card.close();
  });

  it.each([
    ['usual', false],
    ['low', true],
  ] as const)(
    'counts exactly what was heard before a flush, at %s latency (needs PulseAudio)',
    async (_, lowLatency) => {
      const listening = await card.listen('speaker', rateHz);
      const running = await start('default', lowLatency);
      expect(eventsOf(events, 'backend')).toMatchObject([
        { name: 'pulse', speaker: 'voicelive_speaker' },
      ]);
      const heldUp = await watchHoldUps();
      let before = 0;
      let unheard = 0;
      for (let n = 1; n <= 5; n += 1) {
        const id = `item-${n}`;
        // Rises within the fade-in, so that every sample of it can be counted.
        running.play(id, 0, new Int16Array(2 * rateHz).fill(16_000));
        await expect.poll(() => handedOf(events, id), atOnce).toBeGreaterThan(rateHz / 4);
        running.flush(n);
        const { items, unheardSamples = 0 } = await flushed(n);
        const [entry] = items;
        expect(entry).toMatchObject({ itemId: id });
        expect((entry?.playedSamples ?? 0) + unheardSamples).toBe(handedOf(events, id));
        unheard += unheardSamples;
        await expect.poll(() => listening.samples().length, atOnce).toBeGreaterThan(before);
        before = listening.samples().length + rateHz / 2;
        await expect.poll(() => listening.samples().length, atOnce).toBeGreaterThan(before);
      }
      // Not each time: a server that ran dry while the machine was held up has nothing in hand.
      expect(unheard).toBeGreaterThan(0);
      const reported = eventsOf(events, 'flushed').reduce((sum, { items }) => {
        return sum + items.reduce((all, { playedSamples }) => all + playedSamples, 0);
      }, 0);
      const heard = count(await listening.stop());
      // The declicker's 3 ms at the start of each stay below the threshold for 1.3 ms.
      const fades = 5 * 40;
      expect(reported - heard).toBeGreaterThanOrEqual(0);
      expect(reported - heard).toBeLessThan(fades + frame + ((await heldUp()) * rateHz) / 1000);
    },
  );

  it('plays whole what is not flushed, and what follows a flush (needs PulseAudio)', async () => {
    const listening = await card.listen('speaker', rateHz);
    const heldUp = await watchHoldUps();
    const running = await start();
    running.play('a', 0, new Int16Array(rateHz).fill(16_000));
    await expect.poll(() => handedOf(events, 'a'), atOnce).toBeGreaterThan(rateHz / 4);
    running.flush(1);
    running.play('b', 0, new Int16Array(rateHz / 2).fill(16_000));
    running.finish('b', 0);
    const { items } = await flushed(1);
    await expect.poll(() => handedOf(events, 'b'), atOnce).toBe(rateHz / 2);
    const heard = count(await listening.stop());
    const expected = (items[0]?.playedSamples ?? 0) + rateHz / 2;
    const slack = 2 * frame + ((await heldUp()) * rateHz) / 1000;
    expect(Math.abs(expected - heard)).toBeLessThan(slack);
  });

  it.each(['portaudio', 'pulse'] as const)(
    'is silent soon after an undecided key, and counts what was heard by then, by %s (needs PulseAudio)',
    async (backend) => {
      const listening = await card.listen('speaker', rateHz);
      const running = await start('default', false, backend);
      const heldUp = await watchHoldUps();
      running.play('a', 0, new Int16Array(4 * rateHz).fill(16_000));
      // By then PortAudio's own stream is known, too.
      await expect.poll(() => handedOf(events, 'a'), atOnce).toBeGreaterThan(rateHz);
      running.silenceSpeaker(true);
      await expect
        .poll(
          () =>
            listening
              .samples()
              .subarray(-frame)
              .every((sample) => sample === 0),
          atOnce,
        )
        .toBe(true);
      running.flush(1);
      running.silenceSpeaker(false);
      const { items, unheardSamples = 0 } = await flushed(1);
      const heardSamples = items[0]?.playedSamples ?? 0;
      expect(heardSamples + unheardSamples).toBe(handedOf(events, 'a'));
      running.play('b', 0, new Int16Array(rateHz / 2).fill(16_000));
      running.finish('b', 0);
      await expect.poll(() => handedOf(events, 'b'), atOnce).toBe(rateHz / 2);
      const heard = count(await listening.stop());
      const slack = 2 * frame + ((await heldUp()) * rateHz) / 1000;
      expect(Math.abs(heardSamples + rateHz / 2 - heard)).toBeLessThan(slack);
    },
  );

  it('loses no sample when an undecided key was no interruption (needs PulseAudio)', async () => {
    const listening = await card.listen('speaker', rateHz);
    const running = await start();
    running.play('a', 0, new Int16Array(3 * rateHz).fill(16_000));
    running.finish('a', 0);
    await expect.poll(() => handedOf(events, 'a'), atOnce).toBeGreaterThan(rateHz);
    const isSilent = (): boolean =>
      listening
        .samples()
        .subarray(-frame)
        .every((each) => each === 0);
    const heldUp = await watchHoldUps();
    running.silenceSpeaker(true);
    await expect.poll(isSilent, atOnce).toBe(true);
    running.silenceSpeaker(false);
    await expect.poll(isSilent, atOnce).toBe(false);
    await expect.poll(() => handedOf(events, 'a'), atOnce).toBe(3 * rateHz);
    await expect.poll(isSilent, atOnce).toBe(true);
    const slack = 2 * frame + ((await heldUp()) * rateHz) / 1000;
    expect(Math.abs(count(await listening.stop()) - 3 * rateHz)).toBeLessThan(slack);
  });

  it('goes on at the default device when its own is unplugged (needs PulseAudio)', async () => {
    const env = { ...process.env, ...card.env };
    const sink = ['load-module', 'module-null-sink', 'sink_name=plugged', 'rate=48000'];
    const module = (await run('pactl', sink, { env })).stdout.trim();
    const listening = await card.listen('speaker', rateHz);
    const running = await start('plugged');
    running.play('a', 0, new Int16Array(2 * rateHz).fill(16_000));
    await expect.poll(() => handedOf(events, 'a'), atOnce).toBeGreaterThan(rateHz / 4);
    await run('pactl', ['unload-module', module], { env });
    await expect.poll(() => handedOf(events, 'a'), atOnce).toBe(2 * rateHz);
    expect(eventsOf(events, 'lost')).toEqual([]);
    expect(count(await listening.stop())).toBeGreaterThan(rateHz / 2);
  });

  it('is lost with the server, and comes back with it (needs PulseAudio)', async () => {
    const env = { ...process.env, ...card.env };
    const running = await start();
    running.play('a', 0, new Int16Array(5 * rateHz).fill(9000));
    await expect.poll(() => handedOf(events, 'a'), atOnce).toBeGreaterThan(rateHz / 4);
    await run('scripts/virtual-sound.sh', ['down'], { env });
    await expect.poll(() => eventsOf(events, 'lost').length, atOnce).toBe(1);
    const { items, unheardSamples = 0 } = await flushed(0);
    expect((items[0]?.playedSamples ?? 0) + unheardSamples).toBe(handedOf(events, 'a'));
    await run('scripts/virtual-sound.sh', ['up'], { env });
    await expect.poll(() => eventsOf(events, 'restored').length, atOnce).toBe(1);
    running.play('b', 0, new Int16Array(frame).fill(9000));
    running.finish('b', 0);
    await expect.poll(() => handedOf(events, 'b'), atOnce).toBe(frame);
  });

  it('is refused for a device that does not exist, with those that do (needs PulseAudio)', async () => {
    const refused = start('nobody');
    await expect(refused).rejects.toMatchObject({ code: 'unknown-audio-device' });
    await expect(refused).rejects.toThrow('voicelive_speaker');
  });
});

describe.skipIf(!hasVirtualSound())('a playback stream (needs PulseAudio)', () => {
  beforeAll(async () => {
    card = await openVirtualSound();
  });
  afterAll(async () => {
    await card.close();
  });

  it('stops when corked, goes on after, and drains to its end (needs PulseAudio)', async () => {
    const env = { ...process.env, ...card.env };
    const listening = await card.listen('speaker', rateHz);
    const connection = await PulseConnection.open('test', env);
    const changes: number[] = [];
    await connection.subscribe(facilities.sinkInputs, (facility) => changes.push(facility));
    const stream = await PlaybackStream.open(connection, {
      name: 'test',
      rateHz,
      targetMs: 60,
      requestMs: 20,
      nowMs: monotonicMs,
    });
    await expect.poll(() => changes, atOnce).toContain(2);
    const [own] = await listSinkInputs(connection);
    expect(own?.properties.get('application.process.id')).toBe(String(process.pid));
    expect(own?.isMuted).toBe(false);
    const heldUp = await watchHoldUps();
    const tone = Buffer.from(new Int16Array(frame).fill(16_000).buffer);
    for (let n = 0; n < 25; n += 1) await stream.write(tone);
    await stream.cork(true);
    await stream.cork(false);
    await stream.drain();
    await stream.close();
    // The server may resample anew what it had read when it was corked.
    const heard = count(await listening.stop());
    expect(heard).toBeGreaterThan(24 * frame - ((await heldUp()) * rateHz) / 1000);
    expect(heard).toBeLessThanOrEqual(25 * frame);
    await expect(stream.write(tone)).rejects.toThrow('closed');
    connection.close();
  });
});
