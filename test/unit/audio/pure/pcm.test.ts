import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameCutter } from '../../../../src/audio/pure/frame-cutter.js';
import { peakDbfs } from '../../../../src/audio/pure/level.js';
import {
  decodeBase64,
  decodeWire,
  encodeBase64,
  encodeWire,
  msToSamples,
  samplesToMs,
} from '../../../../src/audio/pure/pcm.js';
import { formatRateHz } from '../../../../src/audio/pure/sample-rates.js';
import type { WireFormat } from '../../../../src/audio/pure/pcm.js';

describe('PCM on the wire', () => {
  it('passes 16-bit samples through base64 unchanged, little-endian', () => {
    expect(encodeBase64(Int16Array.of(1, -2))).toBe(
      Buffer.from([1, 0, 254, 255]).toString('base64'),
    );
    fc.assert(
      fc.property(fc.int16Array(), (samples) => {
        expect([...decodeBase64(encodeBase64(samples))]).toEqual([...samples]);
      }),
    );
  });

  it('encodes a part of a larger array, and only that', () => {
    const part = Int16Array.of(1, 2, 3, 4).subarray(1, 3);
    expect([...decodeBase64(encodeBase64(part))]).toEqual([2, 3]);
  });

  it('leaves half a sample at the end out', () => {
    expect([...decodeWire(Uint8Array.of(1, 0, 9), 'pcm16')]).toEqual([1]);
  });

  it.each<[WireFormat, number, number]>([
    ['pcm16', 24_000, 2],
    ['pcm16_16000hz', 16_000, 2],
    ['pcm16_8000hz', 8000, 2],
    ['g711_ulaw', 8000, 1],
    ['g711_alaw', 8000, 1],
  ])('sends %s at %i Hz with %i bytes a sample', (format, rateHz, bytes) => {
    expect(formatRateHz(format)).toBe(rateHz);
    const wire = encodeWire(Int16Array.of(0, 1000, -1000), format);
    expect(wire.length).toBe(3 * bytes);
    const [, up = 0, down = 0] = decodeWire(wire, format);
    expect(Math.abs(up - 1000)).toBeLessThan(40);
    expect(Math.abs(down + 1000)).toBeLessThan(40);
  });

  it('converts between samples and milliseconds', () => {
    expect(samplesToMs(480, 24_000)).toBe(20);
    expect(samplesToMs(1, 24_000)).toBeCloseTo(0.041_667, 5);
    expect(msToSamples(20, 44_100)).toBe(882);
    expect(msToSamples(15, 44_100)).toBe(662);
  });
});

describe('the peak level', () => {
  it('reads full scale as 0 dB, half of it 6 dB lower, and silence as -100', () => {
    expect(peakDbfs(Int16Array.of(3, -32_768, 7))).toBe(0);
    expect(peakDbfs(Int16Array.of(0, 16_384))).toBeCloseTo(-6.02, 2);
    expect(peakDbfs(new Int16Array(480))).toBe(-100);
    expect(peakDbfs(new Int16Array(0))).toBe(-100);
  });
});

describe('the frame cutter', () => {
  it('cuts any pieces into frames of one length without losing a sample', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.int16Array({ maxLength: 120 })),
        (length, pieces) => {
          const cutter = new FrameCutter(length);
          const frames = pieces.flatMap((piece) => cutter.push(piece));
          const last = cutter.end();
          const all = pieces.flatMap((piece) => [...piece]);
          const out = [...frames, ...(last ? [last] : [])];
          expect(out.every((frame) => frame.length === length)).toBe(true);
          expect(frames.length).toBe(Math.floor(all.length / length));
          expect(out.flatMap((frame) => [...frame]).slice(0, all.length)).toEqual(all);
          expect(cutter.end()).toBeUndefined();
        },
      ),
    );
  });
});
