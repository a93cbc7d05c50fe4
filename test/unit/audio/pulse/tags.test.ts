import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PulseError } from '../../../../src/audio/pulse/protocol.js';
import { TagReader } from '../../../../src/audio/pulse/tag-reader.js';
import { TagWriter } from '../../../../src/audio/pulse/tag-writer.js';
import { runs } from '../../../helpers/property-runs.js';

/** Everything a reader can be asked for. */
const reads: readonly ((reader: TagReader) => unknown)[] = [
  (reader) => reader.u32(),
  (reader) => reader.s64(),
  (reader) => reader.usec(),
  (reader) => reader.boolean(),
  (reader) => reader.text(),
  (reader) => reader.arbitrary(),
  (reader) => reader.properties(),
  (reader) => reader.sampleSpec(),
  (reader) => {
    reader.skipTime();
  },
  (reader) => {
    reader.skipChannelMap();
  },
  (reader) => {
    reader.skipVolume();
  },
];

const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', ''));

describe('values of the PulseAudio protocol', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(
        fc.nat(0xff_ff_ff_ff),
        fc.boolean(),
        fc.option(text, { nil: undefined }),
        fc.uint8Array(),
        fc.dictionary(text, text),
        (number, flag, name, bytes, list) => {
          const writer = new TagWriter().u32(number).boolean(flag).text(name).arbitrary(bytes);
          const reader = new TagReader(writer.properties(list).mono(24_000).monoVolume().bytes);
          expect(reader.u32()).toBe(number);
          expect(reader.boolean()).toBe(flag);
          expect(reader.text()).toBe(name);
          expect(Uint8Array.from(reader.arbitrary())).toEqual(bytes);
          expect(reader.properties()).toEqual(new Map(Object.entries(list)));
          expect(reader.sampleSpec()).toEqual({ format: 3, channels: 1, rateHz: 24_000 });
          reader.skipChannelMap();
          reader.skipVolume();
          expect(reader.atEnd).toBe(true);
        },
      ),
    );
  });

  it('are big-endian behind a letter that names their type', () => {
    expect(new TagWriter().u32(0x01_02_03_04).text('a').text(undefined).bytes.toString('hex')).toBe(
      '4c01020304' + '746100' + '4e',
    );
  });

  it('cannot be smuggled in with a zero byte in a text', () => {
    const reader = new TagReader(new TagWriter().text('a\0L\0\0\0\0').bytes);
    expect(reader.text()).toBe('aL');
    expect(reader.atEnd).toBe(true);
  });

  it('are refused with an error of their own when the bytes are anything else', () => {
    const order = fc.array(fc.nat(reads.length - 1), { minLength: 1, maxLength: 20 });
    const tagged = fc
      .array(fc.oneof(fc.constantFrom(...Buffer.from('LRrUB10tNxPamvT')), fc.nat(255)))
      .map((bytes) => Uint8Array.from(bytes));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), tagged), order, (bytes, calls) => {
        const reader = new TagReader(Buffer.from(bytes));
        try {
          for (const call of calls) reads[call]?.(reader);
        } catch (error) {
          expect(error).toBeInstanceOf(PulseError);
        }
      }),
      { numRuns: runs(2000, 20_000) },
    );
  });

  it('are never longer than the packet, whatever length they claim', () => {
    const claim = Buffer.from([0x78, 0xff, 0xff, 0xff, 0xff, 1, 2, 3]);
    expect(() => new TagReader(claim).arbitrary()).toThrow(PulseError);
  });
});
