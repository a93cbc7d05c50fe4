/** What the chunks before the sound of a WAV say; offsets and sizes in bytes of the file. */
export interface WavLayout {
  /** The format's code: 1 is PCM, 6 and 7 are G.711. */
  readonly code: number;
  readonly channels: number;
  readonly rateHz: number;
  readonly bits: number;
  /** Where the sound begins. */
  readonly dataAt: number;
  /** Where the size of the sound stands, 32 bits; undefined where it has 64 (RF64). */
  readonly sizeAt: number | undefined;
  /** What the header says that the sound takes: Infinity when it leaves that open. */
  readonly dataBytes: number;
}

/** Chunks before the sound take no more than this. */
export const wavHeadBytes = 64 * 1024;

const largestSize = 0xffff_ffff;
const extensibleCode = 0xfffe;

/**
 * Reads the start of a WAV file: RIFF or RF64.
 * @param head the first `wavHeadBytes`, or the whole file
 * @throws Error that ends the sentence "cannot be read:"
 */
export function readWavLayout(head: Uint8Array): WavLayout {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const name = (at: number): string => bytes.toString('latin1', at, at + 4);
  if (!['RIFF', 'RF64'].includes(name(0)) || name(8) !== 'WAVE')
    throw new Error('it is not a WAV file');
  let format: Pick<WavLayout, 'code' | 'channels' | 'rateHz' | 'bits'> | undefined;
  let largeData: number | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = bytes.readUInt32LE(at + 4);
    const has = (count: number): boolean => size >= count && at + 8 + count <= bytes.length;
    if (name(at) === 'ds64' && has(16)) largeData = Number(bytes.readBigUInt64LE(at + 16));
    if (name(at) === 'fmt ' && has(16)) {
      const code = bytes.readUInt16LE(at + 8);
      format = {
        code: code === extensibleCode && has(26) ? bytes.readUInt16LE(at + 32) : code,
        channels: bytes.readUInt16LE(at + 10),
        rateHz: bytes.readUInt32LE(at + 12),
        bits: bytes.readUInt16LE(at + 22),
      };
    }
    if (name(at) === 'data' && format !== undefined) {
      const isOpen = size === 0 || size === largestSize;
      return {
        ...format,
        dataAt: at + 8,
        sizeAt: isOpen && largeData !== undefined ? undefined : at + 4,
        dataBytes: isOpen ? (largeData ?? Infinity) : size,
      };
    }
    at += 8 + size + (size % 2);
  }
  throw new Error('it ends before the sound begins');
}
