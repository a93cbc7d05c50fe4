import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeMuLaw } from '../../../src/audio/pure/g711.js';
import { samplesToBytes } from '../../../src/audio/pure/pcm.js';
import { wavHeader } from '../../../src/audio/pure/wav.js';
import { openRecordedSound } from '../../../src/replay/wav-file.js';

let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voicelive-wav-'));
  path = join(folder, 'session.wav');
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Left and right by turns. */
const stereo = Int16Array.of(1, 10, 2, 20, 3, 30, 30_000, 30_000, -30_000, -30_000);

describe('the sound of a recording', () => {
  it('is both sides mixed, and silence outside the file', async () => {
    await writeFile(path, Buffer.concat([wavHeader(24_000, 2, 20), samplesToBytes(stereo)]));
    const sound = openRecordedSound(path);
    expect(sound.rateHz).toBe(24_000);
    expect(sound.length()).toBe(5);
    expect([...sound.read(0, 5)]).toEqual([11, 22, 33, 32_767, -32_768]);
    expect([...sound.read(-2, 4)]).toEqual([0, 0, 11, 22]);
    expect([...sound.read(4, 3)]).toEqual([-32_768, 0, 0]);
    expect([...sound.read(-9, 3)]).toEqual([0, 0, 0]);
    sound.close();
  });

  it('grows with its file, whatever its header says', async () => {
    await writeFile(path, wavHeader(24_000, 2, 0));
    const sound = openRecordedSound(path);
    expect(sound.length()).toBe(0);
    await writeFile(path, Buffer.concat([wavHeader(24_000, 2, 0), samplesToBytes(stereo)]));
    expect(sound.length()).toBe(5);
    expect([...sound.read(1, 1)]).toEqual([22]);
    sound.close();
  });

  it('may be G.711, behind chunks of others', async () => {
    const header = Buffer.from(wavHeader(8000, 2, 4));
    header.writeUInt16LE(7, 20);
    header.writeUInt16LE(8, 34);
    const list = Buffer.from('LIST\u0003\0\0\0abc\0', 'latin1');
    const codes = Uint8Array.of(0x80, 0xff, 0xff, 0x90);
    const parts = [header.subarray(0, 36), list, header.subarray(36), codes];
    await writeFile(path, Buffer.concat(parts));
    const sound = openRecordedSound(path);
    const [first = 0, , , fourth = 0] = decodeMuLaw(codes);
    expect([...sound.read(0, 2)]).toEqual([first, fourth]);
    sound.close();
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'it is not a WAV file'],
    ['a header only', wavHeader(8000, 2, 0).subarray(0, 30), 'it ends before the sound begins'],
    ['three channels', wavHeader(8000, 3, 0), 'format 1 with 16 bits and 3 channels'],
  ])('is refused when it is %s', async (_name, bytes, reason) => {
    await writeFile(path, bytes);
    expect(() => openRecordedSound(path)).toThrow(reason);
  });
});
