import type { PulseConnection } from './connection.js';
import { nonEmpty } from './server-address.js';
import { noIndex, opcodes, PulseError } from './protocol.js';
import { TagWriter } from './tag-writer.js';

const bytesPerSample = 2;
/** What the server keeps for a client that does not read. */
const maxLengthMs = 4000;

export interface RecordStreamOptions {
  /** As users see it in a mixer. */
  readonly name: string;
  /** Name of a source; when absent PULSE_SOURCE, or the server's default one. */
  readonly device?: string;
  readonly rateHz: number;
  /** How much sound the server sends at once. */
  readonly fragmentMs: number;
}

/** Mono 16-bit sound from a source. */
export class RecordStream {
  readonly #connection: PulseConnection;
  readonly #channel: number;
  /** The source that the stream was connected to. */
  readonly deviceName: string;
  readonly #maxHeldBytes: number;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #ended: PulseError | undefined;
  #wake: () => void = () => undefined;

  private constructor(
    connection: PulseConnection,
    created: { channel: number; deviceName: string; maxHeldBytes: number },
  ) {
    this.#connection = connection;
    this.#channel = created.channel;
    this.#maxHeldBytes = created.maxHeldBytes;
    this.deviceName = created.deviceName;
    connection.attach('record', created.channel, {
      data: (bytes) => {
        this.#hold(bytes);
      },
      ended: (error) => {
        this.#ended ??= error;
        this.#wake();
      },
    });
  }

  /** @throws PulseError */
  static async open(
    connection: PulseConnection,
    options: RecordStreamOptions,
  ): Promise<RecordStream> {
    const { name, device, rateHz, fragmentMs } = options;
    const bytes = (ms: number): number => Math.round((rateHz * ms) / 1000) * bytesPerSample;
    const reply = await connection.command(
      opcodes.createRecordStream,
      new TagWriter()
        .mono(rateHz)
        .u32(noIndex)
        .text(device ?? nonEmpty(process.env['PULSE_SOURCE']))
        .u32(bytes(maxLengthMs))
        .boolean(false) // corked
        .u32(bytes(fragmentMs))
        .booleans(false, 7) // no remapping, fixed formats, or moves forbidden
        .boolean(false) // peaks only
        .boolean(true) // the source's own latency follows the fragment's length
        .properties({ 'media.name': name, 'media.role': 'phone' })
        .u32(noIndex), // of no single playback stream
    );
    const channel = reply.u32();
    reply.u32(); // index of the source output
    reply.u32(); // buffer lengths in use
    reply.u32();
    reply.sampleSpec();
    reply.skipChannelMap();
    reply.u32(); // index of the source
    const deviceName = reply.text() ?? device ?? 'default';
    return new RecordStream(connection, { channel, deviceName, maxHeldBytes: bytes(maxLengthMs) });
  }

  /** Everything that arrived since the last call, or else the next to arrive. @throws PulseError when the stream ended */
  async read(): Promise<Buffer> {
    while (this.#heldBytes === 0) {
      if (this.#ended !== undefined) throw this.#ended;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const bytes = Buffer.concat(this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    return bytes;
  }

  async close(): Promise<void> {
    this.#connection.detach('record', this.#channel);
    this.#ended ??= new PulseError('the stream is closed');
    this.#wake();
    const body = new TagWriter().u32(this.#channel);
    await this.#connection.command(opcodes.deleteRecordStream, body);
  }

  #hold(bytes: Buffer): void {
    if (this.#heldBytes + bytes.length > this.#maxHeldBytes) {
      this.#ended ??= new PulseError('sound was not read for too long');
      return;
    }
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    this.#wake();
  }
}
