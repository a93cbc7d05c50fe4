import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRecording } from '../../../src/recording/reader.js';
import { openRecorder } from '../../../src/recording/recorder.js';
import { repairRecording } from '../../../src/recording/repair/repair-recording.js';
import { headerBytes, wavHeader } from '../../../src/recording/wav-header.js';
import { readWavLayout } from '../../../src/recording/wav-layout.js';
import { initialState } from '../../../src/session/initial-state.js';
import { recordingHeader } from '../../helpers/recordings.js';

const rateHz = 24_000;
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voicelive-repair-'));
  const recorder = await openRecorder({
    directory: folder,
    id: 'x',
    header: recordingHeader(),
    onTrouble: (sentence) => expect.fail(sentence),
  });
  recorder.microphone(new Int16Array(rateHz).fill(7), 1000);
  recorder.input({ nowMs: 1, type: 'start' });
  await recorder.close(initialState(recordingHeader().options));
  ({ path } = recorder);
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

function repair(dryRun = false): Promise<readonly string[]> {
  return repairRecording(path, dryRun).then((found) =>
    found.map(({ kind, text }) => `${kind}: ${text}`),
  );
}

async function wav(): Promise<Buffer> {
  return readFile(join(path, 'session.wav'));
}

async function changeWav(change: (bytes: Buffer) => Buffer): Promise<Buffer> {
  const changed = change(await wav());
  await writeFile(join(path, 'session.wav'), changed);
  return changed;
}

describe('a repair', () => {
  it('changes nothing in a recording that is right', async () => {
    const before = await wav();
    expect(await repair()).toEqual([]);
    expect(await wav()).toEqual(before);
    expect((await readdir(path)).sort()).toEqual(['events.jsonl', 'session.wav']);
  });

  it.each([
    ['says too little', (bytes: Buffer) => withHeader(bytes, 10), []],
    ['was never closed', (bytes: Buffer) => withHeader(bytes, 0), []],
    ['never reached the disk', (bytes: Buffer) => blank(bytes), []],
    [
      'says too much, in the middle of a frame',
      (bytes: Buffer) => bytes.subarray(0, bytes.length - 4 * 480 - 2),
      ['lost: 0.02 s of sound at the end of session.wav.', 'lost: 2 bytes of half a sample frame.'],
    ],
  ])('gives the WAV a header that fits where it %s', async (_what, change, losses) => {
    const damaged = await changeWav(change);
    const tried = await repair(true);
    expect(await wav()).toEqual(damaged);
    const found = await repair();
    expect(found).toEqual(tried);
    expect(found[0]).toMatch(/^mended: .*session\.wav/);
    expect(found.slice(1)).toEqual(losses);
    const bytes = await wav();
    const { dataAt, dataBytes } = readWavLayout(bytes);
    expect(dataAt + dataBytes).toBe(bytes.length);
    expect(bytes.subarray(dataAt)).toEqual(damaged.subarray(headerBytes, headerBytes + dataBytes));
    expect(await repair()).toEqual([]);
  });

  it('leaves chunks behind the sound where they are', async () => {
    const list = Buffer.from('LIST\u0004\0\0\0abcd', 'latin1');
    const before = await changeWav((bytes) => Buffer.concat([bytes, list]));
    expect(await repair()).toEqual([]);
    expect(await wav()).toEqual(before);
  });

  it('ends the log of a killed program, without a claim about its last state', async () => {
    const log = join(path, 'events.jsonl');
    const lines = (await readFile(log, 'utf8')).trimEnd().split('\n');
    await writeFile(log, `${lines.slice(0, -1).join('\n')}\n{"t":12,"ty`);
    expect(await repair()).toEqual([
      'mended: The last line of the event log was torn and is cut off.',
      'lost: 1 line of the event log.',
      'mended: The event log had no last line, as its program was killed: it has one now.',
    ]);
    const recording = await readRecording(path);
    expect(recording).toMatchObject({ ended: true, torn: 0, skipped: 0, lost: 1 });
    expect(recording.lastState).toBeUndefined();
    expect(recording.inputs).toEqual([{ nowMs: 1, type: 'start' }]);
    expect(await repair()).toEqual([]);
  });

  it('starts again where an earlier one was killed', async () => {
    await writeFile(join(path, 'session.wav.repairing'), 'half');
    await changeWav((bytes) => withHeader(bytes, 10));
    expect(await repair()).toHaveLength(1);
    expect((await readdir(path)).sort()).toEqual(['events.jsonl', 'session.wav']);
  });

  it('leaves the old file where the new one cannot be written', async () => {
    const before = await changeWav((bytes) => withHeader(bytes, 10));
    await mkdir(join(path, 'session.wav.repairing'));
    await expect(repair()).rejects.toThrow();
    expect(await wav()).toEqual(before);
  });

  it('keeps RF64 as it is', async () => {
    const frames = 2 ** 30 + 1000;
    await writeFile(join(path, 'session.wav'), wavHeader(rateHz, frames));
    await truncate(join(path, 'session.wav'), headerBytes + 4 * frames);
    expect(await repair()).toEqual([]);
  });
});

function withHeader(bytes: Buffer, frames: number): Buffer {
  return Buffer.concat([wavHeader(rateHz, frames), bytes.subarray(headerBytes)]);
}

function blank(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(headerBytes), bytes.subarray(headerBytes)]);
}
