import { PulseError } from './protocol.js';

/** Length, channel, two halves of an offset, flags; 32 bits each, big-endian. */
const headerBytes = 20;
/** Far more than a list of devices or a second of sound; a longer packet means that the stream is out of step. */
export const maxPacketBytes = 1 << 20;

/** One packet: a command, or sound for the stream whose channel it names. */
export interface Packet {
  readonly channel: number;
  readonly body: Buffer;
}

/** A packet as bytes for the socket. */
export function encodePacket(channel: number, body: Uint8Array): Buffer {
  const bytes = Buffer.alloc(headerBytes + body.length);
  bytes.writeUInt32BE(body.length, 0);
  bytes.writeUInt32BE(channel >>> 0, 4);
  bytes.set(body, headerBytes);
  return bytes;
}

/** Cuts what the socket delivers into packets. Holds no more than one incomplete packet and the last delivery. */
export class PacketSplitter {
  #chunks: Buffer[] = [];
  #held = 0;
  /** Bytes of the packet that is incomplete, once its header is known. */
  #needed = headerBytes;

  /** @throws PulseError when a packet is too long, or shares memory, which was not agreed on */
  push(chunk: Buffer): readonly Packet[] {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    if (this.#held < this.#needed) return [];
    let rest = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#held);
    const packets: Packet[] = [];
    this.#needed = headerBytes;
    while (rest.length >= headerBytes) {
      const length = rest.readUInt32BE(0);
      if (length > maxPacketBytes) throw new PulseError(`a packet of ${length} bytes is too long`);
      if (rest.readUInt32BE(16) >= sharedMemoryFlag)
        throw new PulseError('unexpected shared memory');
      this.#needed = headerBytes + length;
      if (rest.length < this.#needed) break;
      const body = rest.subarray(headerBytes, this.#needed);
      packets.push({ channel: rest.readUInt32BE(4), body });
      rest = rest.subarray(this.#needed);
      this.#needed = headerBytes;
    }
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#held = rest.length;
    return packets;
  }
}

/** `PA_FLAG_SHMMASK` is the highest byte of the flags. */
const sharedMemoryFlag = 0x01_00_00_00;
