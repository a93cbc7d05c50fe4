import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseServerEvent } from '../../../../src/protocol/parse.js';
import { LineFolder } from '../../../../src/recording/lines/line-folder.js';
import { readRecording } from '../../../../src/recording/reader.js';
import type { Input } from '../../../../src/session/inputs.js';
import { ManualClock } from '../../../helpers/manual-clock.js';
import { recordingHeader } from '../../../helpers/recordings.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voicelive-folder-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function readBack(lines: readonly object[]): Promise<readonly Input[]> {
  const header = { voicelive: 'recording', version: 2, ...recordingHeader() };
  const path = join(folder, 'events.jsonl');
  await writeFile(path, [header, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''));
  const { inputs, skipped } = await readRecording(path);
  expect(skipped).toBe(0);
  return inputs;
}

function sent(nowMs: number, offset: number, more: object = {}): Input {
  return {
    nowMs,
    type: 'sent',
    raw: { type: 'input_audio_buffer.append', audio: '<audio 960 bytes>' },
    bytes: 1300,
    audio: { track: 'microphone', offset, length: 480 },
    ...more,
  };
}

function delta(nowMs: number, eventId: string, audioSamples: number): Input {
  const raw = {
    type: 'response.audio.delta',
    event_id: eventId,
    response_id: 'resp_1',
    item_id: 'item_1',
    output_index: 0,
    content_index: 0,
    delta: `<audio ${2 * audioSamples} bytes>`,
  };
  const frame = parseServerEvent(JSON.stringify(raw));
  if (frame.kind !== 'known') throw new Error('not an audio delta');
  return { nowMs, type: 'server', event: frame.event, raw, bytes: audioSamples, audioSamples };
}

function played(nowMs: number, runs: number, fromSample: number): Input {
  return {
    nowMs,
    type: 'played',
    runs: Array.from({ length: runs }, (_, index) => ({
      itemId: `item_${index}`,
      contentIndex: 0,
      fromSample,
      samples: 480,
      atSample: fromSample + 7,
    })),
    depthMs: nowMs % 20,
  };
}

/** What follows after some time. */
const next: fc.Arbitrary<(nowMs: number) => Input> = fc.oneof(
  fc.tuple(fc.nat(9), fc.boolean()).map(
    ([offset, early]) =>
      (nowMs: number) =>
        sent(nowMs, offset * 480, early ? { preRoll: true } : { lateMs: offset / 10 }),
  ),
  fc.nat(99).map((id) => (nowMs: number) => delta(nowMs, `event_${id}`, 480 * (id % 3))),
  fc.tuple(fc.integer({ min: 1, max: 2 }), fc.nat(9)).map(
    ([runs, from]) =>
      (nowMs: number) =>
        played(nowMs, runs, from * 480),
  ),
  fc.nat(9).map((level) => (nowMs: number): Input => ({
    nowMs,
    type: 'meters',
    microphoneDb: -60 + 4 * level,
    speakerDb: -60,
  })),
  fc.constant((nowMs: number): Input => ({ nowMs, type: 'audio-restored' })),
);

describe('the lines of inputs that come many times a second', () => {
  it('give back every input, in order and exactly, whatever comes between them', async () => {
    const steps = fc.array(fc.tuple(next, fc.double({ min: 0, max: 300, noNaN: true })), {
      maxLength: 200,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const lines: object[] = [];
        const folding = new LineFolder(new ManualClock(), (line) => lines.push(line));
        let nowMs = 0;
        const inputs = all.map(([make, afterMs]) => {
          nowMs += afterMs;
          return make(nowMs);
        });
        for (const input of inputs) folding.add(input);
        folding.end(undefined);
        expect(await readBack(lines)).toEqual(inputs);
      }),
    );
  });

  it('are one a second of each kind', () => {
    const lines: object[] = [];
    const folding = new LineFolder(new ManualClock(), (line) => lines.push(line));
    for (let frame = 0; frame < 50 * 60; frame += 1) {
      folding.add(sent(20 * frame, 480 * frame));
      folding.add(played(20 * frame + 3, 1, 480 * frame));
    }
    folding.end(undefined);
    expect(lines).toHaveLength(2 * 60);
    expect(lines[0]).toMatchObject({
      t: 0,
      type: 'sent',
      event: 'input_audio_buffer.append',
      audio: { offset: 0 },
      fold: { count: 50, samples: 24_000 },
    });
  });

  it('are held back for a second at most when nothing else comes', async () => {
    const lines: object[] = [];
    const clock = new ManualClock();
    const folding = new LineFolder(clock, (line) => lines.push(line));
    folding.add(sent(0, 0));
    await clock.advance(999);
    expect(lines).toEqual([]);
    await clock.advance(1);
    expect(lines).toHaveLength(1);
  });
});
