import { join } from 'node:path';
import { messageOf } from '../shared/errors.js';
import { AppendQueue } from './append-queue.js';
import type { FileSystemPort, RecorderClock } from './disk.js';
import { RetryingFile } from './retrying-file.js';

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
 * The avatar's video as received, one piece after the other, in `video.<codec>`; the file is made by the first piece.
 * Pieces that find the queue full are lost, and so are pieces of another codec: a file holds one stream.
 */
export class VideoFile {
  readonly #options: VideoFileOptions;
  readonly #queue: AppendQueue;
  #codec: string | undefined;
  #lostPieces = 0;
  #lostReported = 0;
  #reportedCodec = false;

  constructor(options: VideoFileOptions) {
    this.#options = options;
    this.#queue = new AppendQueue({
      file: () => this.#create(),
      position: 0,
      maxBytes: maxQueuedBytes,
      bytesPerWrite,
    });
  }

  /** Bytes that the file does not have yet. */
  get queuedBytes(): number {
    return this.#queue.queuedBytes;
  }

  append(codec: string, bytes: Uint8Array): void {
    this.#codec ??= codec;
    if (codec === this.#codec) {
      if (!this.#queue.append(bytes)) this.#lostPieces += 1;
      return;
    }
    this.#lostPieces += 1;
    if (this.#reportedCodec) return;
    this.#reportedCodec = true;
    this.#options.onTrouble(
      `The video changed from ${this.#codec} to ${codec}: only the first codec is recorded.`,
    );
  }

  /** Resolves when nothing waits or the file was stopped. Never rejects. */
  written(): Promise<void> {
    return this.#queue.written();
  }

  /** No more writes are tried. */
  stop(): void {
    this.#queue.stop();
  }

  close(): Promise<void> {
    return this.#queue.close();
  }

  async #create(): Promise<RetryingFile | undefined> {
    const { folder, files, clock, onTrouble } = this.#options;
    const codec = this.#codec?.toLowerCase() ?? '';
    const name = `video.${plainCodec.test(codec) ? codec : 'bin'}`;
    try {
      const file = await files.create(join(folder, name));
      return new RetryingFile(file, { name, clock, onTrouble, loss: () => this.#loss() });
    } catch (thrown) {
      onTrouble(`The video is not recorded: ${name} cannot be created (${messageOf(thrown)}).`);
      return undefined;
    }
  }

  #loss(): string | undefined {
    const lost = this.#lostPieces - this.#lostReported;
    this.#lostReported = this.#lostPieces;
    return lost === 0 ? undefined : `${lost} pieces of video were lost`;
  }
}
