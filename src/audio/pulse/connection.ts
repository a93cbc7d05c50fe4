import { connect } from 'node:net';
import type { NetConnectOpts, Socket } from 'node:net';
import { encodePacket, PacketSplitter } from './packet.js';
import { commandChannel, opcodes, protocolVersion, PulseError } from './protocol.js';
import { readCookie, serverAddresses } from './server-address.js';
import { TagReader } from './tag-reader.js';
import { TagWriter } from './tag-writer.js';

/** Commands that may wait for their replies; a server that answers has one or two. */
const maxPending = 256;
/** Bytes that may wait in the socket: 20 s of sound. Only a server that stands still gets there. */
const maxWaitingBytes = 1 << 20;
/** A server that is there answers within milliseconds. */
const connectDeadlineMs = 2000;

/** Gets what the server sends to one stream. */
export interface StreamListener {
  /** Sound of a record stream; only valid during the call. */
  data?(bytes: Buffer): void;
  /** A message about the stream; the reader stands behind the channel. */
  message?(opcode: number, reader: TagReader): void;
  /** The connection ended, or the server ended the stream. */
  ended(error: PulseError): void;
}

interface Pending {
  readonly resolve: (reply: TagReader) => void;
  readonly reject: (error: PulseError) => void;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Which of the two numberings of channels a stream is in. */
export type StreamKind = 'playback' | 'record';

/**
 * A connection to a PulseAudio server, or to PipeWire's. Commands are sent in order and answered in order; sound travels
 * on the same socket, so a command takes effect between the sound before it and the sound after it.
 */
export class PulseConnection {
  readonly #socket: Socket;
  readonly #splitter = new PacketSplitter();
  readonly #pending = new Map<number, Pending>();
  readonly #streams = new Map<string, StreamListener>();
  #nextTag = 0;
  #onChange: (facility: number) => void = () => undefined;
  #ended: PulseError | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.#receive(chunk);
    });
    socket.on('error', (error) => {
      this.#end(new PulseError(`the connection to the sound server failed: ${error.message}`));
    });
    socket.on('close', () => {
      this.#end(new PulseError('the sound server ended the connection'));
    });
  }

  /**
   * Connects to the first server that answers, and introduces itself.
   * @param name as users see it in a mixer
   * @throws PulseError
   */
  static async open(name: string, env: Environment = process.env): Promise<PulseConnection> {
    let failure = new PulseError('no sound server is named in PULSE_SERVER');
    for (const address of serverAddresses(env)) {
      try {
        const connection = new PulseConnection(await connected(address));
        await connection.#introduce(name, env);
        return connection;
      } catch (error) {
        if (!(error instanceof PulseError)) throw error;
        failure = error;
      }
    }
    throw failure;
  }

  /** Sends a command. @throws PulseError when the server refuses it or is gone */
  async command(opcode: number, body = new TagWriter()): Promise<TagReader> {
    if (this.#ended !== undefined) throw this.#ended;
    if (this.#pending.size >= maxPending) throw new PulseError('the sound server does not answer');
    const tag = this.#nextTag;
    this.#nextTag = (tag + 1) % commandChannel;
    const head = new TagWriter().u32(opcode).u32(tag).bytes;
    return new Promise((resolve, reject) => {
      this.#pending.set(tag, { resolve, reject });
      this.#write(encodePacket(commandChannel, Buffer.concat([head, body.bytes])));
    });
  }

  /** Sends sound to a playback stream; ignored when the server is gone, which the stream's listener knows. */
  sound(channel: number, bytes: Uint8Array): void {
    this.#write(encodePacket(channel, bytes));
  }

  /** Gives a stream what is for it. */
  attach(kind: StreamKind, channel: number, listener: StreamListener): void {
    this.#streams.set(`${kind} ${channel}`, listener);
    if (this.#ended !== undefined) listener.ended(this.#ended);
  }

  detach(kind: StreamKind, channel: number): void {
    this.#streams.delete(`${kind} ${channel}`);
  }

  /**
   * Reports that devices or streams came, went or changed.
   * @param mask bits of `facilities`
   * @param onChange gets the number of the facility's bit
   */
  async subscribe(mask: number, onChange: (facility: number) => void): Promise<void> {
    this.#onChange = onChange;
    await this.command(opcodes.subscribe, new TagWriter().u32(mask));
  }

  /** Ends the connection, and with it every stream. Idempotent. */
  close(): void {
    this.#end(new PulseError('the connection is closed'));
  }

  async #introduce(name: string, env: Environment): Promise<void> {
    const deadline = setTimeout(() => {
      this.#end(new PulseError('the sound server does not answer'));
    }, connectDeadlineMs);
    try {
      // No flag in the version's high bits: sound goes through the socket, not through shared memory.
      const auth = new TagWriter().u32(protocolVersion).arbitrary(readCookie(env));
      const serverVersion = (await this.command(opcodes.auth, auth)).u32() & 0xff_ff;
      if (serverVersion < protocolVersion) {
        throw new PulseError(`the sound server is too old (protocol ${serverVersion})`);
      }
      const properties = {
        'application.name': name,
        'application.process.id': String(process.pid),
      };
      await this.command(opcodes.setClientName, new TagWriter().properties(properties));
    } catch (error) {
      this.close();
      throw error;
    } finally {
      clearTimeout(deadline);
    }
  }

  #write(bytes: Buffer): void {
    if (this.#ended !== undefined) return;
    this.#socket.write(bytes);
    if (this.#socket.writableLength > maxWaitingBytes) {
      this.#end(new PulseError('the sound server does not read'));
    }
  }

  #receive(chunk: Buffer): void {
    if (this.#ended !== undefined) return;
    try {
      for (const { channel, body } of this.#splitter.push(chunk)) {
        if (channel === commandChannel) this.#message(new TagReader(body));
        else this.#streams.get(`record ${channel}`)?.data?.(body);
      }
    } catch (error) {
      // Once a packet cannot be read, nothing behind it can be trusted.
      if (!(error instanceof PulseError)) throw error;
      this.#end(error);
    }
  }

  #message(reader: TagReader): void {
    const opcode = reader.u32();
    const tag = reader.u32();
    switch (opcode) {
      case opcodes.reply:
        this.#take(tag)?.resolve(reader);
        return;
      case opcodes.error:
        this.#take(tag)?.reject(PulseError.fromCode(reader.u32()));
        return;
      case opcodes.request:
      case opcodes.overflow:
      case opcodes.underflow:
        this.#streams.get(`playback ${reader.u32()}`)?.message?.(opcode, reader);
        return;
      case opcodes.playbackStreamKilled:
        this.#kill(`playback ${reader.u32()}`);
        return;
      case opcodes.recordStreamKilled:
        this.#kill(`record ${reader.u32()}`);
        return;
      case opcodes.subscribeEvent:
        this.#onChange(reader.u32() & 0x0f);
        return;
      default:
        // Moved, suspended, started: nothing depends on them here.
        return;
    }
  }

  #take(tag: number): Pending | undefined {
    const pending = this.#pending.get(tag);
    this.#pending.delete(tag);
    return pending;
  }

  #kill(key: string): void {
    const stream = this.#streams.get(key);
    this.#streams.delete(key);
    stream?.ended(new PulseError('the sound server ended the stream: its device is gone'));
  }

  #end(error: PulseError): void {
    if (this.#ended !== undefined) return;
    this.#ended = error;
    this.#socket.destroy();
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
    for (const stream of this.#streams.values()) stream.ended(error);
    this.#streams.clear();
  }
}

function connected(address: NetConnectOpts): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    const fail = (reason: string): void => {
      socket.destroy();
      reject(new PulseError(`no sound server answers: ${reason}`));
    };
    const deadline = setTimeout(() => {
      fail('timeout');
    }, connectDeadlineMs);
    socket.once('error', (error) => {
      clearTimeout(deadline);
      fail(error.message);
    });
    socket.once('connect', () => {
      clearTimeout(deadline);
      socket.removeAllListeners('error');
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}
