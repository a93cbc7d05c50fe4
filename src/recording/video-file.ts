import { join } from 'node:path';
import { messageOf } from '../shared/errors.js';
import type { FileSystemPort, RecorderClock } from './disk.js';
import { PatientFile } from './retrying-file.js';

/** Video that may wait for the disk. */
const maxQueuedBytes = 16 * 1024 * 1024;
const bytesPerWrite = 256 * 1024;
/** What may stand behind the dot of a file's name. */
const plainCodec = /^[a-z0-9]{1,12}$/;

interface VideoFileOptions {
  /** Folder of the recording. */
  readonly folder: string;
  readonly files: FileSystemPort;
  readonly clock: RecorderClock;
  readonly onTrouble: (sentence: string) => void;
}

/**
 * The avatar's video as it came, one piece behind the other, in `video.<codec>`; the file is made by the first piece.
 * Pieces that find the queue full are lost (drop-newest), and so are pieces of another codec: a file holds one stream.
 */
export class VideoFile {
  readonly #options: VideoFileOptions;
  #codec: string | undefined;
  #file: PatientFile | undefined;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #position = 0;
  #lostPieces = 0;
  #lostTold = 0;
  #toldCodec = false;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(options: VideoFileOptions) {
    this.#options = options;
  }

  /** Bytes that the file does not have yet. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  append(codec: string, bytes: Uint8Array): void {
    if (this.#stopped) return;
    this.#codec ??= codec;
    if (codec !== this.#codec) {
      this.#lostPieces += 1;
      if (this.#toldCodec) return;
      this.#toldCodec = true;
      this.#options.onTrouble(
        `The video changed from ${this.#codec} to ${codec}: only the first codec is recorded.`,
      );
      return;
    }
    if (this.#queuedBytes + bytes.length > maxQueuedBytes) {
      this.#lostPieces += 1;
      return;
    }
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
    this.#running ??= this.#run();
  }

  /** Resolves when nothing waits or the file was stopped. Never rejects. */
  async written(): Promise<void> {
    await this.#running;
  }

  /** No more writes are tried. */
  stop(): void {
    this.#stopped = true;
    this.#file?.stop();
  }

  async close(): Promise<void> {
    this.stop();
    await this.#file?.close();
  }

  async #run(): Promise<void> {
    const file = this.#file ?? (await this.#create());
    while (file !== undefined && this.#queue.length > 0 && !file.stopped) {
      const batch = this.#takeBatch();
      const written = await file.attempt(batch, this.#position);
      this.#position += written;
      this.#queuedBytes -= written;
      if (written < batch.length) this.#queue.unshift(batch.subarray(written));
    }
    this.#running = undefined;
  }

  async #create(): Promise<PatientFile | undefined> {
    const { folder, files, clock, onTrouble } = this.#options;
    const codec = this.#codec?.toLowerCase() ?? '';
    const name = `video.${plainCodec.test(codec) ? codec : 'bin'}`;
    try {
      this.#file = new PatientFile(await files.create(join(folder, name)), {
        name,
        clock,
        onTrouble,
        loss: () => this.#loss(),
      });
      if (this.#stopped) this.#file.stop();
      return this.#file;
    } catch (thrown) {
      onTrouble(`The video is not recorded: ${name} cannot be made (${messageOf(thrown)}).`);
      this.#stopped = true;
      this.#queue = [];
      this.#queuedBytes = 0;
      return undefined;
    }
  }

  #loss(): string | undefined {
    const lost = this.#lostPieces - this.#lostTold;
    this.#lostTold = this.#lostPieces;
    return lost === 0 ? undefined : `${lost} pieces of video were lost`;
  }

  #takeBatch(): Buffer {
    let count = 0;
    for (let bytes = 0; count < this.#queue.length && bytes < bytesPerWrite; count += 1) {
      bytes += this.#queue[count]?.length ?? 0;
    }
    return Buffer.concat(this.#queue.splice(0, count));
  }
}
