import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HostPlayback } from '../../src/audio/host-client/host-playback.js';
import type { AudioEvent } from '../../src/audio/kernel/engine-types.js';
import { bytesToSamples } from '../../src/audio/pure/pcm.js';
import { systemClock } from '../../src/recording/disk.js';
import { openRecorder } from '../../src/recording/recorder.js';
import type { Recorder } from '../../src/recording/types.js';
import { headerBytes } from '../../src/recording/wav-header.js';
import { audioInput } from '../../src/session/controller/audio-input.js';
import { recordingHeader } from '../helpers/recordings.js';
import { SessionScript } from '../helpers/session.js';

const outputRateHz = 24_000;
const frame = 480;

let directory: string;
let recorder: Recorder;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'voicelive-sound-to-session-'));
  recorder = await openRecorder({
    directory,
    id: 'abc',
    header: recordingHeader({ inputRateHz: outputRateHz, outputRateHz }),
    onTrouble: () => undefined,
    clock: { ...systemClock, nowMs: () => 0 },
  });
});

afterEach(async () => {
  await recorder.close();
  await rm(directory, { recursive: true });
});

/** The right track, as the file has it. */
async function heardTrack(): Promise<Int16Array> {
  await recorder.close();
  const samples = bytesToSamples(
    (await readFile(join(recorder.path, 'session.wav'))).subarray(headerBytes),
  );
  return samples.filter((_, index) => index % 2 === 1);
}

function inputOf(event: AudioEvent, nowMs = 0): ReturnType<typeof audioInput> {
  if (event.type === 'captured') throw new Error('not for the session');
  return audioInput(event, { outputs: recorder, nowMs, outputRateHz });
}

function heardFrame(
  atMs: number,
  depthMs: number,
  changes: { readonly sound?: number; readonly value?: number; readonly follows?: boolean } = {},
): Extract<AudioEvent, { type: 'played' }> {
  const { sound = frame, value = 7, follows = false } = changes;
  const samples = new Int16Array(frame).fill(value, 0, Math.max(sound, 72));
  const span = { itemId: 'a', contentIndex: 0, fromSample: 0, samples: sound };
  const spans = sound === 0 ? [] : [span];
  return {
    type: 'played',
    frame: { samples, spans, follows, atMs, depthMs },
  };
}

describe('what is handed to the speaker', () => {
  it('stands in the recording where its first sample is heard, which the session is told too', async () => {
    expect(inputOf(heardFrame(1000, 100), 1003)).toMatchObject({
      type: 'played',
      depthMs: 97,
      runs: [{ itemId: 'a', samples: frame, atSample: 1080 * 24 }],
    });
    expect((await heardTrack()).findIndex((sample) => sample !== 0)).toBe(1080 * 24);
  });

  it('is heard at once by a file, and in the past when the program was held up', () => {
    expect(inputOf(heardFrame(1000, 0), 1090)).toMatchObject({
      depthMs: -70,
      runs: [{ atSample: 1000 * 24 }],
    });
  });

  it('is recorded with the fade behind a cut, which belongs to no item', async () => {
    inputOf(heardFrame(1000, 100));
    expect(inputOf(heardFrame(1020, 100, { sound: 0, value: 5, follows: true }))).toBeUndefined();
    const track = await heardTrack();
    expect(track.filter((sample) => sample === 7)).toHaveLength(frame);
    expect(track.subarray(1100 * 24, 1103 * 24)).toEqual(new Int16Array(72).fill(5));
  });
});

describe('a speaker that dies', () => {
  it('leaves silence in the recording for what it held, and the event log says how much', async () => {
    const told: AudioEvent[] = [];
    const playback = new HostPlayback(
      outputRateHz,
      () => undefined,
      (event) => told.push(event),
    );
    playback.resume();
    playback.play('a', 0, new Int16Array(10 * frame).fill(7));
    for (let n = 0; n < 10; n += 1) {
      const { frame: handed } = heardFrame(1000 + 20 * n, 100, { follows: n > 0 });
      const spans = [{ itemId: 'a', contentIndex: 0, fromSample: n * frame, samples: frame }];
      playback.played({ ...handed, spans });
    }
    // The last of ten frames was handed over at 1180; five are in the device then, and half a one is played after that.
    playback.lose(1190);
    const inputs = told.flatMap((event) => inputOf(event) ?? []);
    expect(inputs.at(-1)).toMatchObject({
      type: 'flushed',
      flushId: 0,
      items: [{ itemId: 'a', handedSamples: 5.5 * frame }],
      silencedMs: 90,
    });
    expect((await heardTrack()).filter((sample) => sample !== 0)).toHaveLength(5.5 * frame);

    const session = new SessionScript().ready().speaking(0.2, { responseId: 'r', itemId: 'a' });
    for (const input of inputs) session.input(input);
    const line = session.state.log.at(-1);
    expect(line?.type).toBe('playback.flushed');
    expect(line?.summary).toMatch(/^heard 110 of 200 ms · .*, 90 ms lost with the speaker$/);
  });

  it('tells so even when all that it held belonged to a reply that was already cut', () => {
    const told: AudioEvent[] = [];
    const playback = new HostPlayback(
      outputRateHz,
      () => undefined,
      (event) => told.push(event),
    );
    playback.resume();
    playback.play('a', 0, new Int16Array(frame));
    playback.played(heardFrame(1000, 100).frame);
    playback.flush(3);
    playback.lose(1010);
    expect(told.filter(({ type }) => type === 'flushed')).toMatchObject([
      { flushId: 3, items: [{ playedSamples: 0 }], unheardSamples: frame },
    ]);
  });
});
