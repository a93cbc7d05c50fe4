import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAudioEngine } from '../../src/audio/engine.js';
import type { AudioEvent } from '../../src/audio/kernel/engine-types.js';
import { PulseConnection } from '../../src/audio/pulse/connection.js';
import { listSinkInputs } from '../../src/audio/pulse/introspection.js';
import { eventsOf, handedOf } from '../helpers/audio-events.js';
import { hasVirtualSound, openVirtualSound, type VirtualSound } from '../helpers/virtual-sound.js';

const run = promisify(execFile);
const rateHz = 24_000;

let card: VirtualSound;

describe.skipIf(!hasVirtualSound())('a host that dies while it is muted (needs PulseAudio)', () => {
  const saved = new Map<string, string | undefined>();

  beforeAll(async () => {
    card = await openVirtualSound();
    for (const [name, value] of Object.entries(card.env)) {
      saved.set(name, process.env[name]);
      process.env[name] = value;
    }
    await run('pactl', ['load-module', 'module-stream-restore']);
  });

  afterAll(async () => {
    for (const [name, value] of saved) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    await card.close();
  });

  it('is heard again at a server that remembers the mute (needs PulseAudio)', async () => {
    const events: AudioEvent[] = [];
    const engine = createAudioEngine({
      inputRateHz: rateHz,
      outputRateHz: rateHz,
      microphone: 'none',
      speaker: 'default',
      lowLatency: false,
      backend: 'portaudio',
    });
    const connection = await PulseConnection.open('test');
    const own = async () => {
      const streams = await listSinkInputs(connection);
      return streams.map(({ isMuted, properties }) => ({
        isMuted,
        pid: Number(properties.get('application.process.id')),
        remembered: properties.get('module-stream-restore.id'),
      }));
    };
    try {
      await engine.start((event) => events.push(event));
      engine.play('a', 0, new Int16Array(5 * rateHz).fill(9000));
      await expect.poll(() => handedOf(events, 'a')).toBeGreaterThan(rateHz);
      // The host asks the server for its stream meanwhile.
      await expect
        .poll(async () => {
          engine.silenceSpeaker(false);
          engine.silenceSpeaker(true);
          return (await own()).map(({ isMuted }) => isMuted);
        })
        .toEqual([true]);
      const [{ pid } = { pid: 0 }] = await own();
      process.kill(pid, 'SIGKILL');
      await expect.poll(() => eventsOf(events, 'restored').length).toBe(1);
      await expect.poll(own).toMatchObject([{ isMuted: false, remembered: 'voicelive' }]);
    } finally {
      connection.close();
      await engine.close();
    }
  });
});
