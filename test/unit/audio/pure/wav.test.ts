import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeWav, parseWav } from '../../../../src/audio/pure/wav.js';
import { VoiceliveError } from '../../../../src/shared/errors.js';

interface Shape {
  readonly code: number;
  readonly bits: number;
  readonly channels?: number;
  readonly rateHz?: number;
  readonly dataSize?: number;
  readonly extensible?: boolean;
  readonly before?: readonly number[];
}

function wav(shape: Shape, data: readonly number[]): Uint8Array {
  const { code, bits, channels = 1, rateHz = 24_000, dataSize = data.length, before = [] } = shape;
  const blockBytes = (channels * bits) / 8;
  const format = Buffer.alloc(shape.extensible === true ? 40 : 16);
  format.writeUInt16LE(shape.extensible === true ? 0xfffe : code, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rateHz, 4);
  format.writeUInt32LE(rateHz * blockBytes, 8);
  format.writeUInt16LE(blockBytes, 12);
  format.writeUInt16LE(bits, 14);
  if (shape.extensible === true) format.writeUInt16LE(code, 24);
  const size = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  return Buffer.concat([
    Buffer.from('RIFF'),
    size(36 + data.length),
    Buffer.from('WAVEfmt '),
    size(format.length),
    format,
    Buffer.from(before),
    Buffer.from('data'),
    size(dataSize),
    Buffer.from(data),
  ]);
}

function codeOf(bytes: Uint8Array): string {
  try {
    parseWav(bytes, 'x.wav');
    return 'read';
  } catch (error) {
    if (!(error instanceof VoiceliveError)) throw error;
    expect(error.exitCode).toBe(2);
    expect(error.message).toContain('x.wav');
    return error.code;
  }
}

const float = (...values: number[]): number[] => [
  ...new Uint8Array(Float32Array.from(values).buffer),
];

describe('reading WAV files', () => {
  it.each<[string, Shape, number[], number[]]>([
    ['8-bit PCM', { code: 1, bits: 8 }, [0, 128, 255], [-32768, 0, 32512]],
    ['16-bit PCM', { code: 1, bits: 16 }, [0, 128, 1, 0, 255, 127], [-32768, 1, 32767]],
    ['24-bit PCM', { code: 1, bits: 24 }, [0, 0, 128, 0, 1, 0, 255, 255, 127], [-32768, 1, 32767]],
    ['32-bit PCM', { code: 1, bits: 32 }, [0, 0, 0, 128, 0, 0, 1, 0], [-32768, 1]],
    ['float', { code: 3, bits: 32 }, float(-1, 0.5, 2, Number.NaN), [-32768, 16384, 32767, 0]],
    ['A-law', { code: 6, bits: 8 }, [0x55, 0xaa], [-8, 32256]],
    ['µ-law', { code: 7, bits: 8 }, [0x00, 0xff], [-32124, 0]],
    ['an extensible header', { code: 1, bits: 16, extensible: true }, [1, 0, 2, 0], [1, 2]],
    ['stereo, mixed down', { code: 1, bits: 16, channels: 2 }, [10, 0, 20, 0, 4, 0, 0, 0], [15, 2]],
    ['six channels', { code: 1, bits: 8, channels: 6 }, [128, 128, 128, 128, 128, 134], [256]],
    [
      'a chunk before the sound, of odd length',
      { code: 1, bits: 16, before: [76, 73, 83, 84, 3, 0, 0, 0, 1, 2, 3, 0] },
      [1, 0],
      [1],
    ],
    [
      'a size left open by a stream',
      { code: 1, bits: 16, dataSize: 0xffff_ffff },
      [1, 0, 2, 0],
      [1, 2],
    ],
    ['a size left at 0 by a crash', { code: 1, bits: 16, dataSize: 0 }, [1, 0, 2, 0], [1, 2]],
    ['a size beyond the end', { code: 1, bits: 16, dataSize: 1000 }, [1, 0, 2, 0], [1, 2]],
    ['half a sample at the end', { code: 1, bits: 16 }, [1, 0, 2], [1]],
  ])('reads %s', (_, shape, data, samples) => {
    expect([...parseWav(wav(shape, data), 'x.wav').samples]).toEqual(samples);
  });

  it('tells the rate of the file', () => {
    const file = wav({ code: 1, bits: 24, channels: 2, rateHz: 44_100 }, [0, 0, 0, 0, 0, 0]);
    expect(parseWav(file, 'x.wav').sampleRateHz).toBe(44_100);
  });

  const good = wav({ code: 1, bits: 16 }, [1, 0]);
  it.each([
    ['an empty file', new Uint8Array(0), 'wav-empty'],
    ['a text', Buffer.from('this is not sound at all'), 'not-wav'],
    ['an MP3', Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, 0, 0, 0, 0, 0, 0]), 'not-wav'],
    ['a file cut off in its first word', good.subarray(0, 6), 'not-wav'],
    ['a file cut off in its format', good.subarray(0, 30), 'wav-truncated'],
    ['a file cut off before its sound', good.subarray(0, 38), 'wav-truncated'],
    ['a header without sound', good.subarray(0, 44), 'wav-empty'],
    ['ADPCM', wav({ code: 2, bits: 4 }, [1, 2]), 'wav-unsupported'],
    ['12-bit PCM', wav({ code: 1, bits: 12 }, [1, 2]), 'wav-unsupported'],
    ['no channels', wav({ code: 1, bits: 16, channels: 0 }, [1, 2]), 'wav-unsupported'],
    ['a rate of 0', wav({ code: 1, bits: 16, rateHz: 0 }, [1, 2]), 'wav-unsupported'],
  ])('refuses %s in one sentence', (_, bytes, code) => {
    expect(codeOf(bytes)).toBe(code);
  });

  it('tells the fix: a new copy of what was cut off, a conversion of what is of another kind', () => {
    const hintOf = (bytes: Uint8Array): string | undefined => {
      try {
        parseWav(bytes, 'x.wav');
        return undefined;
      } catch (error) {
        return error instanceof VoiceliveError ? error.hint : undefined;
      }
    };
    expect(hintOf(new Uint8Array(0))).toContain('another file');
    expect(hintOf(good.subarray(0, 30))).toContain('Record or copy it again');
    expect(hintOf(wav({ code: 17, bits: 4 }, [1, 2]))).toContain('sox x.wav');
  });

  it('names the compression it cannot read', () => {
    expect(() => parseWav(wav({ code: 17, bits: 4 }, [1, 2]), 'x.wav')).toThrow('IMA ADPCM');
  });

  it('gives back what was written', () => {
    fc.assert(
      fc.property(
        fc.int16Array({ minLength: 1 }),
        fc.constantFrom(8000, 24_000, 48_000),
        (samples, rateHz) => {
          const back = parseWav(encodeWav(samples, rateHz), 'x.wav');
          expect([...back.samples]).toEqual([...samples]);
          expect(back.sampleRateHz).toBe(rateHz);
        },
      ),
    );
  });

  it('survives any bytes behind a RIFF header with an expected error or with sound', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(60), (noise, at) => {
        const bytes = Buffer.from(wav({ code: 1, bits: 16 }, new Array<number>(40).fill(7)));
        bytes.set(noise.subarray(0, bytes.length - at - 12), at + 12);
        codeOf(bytes);
      }),
      { numRuns: 2000 },
    );
  });
});
