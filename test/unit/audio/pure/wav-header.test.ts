import { describe, expect, it } from 'vitest';
import { wavHeader } from '../../../../src/audio/pure/wav.js';

describe('the header of a WAV file', () => {
  it('is the 44 bytes of RIFF for 16-bit PCM', () => {
    const header = Buffer.from(wavHeader(24_000, 2, 960));
    expect(header.toString('hex')).toBe(
      [
        '52494646', // RIFF
        'e4030000', // 996 bytes follow
        '57415645666d7420', // WAVEfmt
        '10000000', // of 16 bytes
        '0100', // PCM
        '0200', // channels
        'c05d0000', // 24,000 frames a second
        '00770100', // 96,000 bytes a second
        '0400', // bytes a frame
        '1000', // bits a sample
        '64617461', // data
        'c0030000', // 960 bytes
      ].join(''),
    );
  });

  it('says "to the end" where a size does not fit', () => {
    const sizes = (dataBytes: number): readonly number[] => {
      const header = Buffer.from(wavHeader(8000, 1, dataBytes));
      return [header.readUInt32LE(4), header.readUInt32LE(40)];
    };
    expect(sizes(0xffff_ffff - 36)).toEqual([0xffff_ffff, 0xffff_ffff - 36]);
    expect(sizes(0xffff_ffff - 35)).toEqual([0xffff_ffff, 0xffff_ffff - 35]);
    expect(sizes(0x1_0000_0000)).toEqual([0xffff_ffff, 0xffff_ffff]);
  });
});
