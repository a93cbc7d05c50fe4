import type { AudioDevice } from '../kernel/audio-device.js';

/** What to open; samples are 16 bits, one channel, at `rateHz`. */
export interface StreamRequest {
  readonly device: string;
  readonly rateHz: number;
  /** Length of the device's frames. */
  readonly periodMs: number;
}

/** An open microphone. */
export interface InputStream {
  readonly deviceName: string;
  start(): void;
  /** The next samples, in any number; pends until there are some, for ever when the device died. */
  read(): Promise<Int16Array>;
  /** Ends the stream; may never settle when the device died. */
  quit(): Promise<void>;
}

/** An open speaker; its device is the clock of what is played. */
export interface OutputStream {
  readonly deviceName: string;
  /** What lies between a write and the speaker, the written frame included, in milliseconds. */
  depthMs(): number;
  start(): void;
  /** Hands samples over for good; settles when the device wants more. */
  write(samples: Int16Array): Promise<void>;
  /** Plays what was handed over, then ends the stream; may never settle when the device died. */
  quit(): Promise<void>;
}

/** A way to reach sound devices from the audio host. All methods throw `SoundRefusedError` for expected failures. */
export interface SoundBackend {
  devices(): readonly AudioDevice[];
  openInput(request: StreamRequest): InputStream | Promise<InputStream>;
  openOutput(request: StreamRequest): OutputStream | Promise<OutputStream>;
}
