import type { VoiceliveError } from '../../shared/errors.js';
import type { LedgerEntry, PlayedSpan } from '../pure/playback-types.js';

/** Sound in this program is PCM16, mono, little-endian, in frames of 20 ms; rates differ by session. */
export const frameMs = 20;

/** One frame from the microphone. */
export interface CapturedFrame {
  /** Counts every frame the device delivered; a step over 1 is a loss. */
  readonly sequence: number;
  /** `sampleRateHz / 50` samples. */
  readonly samples: Int16Array;
  /** Monotonic clock of the machine, shared by all processes (`monotonicMs`), when the frame was complete. */
  readonly atMs: number;
}

/** One frame handed to the speaker's device. Frames of pure silence are not reported; sound that fades out has no spans. */
export interface HeardFrame {
  readonly samples: Int16Array;
  readonly spans: readonly PlayedSpan[];
  /** Handed over right behind the frame reported before, without silence between them. */
  readonly follows: boolean;
  /** Monotonic clock (`monotonicMs`) when the frame was handed over. */
  readonly atMs: number;
  /** Samples of all items that waited behind this frame. */
  readonly queuedSamples: number;
  /**
   * What the device held then, this frame included, in milliseconds: its last sample comes out of the speaker at
   * `atMs + depthMs`. 0 for files and none.
   */
  readonly depthMs: number;
}

/** Counters that only grow; shown to the user when not zero. */
export interface AudioCounters {
  readonly capturedFrames: number;
  /** Microphone frames dropped because nobody took them in time (drop-oldest). */
  readonly droppedCaptureFrames: number;
  /** Samples refused because the playback ring was full (drop-newest). */
  readonly droppedPlaybackSamples: number;
  /** Times the ring ran dry in the middle of an item. */
  readonly underruns: number;
  /** Times the audio host was started again. */
  readonly restarts: number;
}

/** How well the sound keeps up. A figure that is not known yet, or has no device, is absent. */
export interface AudioHealth {
  /** How much faster than this machine's clock the device runs, parts per million, in steps of 10; after 10 s. */
  readonly microphoneDriftPpm?: number;
  readonly speakerDriftPpm?: number;
  /** From handing a frame over to its last sample in the speaker. */
  readonly deviceDepthMs?: number;
  /** What waits before sound begins: grows when deltas come too late. */
  readonly preBufferMs?: number;
  /** Longest time of the last second that the audio host was held up, in steps of 5. */
  readonly hostLagMs: number;
  /** Longest time of the last second that a microphone frame took to this process, in steps of 5. */
  readonly captureLagMs: number;
}

/** `flushId` of the ledger that follows the loss of a speaker; callers of `flush` count from 1. */
export const lossFlushId = 0;

export type AudioEvent =
  | { readonly type: 'captured'; readonly frame: CapturedFrame }
  | { readonly type: 'heard'; readonly frame: HeardFrame }
  /**
   * Answer to `flush`: the ledger of everything that was queued or playing, as it finally stands. With `lossFlushId` it
   * comes unasked after `lost`: what was not yet handed over will not be heard, and the rest of these items is refused; so
   * is, told once for each, every item that begins before `restored`.
   */
  | {
      readonly type: 'flushed';
      readonly flushId: number;
      readonly items: readonly LedgerEntry[];
      /** Answered by the loss of the speaker: monotonic clock of its last sign of life. What it held then was not heard. */
      readonly diedMs?: number;
    }
  /** The file that stood for a microphone has ended. */
  | { readonly type: 'input-ended' }
  /** The device or its host died; position is kept, `restored` or `failed` follows. */
  | {
      readonly type: 'lost';
      readonly what: 'microphone' | 'speaker' | 'both';
      readonly reason: string;
    }
  | { readonly type: 'restored' }
  | { readonly type: 'failed'; readonly error: VoiceliveError }
  /** A device that was not named is not there; sound goes on without it: nothing is captured, or heard by nobody. */
  | {
      readonly type: 'missing';
      readonly what: 'microphone' | 'speaker';
      readonly error: VoiceliveError;
    }
  /** What reaches the devices, once they are open; with `reason` it is not what was asked for first. */
  | { readonly type: 'backend'; readonly name: BackendName; readonly reason?: string }
  /** At most once a second, and only when something in it changed. */
  | { readonly type: 'counters'; readonly counters: AudioCounters }
  | { readonly type: 'health'; readonly health: AudioHealth };

/** Ways to reach devices: naudiodon's PortAudio, or programs such as `parec` and `pacat`. */
export type BackendName = 'portaudio' | 'exec';

/** What is asked for: `auto` takes the programs when PortAudio cannot; `none` reaches no device. */
export type BackendChoice = 'auto' | BackendName | 'none';

/** What the session needs from sound. Built by `createAudioEngine`; every device kind stands behind it. */
export interface AudioEngine {
  /** Human names of what is used, e.g. `default`, `hello.wav`, `none`. */
  readonly microphone: string;
  readonly speaker: string;
  /** The microphone is a file: `input-ended` will come. */
  readonly microphoneEnds: boolean;
  /**
   * Opens the devices and starts the clock.
   * @throws VoiceliveError exit code 4 when a device cannot be opened
   */
  start(listener: (event: AudioEvent) => void): Promise<void>;
  /** The session listens now: a file as microphone begins here, so that its first word is not lost. Idempotent. */
  beginInput(): void;
  /** What is handed to the device becomes silence; positions go on. */
  muteSpeaker(muted: boolean): void;
  /** Appends PCM at the output rate to the playback ring under its item. Never blocks. */
  play(itemId: string, contentIndex: number, samples: Int16Array): void;
  /** No more samples will come for this content part (so that running dry is its end, not an underrun). */
  finish(itemId: string, contentIndex: number): void;
  /** Empties the playback ring at once; `flushed` with the same id answers. */
  flush(flushId: number): void;
  /** Idempotent; ends processes and files within its deadline. */
  close(): Promise<void>;
}

export interface AudioEngineOptions {
  /** Rate of the microphone's frames, Hz: what the session sends. */
  readonly inputRateHz: number;
  /** Rate of the speaker's frames, Hz: what the service answers with. */
  readonly outputRateHz: number;
  /** Device by index or part of its name, a .wav path, `none`, or `default`. */
  readonly microphone: string;
  readonly speaker: string;
  /** 15 ms device periods instead of 20 ms. */
  readonly lowLatency: boolean;
  /** `auto` when absent. */
  readonly backend?: BackendChoice;
  /** Measured depth of the speaker's device (`measureLoopback`); otherwise the back end's own figure. */
  readonly deviceDepthMs?: number;
}
