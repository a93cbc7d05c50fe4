const opcodeMask = 0x0f;
const finBit = 0x80;
const maskBit = 0x80;
/** Opcodes from here on are control frames, which may stand between the fragments of a message. */
const firstControlOpcode = 0x8;
const maxHeaderLength = 14;
const noBytes = Buffer.alloc(0);

/** Bytes of a frame's header whose second byte is this one. */
function headerLength(second: number): number {
  const length = second & 0x7f;
  const extended = length === 127 ? 8 : length === 126 ? 2 : 0;
  return 2 + extended + ((second & maskBit) === 0 ? 0 : 4);
}

function payloadLength(header: Buffer, at: number): number {
  const length = header.readUInt8(at + 1) & 0x7f;
  if (length === 127) return Number(header.readBigUInt64BE(at + 2));
  return length === 126 ? header.readUInt16BE(at + 2) : length;
}

/** Follows a stream of WebSocket frames (RFC 6455 section 5.2) to tell whether it is within a message. */
export class FrameTracker {
  /** The beginning of a header whose rest has not come. */
  #begun = noBytes;
  /** Of the frame whose payload comes; undefined between frames. */
  #firstByte: number | undefined;
  #payloadLeft = 0;
  #isFragmented = false;
  #messages = 0;
  #messageBytes = 0;

  /** Messages that ended, control frames not counted. */
  get messages(): number {
    return this.#messages;
  }

  /** Bytes since the last message ended; 0 between messages. */
  get messageBytes(): number {
    return this.#messageBytes;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      const taken =
        this.#firstByte === undefined ? this.#takeHeader(chunk, at) : this.#takePayload(chunk, at);
      at += taken;
      this.#messageBytes += taken;
      if (this.#firstByte !== undefined && this.#payloadLeft === 0) this.#endFrame(this.#firstByte);
    }
  }

  /** Reads a header where it is; only one that comes in pieces is put together. */
  #takeHeader(chunk: Buffer, at: number): number {
    const known = this.#begun.length;
    const header =
      known === 0 ? chunk : Buffer.concat([this.#begun, chunk.subarray(at, at + maxHeaderLength)]);
    const from = known === 0 ? at : 0;
    const available = header.length - from;
    const length = available < 2 ? 2 : headerLength(header.readUInt8(from + 1));
    if (available < length) {
      this.#begun = Buffer.from(header.subarray(from));
      return available - known;
    }
    if (known > 0) this.#begun = noBytes;
    this.#firstByte = header.readUInt8(from);
    this.#payloadLeft = payloadLength(header, from);
    return length - known;
  }

  #takePayload(chunk: Buffer, at: number): number {
    const taken = Math.min(this.#payloadLeft, chunk.length - at);
    this.#payloadLeft -= taken;
    return taken;
  }

  #endFrame(firstByte: number): void {
    this.#firstByte = undefined;
    const isFinal = (firstByte & finBit) !== 0;
    if ((firstByte & opcodeMask) < firstControlOpcode) {
      this.#isFragmented = !isFinal;
      if (isFinal) this.#messages += 1;
    }
    if (!this.#isFragmented) this.#messageBytes = 0;
  }
}
