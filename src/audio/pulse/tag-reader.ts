import { PulseError } from './protocol.js';

/** Sample format, channels and rate; formats other than 16-bit little-endian are only ever shown. */
export interface SampleSpec {
  readonly format: number;
  readonly channels: number;
  readonly rateHz: number;
}

/**
 * Reads the tagged values of a packet. It allocates nothing that the packet does not hold itself.
 * @throws PulseError from every method when the packet ends early or holds another type
 */
export class TagReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  u32(): number {
    this.#expect('L');
    return this.#take(4).readUInt32BE();
  }

  /** Beyond 2^53 the last digits are lost; no counter here gets that far. */
  s64(): number {
    this.#expect('r');
    return Number(this.#take(8).readBigInt64BE());
  }

  u64(): number {
    this.#expect('R');
    return Number(this.#take(8).readBigUInt64BE());
  }

  /** Microseconds. */
  usec(): number {
    this.#expect('U');
    return Number(this.#take(8).readBigUInt64BE());
  }

  boolean(): boolean {
    const tag = this.#tag();
    if (tag !== '0' && tag !== '1') throw unexpected('a boolean', tag);
    return tag === '1';
  }

  text(): string | undefined {
    const tag = this.#tag();
    if (tag === 'N') return undefined;
    if (tag !== 't') throw unexpected('a text', tag);
    const end = this.#bytes.indexOf(0, this.#at);
    if (end === -1) throw tooShort();
    const text = this.#bytes.toString('utf8', this.#at, end);
    this.#at = end + 1;
    return text;
  }

  arbitrary(): Buffer {
    this.#expect('x');
    return this.#take(this.#take(4).readUInt32BE());
  }

  properties(): ReadonlyMap<string, string> {
    this.#expect('P');
    const list = new Map<string, string>();
    for (;;) {
      const key = this.text();
      if (key === undefined) return list;
      const length = this.u32();
      const value = this.arbitrary();
      if (value.length !== length) throw new PulseError('a property has two lengths');
      // Texts end in a zero byte; other values are of no use here.
      if (value.at(-1) === 0) list.set(key, value.toString('utf8', 0, value.length - 1));
    }
  }

  sampleSpec(): SampleSpec {
    this.#expect('a');
    const bytes = this.#take(6);
    return {
      format: bytes.readUInt8(0),
      channels: bytes.readUInt8(1),
      rateHz: bytes.readUInt32BE(2),
    };
  }

  skipTime(): void {
    this.#expect('T');
    this.#take(8);
  }

  skipChannelMap(): void {
    this.#expect('m');
    this.#take(this.#take(1).readUInt8());
  }

  skipVolume(): void {
    this.#expect('v');
    this.#take(4 * this.#take(1).readUInt8());
  }

  #expect(tag: string): void {
    const found = this.#tag();
    if (found !== tag) throw unexpected(`"${tag}"`, found);
  }

  #tag(): string {
    return String.fromCharCode(this.#take(1).readUInt8());
  }

  #take(count: number): Buffer {
    const end = this.#at + count;
    if (end > this.#bytes.length) throw tooShort();
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }
}

function tooShort(): PulseError {
  return new PulseError('a packet of the sound server ends early');
}

function unexpected(wanted: string, found: string): PulseError {
  return new PulseError(`expected ${wanted} from the sound server, found ${JSON.stringify(found)}`);
}
