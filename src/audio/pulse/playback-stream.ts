import type { PulseConnection } from './connection.js';
import { nonEmpty } from './server-address.js';
import { noIndex, opcodes, PulseError } from './protocol.js';
import type { TagReader } from './tag-reader.js';
import { TagWriter } from './tag-writer.js';

const bytesPerSample = 2;
/** What the server may hold at most; it asks for far less. */
const maxLengthMs = 2000;
/** Writes between two latency queries. */
const writesPerQuery = 10;
/** A query that took longer says when it was answered only roughly. */
const maxQueryMs = 10;

export interface PlaybackStreamOptions {
  /** As users see it in a mixer. */
  readonly name: string;
  /** Name of a sink; when absent PULSE_SINK, or the server's default one. */
  readonly device?: string;
  readonly rateHz: number;
  /** What the server tries to hold between writing and hearing. */
  readonly targetMs: number;
  /** How much it asks for at once. */
  readonly requestMs: number;
  /** Milliseconds on any clock that only grows. */
  readonly nowMs: () => number;
}

/** Where a playback stream stands, in bytes since its creation. */
interface Timing {
  readonly writeIndex: number;
  /** From the reader's end of the stream to the ear. */
  readonly sinkMs: number;
  /** What is written and not yet read by the sink. */
  readonly queuedBytes: number;
}

/**
 * Mono 16-bit sound to a sink. Written bytes are heard in order and without loss: after an underflow the server waits for
 * `requestMs` of sound and goes on where it stopped. Only `flush` takes back what was written.
 */
export class PlaybackStream {
  readonly #connection: PulseConnection;
  readonly #options: PlaybackStreamOptions;
  readonly #channel: number;
  /** The sink that the stream was connected to. */
  readonly deviceName: string;
  /** End of what was written, in the server's count. */
  #writtenBytes = 0;
  #wantedBytes: number;
  #writes = 0;
  #underflows = 0;
  #measured: { readonly atMs: number; readonly depthMs: number; readonly writeIndex: number };
  #isCorked = false;
  #ended: PulseError | undefined;
  #wake: () => void = () => undefined;

  private constructor(
    connection: PulseConnection,
    options: PlaybackStreamOptions,
    created: { channel: number; wantedBytes: number; deviceName: string },
  ) {
    this.#connection = connection;
    this.#options = options;
    this.#channel = created.channel;
    this.#wantedBytes = created.wantedBytes;
    this.deviceName = created.deviceName;
    this.#measured = { atMs: options.nowMs(), depthMs: 0, writeIndex: 0 };
    connection.attach('playback', created.channel, {
      message: (opcode, reader) => {
        if (opcode === opcodes.request) this.#wantedBytes += reader.u32();
        else if (opcode === opcodes.underflow) this.#underflows += 1;
        this.#wake();
      },
      ended: (error) => {
        this.#ended = error;
        this.#wake();
      },
    });
  }

  /** @throws PulseError */
  static async open(
    connection: PulseConnection,
    options: PlaybackStreamOptions,
  ): Promise<PlaybackStream> {
    const { name, device, rateHz, targetMs, requestMs } = options;
    const bytes = (ms: number): number => Math.round((rateHz * ms) / 1000) * bytesPerSample;
    const reply = await connection.command(
      opcodes.createPlaybackStream,
      new TagWriter()
        .mono(rateHz)
        .u32(noIndex)
        .text(device ?? nonEmpty(process.env['PULSE_SINK']))
        .u32(bytes(maxLengthMs))
        .boolean(false) // corked
        .u32(bytes(targetMs))
        // To begin, and after an underflow. With 0 the server would drop what comes late instead.
        .u32(bytes(requestMs))
        .u32(bytes(requestMs))
        .u32(0) // synchronised with no other stream
        .monoVolume()
        .booleans(false, 7) // no remapping, fixed formats, or moves forbidden
        .boolean(false) // muted
        .boolean(true) // the target length includes the sink's own latency
        .properties({ 'media.name': name, 'media.role': 'phone' }),
    );
    const channel = reply.u32();
    reply.u32(); // index of the sink input
    const wantedBytes = reply.u32();
    for (let n = 0; n < 4; n += 1) reply.u32(); // buffer lengths in use
    reply.sampleSpec();
    reply.skipChannelMap();
    reply.u32(); // index of the sink
    const deviceName = reply.text() ?? device ?? 'default';
    return new PlaybackStream(connection, options, { channel, wantedBytes, deviceName });
  }

  /** Times the server ran out of sound. */
  get underflows(): number {
    return this.#underflows;
  }

  /** From now until the last byte written is heard, by the last latency query. */
  get depthMs(): number {
    const { atMs, depthMs, writeIndex } = this.#measured;
    const sinceMs = this.#ms(this.#writtenBytes - writeIndex);
    return Math.max(0, depthMs + sinceMs - (this.#options.nowMs() - atMs));
  }

  /** Hands sound over; settles when the server wants as much again. @throws PulseError when the stream ended */
  async write(bytes: Uint8Array): Promise<void> {
    this.#check();
    this.#connection.sound(this.#channel, bytes);
    this.#writtenBytes += bytes.length;
    this.#wantedBytes -= bytes.length;
    if (this.#writes % writesPerQuery === 0) void this.#measure();
    this.#writes += 1;
    while (this.#wantedBytes < bytes.length) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#check();
    }
  }

  /**
   * Drops what the sink has not read yet, and goes on with silence. What it has read, a few milliseconds, is heard.
   * @param silenceMs of the silence, twice `requestMs` unless told
   * @returns how many bytes of those written were not heard: to the sample, unless another stream makes the sink render
   *   again what it has read
   */
  async flush(silenceMs = 2 * this.#options.requestMs): Promise<number> {
    this.#check();
    const endBytes = this.#writtenBytes;
    const silence = new Uint8Array(this.#bytes(silenceMs));
    const flushed = this.#command(opcodes.flushPlaybackStream);
    // Answered before the silence is taken: writing and reading stand at the same place then.
    const queried = this.#query();
    // At once: the end of an underflow would make the sink render again, without the sound that is gone.
    this.#connection.sound(this.#channel, silence);
    this.#wantedBytes -= silence.length;
    const resumed = this.#isCorked ? this.cork(false) : undefined;
    const [timing] = await Promise.all([queried, flushed, resumed]);
    this.#writtenBytes = timing.writeIndex + silence.length;
    this.#take(timing);
    return Math.max(0, endBytes - timing.writeIndex);
  }

  /** Stops the stream where it is, at once, or lets it go on. A flush lets it go on, too. */
  async cork(isCorked: boolean): Promise<void> {
    this.#isCorked = isCorked;
    const body = new TagWriter().u32(this.#channel).boolean(isCorked);
    await this.#connection.command(opcodes.corkPlaybackStream, body);
  }

  /** Settles when everything written has been heard. */
  async drain(): Promise<void> {
    await this.#command(opcodes.drainPlaybackStream);
  }

  async close(): Promise<void> {
    this.#connection.detach('playback', this.#channel);
    this.#ended ??= new PulseError('the stream is closed');
    this.#wake();
    await this.#command(opcodes.deletePlaybackStream);
  }

  #check(): void {
    if (this.#ended !== undefined) throw this.#ended;
  }

  /** A command with nothing but the stream's channel. */
  #command(opcode: number): Promise<TagReader> {
    return this.#connection.command(opcode, new TagWriter().u32(this.#channel));
  }

  #ms(bytes: number): number {
    return (bytes * 1000) / bytesPerSample / this.#options.rateHz;
  }

  #bytes(ms: number): number {
    return Math.round((ms * this.#options.rateHz) / 1000) * bytesPerSample;
  }

  async #measure(): Promise<void> {
    const beforeMs = this.#options.nowMs();
    try {
      const timing = await this.#query();
      if (this.#options.nowMs() - beforeMs <= maxQueryMs) this.#take(timing);
    } catch {
      // The stream has ended, which the next write says.
    }
  }

  #take({ writeIndex, sinkMs, queuedBytes }: Timing): void {
    const depthMs = sinkMs + this.#ms(queuedBytes);
    this.#measured = { atMs: this.#options.nowMs(), depthMs, writeIndex };
  }

  async #query(): Promise<Timing> {
    const body = new TagWriter().u32(this.#channel).time(0);
    const reply = await this.#connection.command(opcodes.getPlaybackLatency, body);
    const sinkMs = reply.usec() / 1000;
    reply.usec(); // of a monitor
    reply.boolean();
    reply.skipTime();
    reply.skipTime();
    const writeIndex = reply.s64();
    return { sinkMs, writeIndex, queuedBytes: Math.max(0, writeIndex - reply.s64()) };
  }
}
