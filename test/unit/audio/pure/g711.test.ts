import { describe, expect, it } from 'vitest';
import {
  decodeALaw,
  decodeMuLaw,
  encodeALaw,
  encodeMuLaw,
} from '../../../../src/audio/pure/g711.js';

const everyCode = Uint8Array.from({ length: 256 }, (_, code) => code);

// Values of ITU-T G.711 tables 1 and 2, scaled to 16 bits (14 and 13 bits there), as sox writes them.
const muLawValues = [
  [0x00, -32124],
  [0x0f, -16764],
  [0x10, -15996],
  [0x3f, -1980],
  [0x7e, -8],
  [0x7f, 0],
  [0x80, 32124],
  [0xbf, 1980],
  [0xfe, 8],
  [0xff, 0],
] as const;
const aLawValues = [
  [0x00, -5504],
  [0x2a, -32256],
  [0x55, -8],
  [0x54, -24],
  [0x80, 5504],
  [0xaa, 32256],
  [0xd5, 8],
  [0xd4, 24],
] as const;

describe('G.711', () => {
  it.each(muLawValues)('decodes µ-law %i as %i', (code, sample) => {
    expect(decodeMuLaw(Uint8Array.of(code))[0]).toBe(sample);
  });

  it.each(aLawValues)('decodes A-law %i as %i', (code, sample) => {
    expect(decodeALaw(Uint8Array.of(code))[0]).toBe(sample);
  });

  it('has the whole tables that sox decodes with (sum of every value times its place)', () => {
    const weighed = (values: Int16Array): number =>
      values.reduce((sum, value, code) => sum + (code + 1) * value, 0);
    expect(weighed(decodeMuLaw(everyCode))).toBe(98_107_392);
    expect(weighed(decodeALaw(everyCode))).toBe(100_139_008);
  });

  it('encodes every decoded code back to itself, the two zeros of µ-law aside', () => {
    expect(encodeALaw(decodeALaw(everyCode))).toEqual(everyCode);
    const again = encodeMuLaw(decodeMuLaw(everyCode));
    expect(again[0x7f]).toBe(0xff);
    expect(again.filter((code, index) => code === index).length).toBe(255);
  });

  it.each([
    { name: 'µ-law', encode: encodeMuLaw, decode: decodeMuLaw },
    { name: 'A-law', encode: encodeALaw, decode: decodeALaw },
  ])('stays within half a step of every 16-bit sample in $name', ({ encode, decode }) => {
    const all = Int16Array.from({ length: 65_536 }, (_, n) => n - 32_768);
    const back = decode(encode(all));
    const tooFar = all.filter((sample, n) => {
      const size = Math.abs(sample);
      return size <= 32_124 && Math.abs((back[n] ?? 0) - sample) > 16 + size / 32;
    });
    expect([...tooFar]).toEqual([]);
  });
});
