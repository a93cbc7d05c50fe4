import { mkdtemp, readFile, rm, stat, writeFile, appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRecorder, type RecorderOptions } from '../../../src/recording/recorder.js';
import { readRecording } from '../../../src/recording/reader.js';
import { differencesFromLive, replayState } from '../../../src/recording/replay.js';
import type { Recorder } from '../../../src/recording/types.js';
import type { Input } from '../../../src/session/inputs.js';
import { parseServerEvent } from '../../../src/protocol/parse.js';
import {
  readRecording as readServiceRecording,
  recordingNames as serviceRecordings,
} from '../protocol/recordings.js';
import { ManualClock } from '../../helpers/manual-clock.js';
import { recordingHeader, stereoOf } from '../../helpers/recordings.js';

let directory: string;
const trouble: string[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'voicelive-recording-'));
  trouble.length = 0;
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

function open(changes: Partial<RecorderOptions> = {}): Promise<Recorder> {
  return openRecorder({
    directory,
    id: 'abc',
    header: recordingHeader(),
    onTrouble: (sentence) => trouble.push(sentence),
    ...changes,
  });
}

const inputs: readonly Input[] = [
  { nowMs: 0, type: 'start' },
  { nowMs: 1.25, type: 'socket-open', attempt: 1 },
  {
    nowMs: 2,
    type: 'socket-refused',
    attempt: 1,
    failure: { code: 'x', sentence: 'No.', hint: 'Do.', exitCode: 3 },
    retryable: false,
  },
  { nowMs: 3, type: 'socket-closed', attempt: 1, code: 1006, reason: '', retryable: true },
  { nowMs: 4, type: 'unknown-event', name: 'new.event', raw: { type: 'new.event' }, bytes: 20 },
  { nowMs: 5, type: 'malformed-event', reason: 'not JSON', bytes: 3 },
  { nowMs: 5, type: 'malformed-event', name: 'error', reason: 'no error', raw: {}, bytes: 3 },
  {
    nowMs: 6,
    type: 'sent',
    raw: { type: 'input_audio_buffer.append', audio: '<audio 960 bytes>' },
    bytes: 1300,
    audio: { track: 'microphone', offset: 480, length: 480 },
    preRoll: true,
    lateMs: 300.5,
  },
  { nowMs: 7, type: 'image-read', path: 'cat.png', problem: 'It is not there.' },
  { nowMs: 7, type: 'intent', intent: { type: 'show-image', source: 'cat.png' } },
  { nowMs: 7, type: 'intent', intent: { type: 'list-items' } },
  { nowMs: 7, type: 'intent', intent: { type: 'retrieve-item', id: 'item_1' } },
  { nowMs: 7, type: 'intent', intent: { type: 'delete-item', id: 'item_1' } },
  { nowMs: 7, type: 'append-dropped', samples: 480 },
  { nowMs: 7, type: 'append-dropped', samples: 480, outage: true },
  { nowMs: 7, type: 'woke', id: 'reconnect' },
  { nowMs: 7, type: 'part-opening', part: 'sound' },
  { nowMs: 7, type: 'part-open', part: 'sound', noMicrophone: true, echoRoundTripMs: 130.5 },
  { nowMs: 7, type: 'part-open', part: 'transport' },
  { nowMs: 7, type: 'part-open', part: 'recording', path: 'rec/1' },
  {
    nowMs: 7,
    type: 'part-failed',
    part: 'sound',
    failure: { code: 'x', sentence: 'No.', exitCode: 4 },
    textSession: { modalities: ['text'], turn_detection: null },
  },
  { nowMs: 7, type: 'not-sent', event: 'response.create', reason: 'the connection is gone.' },
  { nowMs: 7, type: 'input-ended' },
  {
    nowMs: 8,
    type: 'played',
    runs: [
      { itemId: 'i', contentIndex: 0, fromSample: 0, samples: 480, atSample: 9 },
      { itemId: 'j', contentIndex: 0, fromSample: 480, samples: 480 },
    ],
  },
  {
    nowMs: 9,
    type: 'flushed',
    flushId: 1,
    items: [{ itemId: 'i', contentIndex: 0, receivedSamples: 9, handedSamples: 5 }],
  },
  { nowMs: 9, type: 'flushed', flushId: 0, items: [], silencedMs: 84.5 },
  { nowMs: 10, type: 'audio-lost', what: 'both', reason: 'gone' },
  { nowMs: 11, type: 'audio-restored' },
  { nowMs: 12, type: 'audio-failed', failure: { code: 'x', sentence: 'No.', exitCode: 4 } },
  {
    nowMs: 13,
    type: 'audio-counters',
    droppedCaptureFrames: 1,
    droppedPlaybackSamples: 2,
    underruns: 3,
    restarts: 4,
  },
  { nowMs: 14, type: 'recording-trouble', sentence: 'Full.' },
  { nowMs: 15, type: 'notice', level: 'info', text: 'two\nlines and \u2028 a separator' },
  { nowMs: 16, type: 'tool-finished', callId: 'c', ok: true, output: '{}', elapsedMs: 3 },
  { nowMs: 17, type: 'intent', intent: { type: 'say', text: 'hello' } },
  { nowMs: 18, type: 'intent', intent: { type: 'decide', callId: 'c', decision: 'once' } },
  { nowMs: 19, type: 'intent', intent: { type: 'mute', what: 'speaker', muted: true } },
  { nowMs: 20, type: 'intent', intent: { type: 'send-event', event: { type: 'response.cancel' } } },
  { nowMs: 21, type: 'meters', microphoneDb: -20, speakerDb: -30 },
  { nowMs: 22, type: 'intent', intent: { type: 'quit' } },
];

describe('recorder', () => {
  it('makes a folder named by time and id, private to its owner, with a log that reads back as the same inputs', async () => {
    const recorder = await open();
    expect(recorder.path).toBe(join(directory, '20261120T184501Z-abc'));
    for (const input of inputs) recorder.input(input);
    await recorder.close();
    await recorder.close();
    const recording = await readRecording(recorder.path);
    expect(recording).toEqual({
      header: recordingHeader(),
      inputs,
      lacks: [],
      torn: 0,
      skipped: 0,
      lost: 0,
    });
    expect((await stat(recorder.path)).mode & 0o077).toBe(0);
    expect(trouble).toEqual([]);
  });

  it.each(serviceRecordings)(
    'gives the events of the service back as they were received: %s',
    async (name) => {
      const recorder = await open();
      const received: Input[] = [];
      for (const { from, data } of readServiceRecording(name)) {
        const nowMs = received.length;
        const frame = parseServerEvent(JSON.stringify(data));
        if (from !== 'service') {
          received.push({ nowMs, type: 'sent', raw: data, bytes: 9 });
        } else if (frame.kind === 'known') {
          const { event, raw } = frame;
          received.push({ nowMs, type: 'server', event, raw, bytes: 9, audioSamples: 480 });
        }
      }
      for (const input of received) recorder.input(input);
      await recorder.close();
      expect(received.length).toBeGreaterThan(1);
      expect(await readRecording(recorder.path)).toMatchObject({
        inputs: received,
        torn: 0,
        skipped: 0,
      });
    },
  );

  it('writes left and right exactly where it said, and a header that says so', async () => {
    const clock = new ManualClock(1000);
    const recorder = await open({ clock });
    const microphone = Int16Array.from({ length: 480 }, (_, index) => index + 1);
    const heard = microphone.map((sample) => -sample);
    for (let index = 0; index < 10; index += 1) {
      expect(recorder.microphone(microphone, 1020 + 20 * index)).toBe(480 * index);
    }
    expect(recorder.heard(heard, 1100)).toBe(100 * 24);
    expect(recorder.heard(heard, 1121)).toBe(120 * 24);
    await recorder.close();
    const { left, right } = stereoOf(await readFile(join(recorder.path, 'session.wav')));
    expect(left).toEqual(Int16Array.from({ length: 4800 }, (_, index) => (index % 480) + 1));
    expect(right.subarray(2400, 3360)).toEqual(Int16Array.from([...heard, ...heard]));
    expect(right.filter((sample) => sample !== 0).length).toBe(960);
  });

  it('refuses, with the path and what to do, where it cannot write', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    const refused = open({ directory: file });
    await expect(refused).rejects.toThrow(file);
    await expect(refused).rejects.toMatchObject({
      code: 'recording-not-writable',
      exitCode: 2,
      hint: 'Use --record DIR with a writable folder on a disk with space, or omit --record.',
    });
    const first = await open();
    await expect(open()).rejects.toThrow('already');
    await first.close();
  });
});

describe('reading a recording', () => {
  it('goes on after a torn last line and lines it does not know', async () => {
    const recorder = await open();
    recorder.input({ nowMs: 1, type: 'start' });
    await recorder.close();
    const log = join(recorder.path, 'events.jsonl');
    await appendFile(
      log,
      [
        '{"t":2,"type":"from-the-future"}',
        '{"t":2,"type":"socket-open"}',
        '{"t":"2","type":"start"}',
        '{"t":3,"type":"audio-restored","extra":1}',
        '{"t":4,"type":"lines-lost","lines":12}',
        '{"t":5,"type":"sta',
      ].join('\n'),
    );
    expect(await readRecording(log)).toEqual({
      header: recordingHeader(),
      lacks: [],
      inputs: [
        { nowMs: 1, type: 'start' },
        { nowMs: 3, type: 'audio-restored' },
      ],
      torn: 1,
      skipped: 3,
      lost: 12,
    });
  });

  it('reads format 1, and says what it lacks', async () => {
    const file = join(directory, 'events.jsonl');
    const lines = [
      {
        voicelive: 'recording',
        version: 1,
        program: '0.1.0',
        startedAt: '2026-11-20T18:45:01.234Z',
        target: 'emulator',
        model: 'gpt-realtime',
        mode: 'push-to-talk',
        inputRateHz: 24_000,
        outputRateHz: 16_000,
      },
      { t: 1, type: 'start' },
      { t: 2, type: 'reconnect', attempt: 2 },
      { t: 3, type: 'open-timeout', attempt: 2, afterMs: 10_000 },
    ];
    await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const recording = await readRecording(file);
    expect(recording).toMatchObject({
      header: { options: { mode: 'push-to-talk', emulated: true, outputRateHz: 16_000 } },
      inputs: [
        { nowMs: 1, type: 'start' },
        { nowMs: 2, type: 'woke', id: 'reconnect' },
        { nowMs: 3, type: 'woke', id: 'open-deadline' },
      ],
      skipped: 0,
    });
    expect(recording.lacks).toContain('session options');
    expect(replayState(recording).nowMs).toBe(3);
    expect(differencesFromLive(recording)).toBeUndefined();
  });

  it.each([
    ['nothing', '', 'not-a-recording'],
    ['another JSON', '{"a":1}\n', 'not-a-recording'],
    [
      'an old header without its fields',
      '{"voicelive":"recording","version":1}\n',
      'not-a-recording',
    ],
    ['a header without its fields', '{"voicelive":"recording","version":2}\n', 'not-a-recording'],
    ['a header without a version', '{"voicelive":"recording"}\n', 'not-a-recording'],
    ['a later version', '{"voicelive":"recording","version":3}\n', 'recording-too-new'],
  ])('refuses a file that holds %s', async (_name, text, code) => {
    const file = join(directory, 'events.jsonl');
    await writeFile(file, text);
    await expect(readRecording(file)).rejects.toMatchObject({ code, exitCode: 2 });
  });

  it('names a path that is not there', async () => {
    const missing = join(directory, 'missing');
    const refused = readRecording(missing);
    await expect(refused).rejects.toThrow(missing);
    await expect(refused).rejects.toMatchObject({ code: 'recording-not-readable', exitCode: 2 });
  });
});
