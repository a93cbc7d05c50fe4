const opcodeMask = 0x0f;
const finBit = 0x80;
const maskBit = 0x80;
/** Opcodes from here on are control frames, which may stand between the fragments of a message. */
const firstControlOpcode = 0x8;

/** Bytes of a frame's header whose second byte is this one. */
function headerLength(second: number): number {
  const length = second & 0x7f;
  const extended = length === 127 ? 8 : length === 126 ? 2 : 0;
  return 2 + extended + ((second & maskBit) === 0 ? 0 : 4);
}

function payloadLength(header: Buffer): number {
  const length = header.readUInt8(1) & 0x7f;
  if (length === 127) return Number(header.readBigUInt64BE(2));
  return length === 126 ? header.readUInt16BE(2) : length;
}

/** Follows a stream of WebSocket frames (RFC 6455 section 5.2) to tell whether it is within a message. */
export class FrameTracker {
  #header = Buffer.alloc(0);
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
    while (at < chunk.length || this.#endsFrame()) {
      if (this.#endsFrame()) {
        this.#endFrame();
        continue;
      }
      const missing = this.#isInPayload() ? this.#payloadLeft : this.#missingHeader();
      const part = chunk.subarray(at, at + missing);
      at += part.length;
      this.#messageBytes += part.length;
      if (this.#isInPayload()) this.#payloadLeft -= part.length;
      else this.#takeHeader(part);
    }
  }

  #isInPayload(): boolean {
    return this.#header.length > 0 && this.#missingHeader() === 0;
  }

  #endsFrame(): boolean {
    return this.#isInPayload() && this.#payloadLeft === 0;
  }

  #missingHeader(): number {
    const { length } = this.#header;
    return length < 2 ? 2 - length : headerLength(this.#header.readUInt8(1)) - length;
  }

  #takeHeader(part: Buffer): void {
    this.#header = Buffer.concat([this.#header, part]);
    if (this.#isInPayload()) this.#payloadLeft = payloadLength(this.#header);
  }

  #endFrame(): void {
    const first = this.#header.readUInt8(0);
    this.#header = Buffer.alloc(0);
    const isFinal = (first & finBit) !== 0;
    if ((first & opcodeMask) < firstControlOpcode) {
      this.#isFragmented = !isFinal;
      if (isFinal) this.#messages += 1;
    }
    if (!this.#isFragmented) this.#messageBytes = 0;
  }
}
