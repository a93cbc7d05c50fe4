import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { startFrameTicker } from '../../src/audio/files/frame-ticker.js';
import { encodeBase64 } from '../../src/audio/pure/pcm.js';
import { parseWav } from '../../src/audio/pure/wav.js';
import { createProcessTransport } from '../../src/cli/fast/process-transport.js';
import { loadScenario } from '../../src/emulator/scenario/scenario-file.js';
import { createService } from '../../src/emulator/service.js';
import { systemClock, type Clock } from '../../src/shared/clock.js';
import { isJsonObject } from '../../src/shared/json.js';
import { VirtualClock } from '../../src/shared/virtual-clock.js';
import { createTransport } from '../../src/transport/connection.js';
import { resolveEndpoint } from '../../src/transport/endpoint.js';
import type { Transport, TransportEvent } from '../../src/transport/types.js';
import {
  bundledVoice,
  closeEmulatorsAfterEach,
  runEmulator,
  scriptedEars,
} from '../helpers/emulator-rig.js';

closeEmulatorsAfterEach();

const question = 'What time is it?';
const speech = parseWav(
  readFileSync(new URL('../fixtures/speech/what-time-is-it.wav', import.meta.url)),
  'what-time-is-it.wav',
);
const frameSamples = speech.sampleRateHz / 50;
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

interface Heard {
  readonly text: string;
  readonly atMs: number;
}

type Open = (listener: (event: TransportEvent) => void) => Transport;

/** Asks a question by voice, then one in writing; gives every frame until the second answer is complete. */
function conversation(open: Open, clock: Clock): Promise<readonly Heard[]> {
  const heard: Heard[] = [];
  let answers = 0;
  let startMs = 0;
  let stopMicrophone = (): void => undefined;
  return new Promise((resolve, reject) => {
    const send = (event: object): void => {
      transport.send(JSON.stringify(event));
    };
    const speak = (): void => {
      let frame = 0;
      stopMicrophone = startFrameTicker(clock, 20, () => {
        const samples = speech.samples.subarray(frame * frameSamples, (frame + 1) * frameSamples);
        frame += 1;
        const sound = samples.length === frameSamples ? samples : new Int16Array(frameSamples);
        send({ type: 'input_audio_buffer.append', audio: encodeBase64(sound, 'pcm16') });
      });
    };
    const onText = (text: string): void => {
      heard.push({ text, atMs: clock.nowMs() - startMs });
      const event: unknown = JSON.parse(text);
      if (!isJsonObject(event)) return;
      if (event['type'] === 'session.updated') speak();
      if (event['type'] !== 'response.done') return;
      answers += 1;
      stopMicrophone();
      if (answers === 2) {
        resolve([...heard]);
        return;
      }
      const content = [{ type: 'input_text', text: 'hello' }];
      send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } });
      send({ type: 'response.create' });
    };
    const transport = open((event) => {
      if (event.type === 'frame') onText(event.text);
      if (event.type === 'refused') reject(event.error);
      if (event.type !== 'open') return;
      startMs = clock.nowMs();
      const session = { input_audio_sampling_rate: speech.sampleRateHz };
      send({ type: 'session.update', session });
    });
    closing.push(() => transport.close());
    transport.connect(1);
  });
}

function endpointAt(url: string): ReturnType<typeof resolveEndpoint> {
  return resolveEndpoint({ endpoint: url, target: { kind: 'model', model: 'gpt-realtime' } });
}

async function inRealTime(): Promise<readonly Heard[]> {
  const emulator = await runEmulator({ latency: 'recorded', ears: scriptedEars(question) });
  const credential = { kind: 'emulator-token', token: emulator.token } as const;
  const endpoint = endpointAt(emulator.url);
  return conversation(
    (listener) => createTransport({ endpoint, credential }, listener),
    systemClock,
  );
}

async function inVirtualTime(seed = 7): Promise<readonly Heard[]> {
  const clock = new VirtualClock();
  const service = createService({
    scenario: loadScenario(),
    latency: 'recorded',
    seed,
    clock,
    voice: bundledVoice(),
    ears: scriptedEars(question),
    now: () => new Date(2026, 10, 20, 10, 45),
  });
  closing.push(() => service.close());
  const endpoint = endpointAt('http://127.0.0.1');
  return conversation((listener) => createProcessTransport({ service, endpoint }, listener), clock);
}

describe('the emulator in virtual time', () => {
  it('sends the same frames as over a WebSocket in real time, none of them later', async () => {
    const [real, virtual] = await Promise.all([inRealTime(), inVirtualTime()]);
    expect(virtual.map(({ text }) => withoutTime(text))).toEqual(
      real.map(({ text }) => withoutTime(text)),
    );
    expect(virtual.length).toBeGreaterThan(40);
    // A busy machine is late, but never early: by no more than a frame of the microphone's.
    const late = virtual.filter(({ atMs }, index) => atMs > (real[index]?.atMs ?? 0) + 20);
    expect(late).toEqual([]);
  });

  it('takes the same time in every run, to the microsecond', async () => {
    expect(await inVirtualTime()).toEqual(await inVirtualTime());
  });

  it('differs by its seed', async () => {
    expect(await inVirtualTime(1)).not.toEqual(await inVirtualTime(2));
  });
});

/** The session's end is by the time of day of its start, whole seconds. */
function withoutTime(text: string): string {
  return text.replace(/"expires_at":\d+/, '"expires_at":0');
}
