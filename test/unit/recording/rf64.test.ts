import { execFileSync } from 'node:child_process';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseWav } from '../../../src/audio/pure/wav.js';
import { openRecorder } from '../../../src/recording/recorder.js';
import { headerBytes, wavHeader } from '../../../src/recording/wav-header.js';
import { readWavLayout } from '../../../src/recording/wav-layout.js';
import { openRecordedSound } from '../../../src/replay/wav-file.js';
import { ManualClock } from '../../helpers/manual-clock.js';
import { MemoryDisk } from '../../helpers/memory-disk.js';
import { recordingHeader } from '../../helpers/recordings.js';

const rateHz = 24_000;
const frame = 480;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voicelive-rf64-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('a recording that grows past what RIFF can hold', () => {
  it('becomes RF64 in one write, is whole after every write, and loses nothing', async () => {
    const names = new Set<string>();
    const largestRiffBytes = 100_000;
    const disk = new MemoryDisk((_write, path) => {
      if (!path.endsWith('.wav')) return undefined;
      const wav = disk.file('session.wav');
      if (wav.length < headerBytes) return undefined;
      const { dataAt, dataBytes } = readWavLayout(wav);
      expect(dataAt).toBe(headerBytes);
      if (dataBytes !== Infinity) expect(dataAt + dataBytes).toBeLessThanOrEqual(wav.length);
      names.add(wav.toString('latin1', 0, 4));
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
      largestRiffBytes,
    });
    for (let index = 0; index < 200; index += 1) {
      await clock.advance(20);
      recorder.microphone(new Int16Array(frame).fill(1 + index), clock.nowMs());
    }
    await recorder.close();
    const wav = disk.file('session.wav');
    expect([...names].sort()).toEqual(['RF64', 'RIFF']);
    expect(wav.length).toBe(headerBytes + 4 * 200 * frame);
    expect(readWavLayout(wav)).toMatchObject({ rateHz, channels: 2, dataBytes: 4 * 200 * frame });
    const path = join(folder, 'session.wav');
    await writeFile(path, wav);
    expect(execFileSync('soxi', ['-s', path], { encoding: 'utf8' }).trim()).toBe(
      String(200 * frame),
    );
    const left = execFileSync('sox', [path, '-t', 'raw', '-', 'remix', '1'], {
      maxBuffer: 1e8,
    });
    expect(left.readInt16LE(0)).toBe(1);
    expect(left.readInt16LE(left.length - 2)).toBe(200);
    expect(parseWav(await readFile(path), 'it').samples.length).toBe(200 * frame);
  });

  it('is read past 4 GiB', async () => {
    const frames = Math.ceil(2 ** 32 / 4) + 7 * rateHz;
    const path = join(folder, 'session.wav');
    const file = await open(path, 'w');
    await file.write(wavHeader(rateHz, frames));
    // A hole: the file takes no room on the disk.
    await file.write(Buffer.from([1, 0, 2, 0]), 0, 4, headerBytes + 4 * (frames - 1));
    await file.close();
    const sound = openRecordedSound(path);
    expect(sound.length()).toBe(frames);
    expect([...sound.read(frames - 2, 2)]).toEqual([0, 3]);
    sound.close();
  });

  it('is RIFF up to the last frame that fits', () => {
    const most = Math.floor((2 ** 32 - 1 - (headerBytes - 8)) / 4);
    const name = (frames: number): string =>
      Buffer.from(wavHeader(rateHz, frames)).toString('latin1', 0, 4);
    expect([name(most), name(most + 1)]).toEqual(['RIFF', 'RF64']);
    expect(readWavLayout(wavHeader(rateHz, most)).dataBytes).toBe(4 * most);
    expect(readWavLayout(wavHeader(rateHz, most + 1)).dataBytes).toBe(4 * (most + 1));
  });
});
