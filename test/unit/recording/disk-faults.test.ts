import { describe, expect, it } from 'vitest';
import { maxQueuedBytes } from '../../../src/recording/event-writer.js';
import { openRecorder } from '../../../src/recording/recorder.js';
import type { Recorder } from '../../../src/recording/types.js';
import { ManualClock } from '../../helpers/manual-clock.js';
import { MemoryDisk, type Fault } from '../../helpers/memory-disk.js';
import { recordingHeader, stereoOf } from '../../helpers/recordings.js';

const frame = 480;
/** Writes before the recording is open: the two files' first bytes. */
const writesAtOpening = 2;
/** Every write up to this number fails once; `VOICELIVE_FAULT_DEPTH=500` for the long run. */
const depth = Number(process.env['VOICELIVE_FAULT_DEPTH'] ?? 60);

interface Run {
  readonly disk: MemoryDisk;
  readonly trouble: readonly { readonly atMs: number; readonly sentence: string }[];
  /** When each write that failed was asked for. */
  readonly faultsAtMs: readonly number[];
}

/** Records `frames` frames of both sides and one event with each, then closes. */
async function record(
  frames: number,
  faultOf: (write: number, path: string, nowMs: number) => Fault | undefined = () => undefined,
): Promise<Run> {
  const clock = new ManualClock();
  const trouble: { atMs: number; sentence: string }[] = [];
  const faultsAtMs: number[] = [];
  const disk = new MemoryDisk((write, path) => {
    const fault = faultOf(write, path, clock.nowMs());
    if (fault !== undefined) faultsAtMs.push(clock.nowMs());
    return fault;
  });
  const recorder = await openRecorder({
    directory: '/recordings',
    id: 'x',
    header: recordingHeader(),
    onTrouble: (sentence) => trouble.push({ atMs: clock.nowMs(), sentence }),
    files: disk,
    clock,
  });
  for (let index = 0; index < frames; index += 1) {
    const nowMs = clock.nowMs();
    recorder.heard(new Int16Array(frame).fill(-1 - index), nowMs);
    recorder.input({ nowMs, type: 'notice', level: 'info', text: `event ${index}` });
    await clock.advance(20);
    recorder.microphone(new Int16Array(frame).fill(1 + index), clock.nowMs());
  }
  await closeWithin(3000, recorder, clock);
  return { disk, trouble, faultsAtMs };
}

async function closeWithin(ms: number, recorder: Recorder, clock: ManualClock): Promise<void> {
  const progress = { closed: false };
  void recorder.close().then(() => {
    progress.closed = true;
  });
  for (let passedMs = 0; !progress.closed && passedMs < ms; passedMs += 10) await clock.advance(10);
  expect(progress.closed).toBe(true);
}

const faults: readonly (readonly [string, Fault])[] = [
  ['ENOSPC', { part: 0, error: 'ENOSPC: no space left on device' }],
  ['EIO after a part', { part: 0.4, error: 'EIO: i/o error' }],
  ['a short write', { part: 0.37 }],
];

describe('a disk that fails', () => {
  it.each(faults)(
    'loses nothing and tears nothing when one write fails with %s, whichever it is',
    async (_name, fault) => {
      const frames = Math.ceil(depth / 2);
      const perfect = await record(frames);
      expect(perfect.disk.writes).toBeGreaterThan(depth);
      for (let failing = 1 + writesAtOpening; failing <= depth; failing += 1) {
        const run = await record(frames, (write) => (write === failing ? fault : undefined));
        const [faultAtMs = Number.NaN] = run.faultsAtMs;
        expect(run.trouble.map(({ sentence }) => sentence)).toEqual([
          expect.stringContaining('failed'),
          expect.stringContaining('resumed; nothing was lost'),
        ]);
        expect((run.trouble[0]?.atMs ?? Number.NaN) - faultAtMs).toBeLessThanOrEqual(1000);
        expect(run.disk.digests()).toEqual(perfect.disk.digests());
      }
    },
    120_000,
  );

  it('has a whole file with all its sound in it after every single write', async () => {
    const seen: number[] = [];
    const disk = new MemoryDisk((write, path) => {
      if (write <= writesAtOpening || !path.endsWith('.wav')) return undefined;
      const wav = disk.file('session.wav');
      const end = 44 + 4 * stereoOf(wav).left.length;
      expect(end).toBeLessThanOrEqual(wav.length);
      expect(wav.subarray(end).every((byte) => byte === 0)).toBe(true);
      seen.push(end);
      return undefined;
    });
    const clock = new ManualClock();
    const recorder = await openRecorder({
      directory: '/recordings',
      id: 'x',
      header: recordingHeader(),
      onTrouble: (sentence) => expect.fail(sentence),
      files: disk,
      clock,
    });
    for (let index = 0; index < 200; index += 1) {
      await clock.advance(20);
      recorder.microphone(new Int16Array(frame).fill(1 + index), clock.nowMs());
    }
    await recorder.close();
    expect(seen.length).toBeGreaterThan(200);
    expect(disk.file('session.wav').length).toBe(44 + 4 * 200 * frame);
  });

  it.each(faults)(
    'tells an outage of 5 s once, by file, and loses nothing: %s',
    async (_name, fault) => {
      const perfect = await record(400);
      const run = await record(400, (_write, _path, nowMs) =>
        nowMs > 1000 && nowMs < 6000 ? fault : undefined,
      );
      const told = run.trouble.map(({ sentence }) => sentence.replace(/ \(.*/, ''));
      expect(told.filter((sentence) => sentence.includes('failed')).sort()).toEqual([
        'Recording to events.jsonl failed',
        'Recording to session.wav failed',
      ]);
      expect(told.filter((sentence) => sentence.includes('resumed'))).toHaveLength(2);
      expect(run.disk.digests()).toEqual(perfect.disk.digests());
      // A back-off, not a storm of writes.
      expect(run.faultsAtMs.length).toBeLessThan(40);
    },
  );

  it('keeps the newest minute of sound through a longer outage, silence before it, and says what was lost', async () => {
    const frames = 70 * 50;
    const run = await record(frames, (write, path, nowMs) =>
      write > writesAtOpening && path.endsWith('.wav') && nowMs < 69_000
        ? { part: 0, error: 'EIO' }
        : undefined,
    );
    const { left } = stereoOf(run.disk.file('session.wav'));
    expect(left.length).toBe(frames * frame);
    const silent = left.findIndex((sample) => sample !== 0);
    expect(silent).toBeGreaterThan(8 * 24_000);
    expect(silent).toBeLessThan(11 * 24_000);
    expect(left[left.length - 1]).toBe(frames);
    expect(run.trouble[1]?.sentence).toMatch(/resumed; \d+\.\d\d s of sound were lost/);
  }, 60_000);

  it('bounds the waiting lines, and the log itself says how many were lost', async () => {
    let broken = true;
    const disk = new MemoryDisk((write) =>
      broken && write > writesAtOpening ? { part: 0, error: 'EIO' } : undefined,
    );
    const clock = new ManualClock();
    const recorder = await openRecorder({
      directory: '/recordings',
      id: 'x',
      header: recordingHeader(),
      onTrouble: () => undefined,
      files: disk,
      clock,
    });
    const text = 'x'.repeat(100_000);
    for (let nowMs = 0; nowMs < 200; nowMs += 1) {
      recorder.input({ nowMs, type: 'notice', level: 'info', text });
    }
    await clock.advance(10);
    broken = false;
    for (let step = 0; step < 200; step += 1) await clock.advance(10);
    recorder.input({ nowMs: 200, type: 'start' });
    await recorder.close();
    const log = Buffer.from(disk.file('events.jsonl')).toString();
    const lines = log.trimEnd().split('\n');
    const lost = 200 - (lines.length - 3);
    expect(log.length).toBeLessThan(maxQueuedBytes + 1000);
    expect(lost).toBeGreaterThan(100);
    expect(lines.slice(-2)).toEqual([
      JSON.stringify({ t: 200, type: 'lines-lost', event: 'lines-lost', lines: lost }),
      JSON.stringify({ t: 200, type: 'start', event: 'start' }),
    ]);
  });

  it('closes within its deadline when the disk never comes back, and says what is missing', async () => {
    const run = await record(50, (write) =>
      write > writesAtOpening + 20 ? { part: 0, error: 'EIO' } : undefined,
    );
    expect(run.trouble.at(-1)?.sentence).toMatch(/ends early: 0\.\d\d s of sound/);
  });

  it('tells within a second of a write that does not return, and still closes', async () => {
    const clock = new ManualClock();
    const trouble: string[] = [];
    const memory = new MemoryDisk();
    let stuck = false;
    const recorder = await openRecorder({
      directory: '/recordings',
      id: 'x',
      header: recordingHeader(),
      onTrouble: (sentence) => trouble.push(sentence),
      files: {
        makeDirectory: () => Promise.resolve(),
        removeDirectory: () => Promise.resolve(),
        create: async (path) => {
          const file = await memory.create(path);
          return {
            isDeleted: () => file.isDeleted(),
            write: (bytes, position) =>
              stuck ? new Promise<number>(() => undefined) : file.write(bytes, position),
            truncate: (length) => file.truncate(length),
            close: () => (stuck ? new Promise<void>(() => undefined) : file.close()),
          };
        },
      },
      clock,
    });
    stuck = true;
    recorder.microphone(new Int16Array(frame), 20);
    await clock.advance(20);
    await clock.advance(900);
    expect(trouble).toEqual([expect.stringContaining('does not respond')]);
    await closeWithin(3000, recorder, clock);
  });

  it('is refused at the start, with a hint, when not even the headers can be written', async () => {
    for (const failing of [1, 2]) {
      for (const [, fault] of faults) {
        const disk = new MemoryDisk((write) => (write === failing ? fault : undefined));
        await expect(
          openRecorder({
            directory: '/recordings',
            id: 'x',
            header: recordingHeader(),
            onTrouble: () => undefined,
            files: disk,
          }),
        ).rejects.toMatchObject({ code: 'recording-not-writable', exitCode: 2 });
        // No empty file is left that looks like a recording.
        expect(disk.digests()).toEqual([]);
      }
    }
  });

  it('is told within a second when its folder is deleted, and again at the end', async () => {
    const clock = new ManualClock();
    const trouble: string[] = [];
    const disk = new MemoryDisk();
    const recorder = await openRecorder({
      directory: '/recordings',
      id: 'x',
      header: recordingHeader(),
      onTrouble: (sentence) => trouble.push(sentence),
      files: disk,
      clock,
    });
    const frames = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) {
        recorder.microphone(new Int16Array(frame).fill(1), clock.nowMs());
        recorder.input({ nowMs: clock.nowMs(), type: 'notice', level: 'info', text: 'x' });
        await clock.advance(20);
      }
    };
    await frames(60);
    expect(trouble).toEqual([]);
    await disk.removeDirectory(recorder.path);
    await frames(60);
    expect([...trouble].sort()).toEqual([
      expect.stringContaining('events.jsonl was deleted'),
      expect.stringContaining('session.wav was deleted'),
    ]);
    await closeWithin(3000, recorder, clock);
    expect(trouble).toHaveLength(2);
    expect(recorder.outcome()).toEqual({
      recorded: 'nothing',
      missing: 'session.wav (deleted), events.jsonl (deleted)',
    });
  });

  it('says at the end what was recorded and what was not', async () => {
    const clock = new ManualClock();
    let full = false;
    const disk = new MemoryDisk(() => (full ? { part: 0, error: 'ENOSPC' } : undefined));
    const recorder = await openRecorder({
      directory: '/recordings',
      id: 'x',
      header: recordingHeader(),
      onTrouble: () => undefined,
      files: disk,
      clock,
    });
    const second = async (): Promise<void> => {
      for (let index = 0; index < 50; index += 1) {
        recorder.microphone(new Int16Array(frame).fill(1), clock.nowMs());
        await clock.advance(20);
      }
    };
    await second();
    expect(recorder.outcome().missing).toBeUndefined();
    full = true;
    await second();
    await closeWithin(3000, recorder, clock);
    const { recorded, missing } = recorder.outcome();
    expect(recorded).toMatch(/^(1\.0|0\.9)\d s of sound, \d+ bytes of events$/);
    expect(missing).toMatch(/^(1\.0|0\.9)\d s of sound/);
  });
});
