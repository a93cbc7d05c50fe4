import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRecorder } from '../../../src/recording/recorder.js';
import type { Recorder } from '../../../src/recording/types.js';
import { recordingHeader } from '../../helpers/recordings.js';

let directory: string;
const trouble: string[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'voicelive-video-'));
  trouble.length = 0;
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

function open(): Promise<Recorder> {
  return openRecorder({
    directory,
    id: 'abc',
    header: recordingHeader(),
    onTrouble: (sentence) => trouble.push(sentence),
  });
}

describe("the avatar's video", () => {
  it('is kept in a file named after its codec, piece behind piece', async () => {
    const recorder = await open();
    for (let piece = 0; piece < 100; piece += 1) {
      recorder.video('h264', Buffer.alloc(10_000, piece));
    }
    await recorder.close();
    const bytes = await readFile(join(recorder.path, 'video.h264'));
    const expected = Array.from({ length: 100 }, (_, piece) => Buffer.alloc(10_000, piece));
    expect(bytes.equals(Buffer.concat(expected))).toBe(true);
  });

  it('makes no file when none comes', async () => {
    const recorder = await open();
    await recorder.close();
    expect((await readdir(recorder.path)).sort()).toEqual(['events.jsonl', 'session.wav']);
  });

  it('never leaves the folder, whatever the service calls the codec', async () => {
    const recorder = await open();
    recorder.video('../../../etc/passwd', Buffer.from('x'));
    await recorder.close();
    expect(await readdir(recorder.path)).toContain('video.bin');
  });

  it('keeps one stream, and says so when the codec changes', async () => {
    const recorder = await open();
    recorder.video('h264', Buffer.from('a'));
    recorder.video('vp9', Buffer.from('b'));
    recorder.video('vp9', Buffer.from('c'));
    await recorder.close();
    expect(await readFile(join(recorder.path, 'video.h264'), 'utf8')).toBe('a');
    expect(trouble).toEqual([
      'The video changed from h264 to vp9: only the first codec is recorded.',
    ]);
  });
});
