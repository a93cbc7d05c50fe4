import type { VoiceliveError } from '../shared/errors.js';
import type { LedgerEntry, PlayedSpan } from './pure/playback-types.js';

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

/** One frame handed to the speaker's device. Frames of pure silence are not reported. */
export interface HeardFrame {
  readonly samples: Int16Array;
  readonly spans: readonly PlayedSpan[];
  /** Monotonic clock (`monotonicMs`) when the frame was handed over. */
  readonly atMs: number;
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

/** `flushId` of the ledger that follows the loss of a speaker; callers of `flush` count from 1. */
export const lossFlushId = 0;

export type AudioEvent =
  | { readonly type: 'captured'; readonly frame: CapturedFrame }
  | { readonly type: 'heard'; readonly frame: HeardFrame }
  /**
   * Answer to `flush`: the ledger of everything that was queued or playing, as it finally stands. With `lossFlushId` it
   * comes unasked after `lost`: what was not yet handed over will not be heard, and the rest of these items is refused.
   */
  | { readonly type: 'flushed'; readonly flushId: number; readonly items: readonly LedgerEntry[] }
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
  | { readonly type: 'counters'; readonly counters: AudioCounters };

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
}
