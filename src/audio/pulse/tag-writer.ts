/** 16-bit little-endian integers (`PA_SAMPLE_S16LE`), the only sample format used here. */
const formatS16le = 3;
/** `PA_CHANNEL_POSITION_MONO`. */
const positionMono = 0;
/** Volume without change, 100 % (`PA_VOLUME_NORM`). */
const fullVolume = 0x1_00_00;

/** Text values by key, such as `application.name`. */
export type PropertyList = Readonly<Record<string, string>>;

/** Builds the body of a command: values, each behind a tag byte that names its type. */
export class TagWriter {
  readonly #parts: Buffer[] = [];

  get bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  u32(value: number): this {
    return this.#tagged('L', uint32(value));
  }

  boolean(value: boolean): this {
    return this.#tagged(value ? '1' : '0');
  }

  /** @param count how many times */
  booleans(value: boolean, count: number): this {
    for (let n = 0; n < count; n += 1) this.boolean(value);
    return this;
  }

  /** Undefined is the protocol's null string. A zero byte would end the text early, so it is dropped. */
  text(value: string | undefined): this {
    if (value === undefined) return this.#tagged('N');
    return this.#tagged('t', Buffer.from(`${value.replaceAll('\0', '')}\0`));
  }

  arbitrary(value: Uint8Array): this {
    return this.#tagged('x', uint32(value.length), value);
  }

  properties(list: PropertyList): this {
    this.#tagged('P');
    for (const [key, value] of Object.entries(list)) {
      const bytes = Buffer.from(`${value}\0`);
      this.text(key).u32(bytes.length).arbitrary(bytes);
    }
    return this.text(undefined);
  }

  /** Mono at a rate: sample specification and channel map. */
  mono(rateHz: number): this {
    return this.#tagged('a', Uint8Array.of(formatS16le, 1), uint32(rateHz)) //
      .#tagged('m', Uint8Array.of(1, positionMono));
  }

  /** The volume of one channel: unchanged. */
  monoVolume(): this {
    return this.#tagged('v', Uint8Array.of(1), uint32(fullVolume));
  }

  /** Seconds and microseconds since any moment: the server returns them as they are. */
  time(ms: number): this {
    const seconds = Math.floor(ms / 1000);
    return this.#tagged('T', uint32(seconds), uint32(Math.floor((ms - seconds * 1000) * 1000)));
  }

  #tagged(tag: string, ...parts: readonly Uint8Array[]): this {
    this.#parts.push(Buffer.from(tag, 'latin1'), ...parts.map((part) => Buffer.from(part)));
    return this;
  }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
