/** Sample frames are stereo, 16 bits. */
export const bytesPerFrame = 4;
/** RIFF and WAVE (12), room for a ds64 chunk (8 + 28), fmt (8 + 16), the head of the data chunk (8). */
export const headerBytes = 80;
const roomBytes = 28;
/** Bytes of the file that its RIFF size does not count. */
const outsideRiff = 8;
/** The largest size that a RIFF header can say. */
export const largestRiffBytes = 0xffff_ffff;

/**
 * The header of a recording's WAV. It has the same length at every size: what is a JUNK chunk becomes the ds64 chunk with
 * sizes of 64 bits once the file is too large for RIFF (EBU Tech 3306, RF64).
 * @param largest RIFF size above which the file is RF64; smaller in tests only
 */
export function wavHeader(rateHz: number, frames: number, largest = largestRiffBytes): Uint8Array {
  const dataBytes = frames * bytesPerFrame;
  const riffBytes = headerBytes - outsideRiff + dataBytes;
  const isLarge = riffBytes > largest;
  const header = Buffer.alloc(headerBytes);
  header.write(isLarge ? 'RF64' : 'RIFF', 0, 'latin1');
  header.writeUInt32LE(isLarge ? largestRiffBytes : riffBytes, 4);
  header.write(isLarge ? 'WAVEds64' : 'WAVEJUNK', 8, 'latin1');
  header.writeUInt32LE(roomBytes, 16);
  if (isLarge) {
    header.writeBigUInt64LE(BigInt(riffBytes), 20);
    header.writeBigUInt64LE(BigInt(dataBytes), 28);
    header.writeBigUInt64LE(BigInt(frames), 36);
  }
  header.write('fmt ', 48, 'latin1');
  header.writeUInt32LE(16, 52);
  header.writeUInt16LE(1, 56);
  header.writeUInt16LE(2, 58);
  header.writeUInt32LE(rateHz, 60);
  header.writeUInt32LE(rateHz * bytesPerFrame, 64);
  header.writeUInt16LE(bytesPerFrame, 68);
  header.writeUInt16LE(16, 70);
  header.write('data', 72, 'latin1');
  header.writeUInt32LE(isLarge ? largestRiffBytes : dataBytes, 76);
  return header;
}
