import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodePacket,
  maxPacketBytes,
  PacketSplitter,
} from '../../../../src/audio/pulse/packet.js';
import { PulseError } from '../../../../src/audio/pulse/protocol.js';

/** Cuts bytes where the numbers say, as a socket does. */
function cut(bytes: Buffer, sizes: readonly number[]): readonly Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return [...pieces, bytes.subarray(at)];
}

describe('packets of the PulseAudio protocol', () => {
  it('come out whole and in order however the socket cuts them', () => {
    const packet = fc.record({ channel: fc.nat(0xff_ff_ff_ff), body: fc.uint8Array() });
    fc.assert(
      fc.property(fc.array(packet), fc.array(fc.nat(40)), (packets, sizes) => {
        const bytes = packets.map(({ channel, body }) => encodePacket(channel, body));
        const splitter = new PacketSplitter();
        const got = cut(Buffer.concat(bytes), sizes).flatMap((piece) => splitter.push(piece));
        expect(got.map(({ channel, body }) => ({ channel, body: Uint8Array.from(body) }))).toEqual(
          packets,
        );
      }),
    );
  });

  it('that are mutated at random give packets within the limit or an error of their own', () => {
    const mutation = fc.tuple(fc.nat(500), fc.nat(255));
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 6 }),
        fc.array(mutation, { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(80)),
        (bodies, mutations, sizes) => {
          const bytes = Buffer.concat(bodies.map((body, n) => encodePacket(n, body)));
          for (const [at, value] of mutations) bytes[at % bytes.length] = value;
          const splitter = new PacketSplitter();
          let length = 0;
          try {
            for (const piece of cut(bytes, sizes)) {
              for (const { body } of splitter.push(piece)) length += body.length;
            }
          } catch (error) {
            expect(error).toBeInstanceOf(PulseError);
          }
          expect(length).toBeLessThanOrEqual(bytes.length);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('are refused by their header when they are too long, before anything is kept for them', () => {
    const header = encodePacket(0, new Uint8Array(0));
    header.writeUInt32BE(maxPacketBytes + 1, 0);
    expect(() => new PacketSplitter().push(header)).toThrow(PulseError);
  });

  it('are refused when they stand for shared memory, which was not agreed on', () => {
    const packet = encodePacket(0, new Uint8Array(4));
    packet.writeUInt32BE(0x80_00_00_00, 16);
    expect(() => new PacketSplitter().push(packet)).toThrow(PulseError);
  });
});
