import type { AudioDevice } from '../kernel/audio-device.js';

/** What to open; samples are 16-bit mono at `rateHz`. */
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
  /** Resolves with the next samples, of any number; never settles when the device died. */
  read(): Promise<Int16Array>;
  /** Ends the stream; may never settle when the device died. */
  quit(): Promise<void>;
}

/** An open speaker; its device sets the pace of playback. */
export interface OutputStream {
  readonly deviceName: string;
  /** Audio between a write and the speaker, the written frame included, in milliseconds. */
  depthMs(): number;
  /** Where the depth is assumed: no written frame is heard earlier than this. */
  leastDepthMs?(): number;
  /** The depth is the device's own figure, better than one measured at another time. */
  readonly knowsDepth?: boolean;
  start(): void;
  /** Hands samples over, irrevocably; settles when the device wants more. */
  write(samples: Int16Array): Promise<void>;
  /**
   * Goes silent at once, as far as the device can; what is written afterwards is heard. Absent where it cannot.
   * @returns how many of the samples written before were not heard and will not be
   */
  flush?(): Promise<number>;
  /** Goes silent at once, or sounds again, without losing its place; `flush` ends it, too. Absent where it cannot. */
  silence?(isSilent: boolean): void;
  /** Times the device ran out of samples, where it says so. */
  underruns?(): number;
  /** Plays what was handed over, then ends the stream; may never settle when the device died. */
  quit(): Promise<void>;
}

/** Access to audio devices from the audio host. All methods throw `AudioRefusedError` for expected failures. */
export interface AudioBackend {
  devices(): readonly AudioDevice[] | Promise<readonly AudioDevice[]>;
  openInput(request: StreamRequest): InputStream | Promise<InputStream>;
  openOutput(request: StreamRequest): OutputStream | Promise<OutputStream>;
}
