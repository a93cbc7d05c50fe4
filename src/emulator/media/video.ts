/** Bytes of video per second of audio. */
const bytesPerS = 4000;
const startCode = [0, 0, 0, 1];
/** NAL unit types 9 (access unit delimiter) and 12 (filler data) of H.264, annex B. */
const delimiter = [...startCode, 0x09, 0x10];
const filler = [...startCode, 0x0c];

/**
 * A piece of the avatar's video: H.264 units that a decoder skips, since there is nothing to show. The filler holds the
 * number of the piece, so that pieces differ.
 */
export function videoPiece(number: number, ms: number): Buffer {
  const body = Buffer.alloc(Math.max(16, Math.round((ms * bytesPerS) / 1000)), 0xff);
  body.writeUInt8(0x01 + (number % 0xfe), 0);
  return Buffer.concat([Buffer.from(delimiter), Buffer.from(filler), body, Buffer.from([0x80])]);
}
