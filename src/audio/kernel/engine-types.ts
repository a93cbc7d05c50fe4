import type { VoiceliveError } from '../../shared/errors.js';
import type { LedgerEntry, PlayedSpan } from '../pure/playback-types.js';

/** Audio in this program is PCM16, mono, little-endian, in frames of 20 ms; rates differ by session. */
export const frameMs = 20;

/** One frame from the microphone. */
export interface CapturedFrame {
  /** Counts every frame the device delivered; a step over 1 is a loss. */
  readonly sequence: number;
  /** 20 ms, or up to 100 ms while nobody speaks. */
  readonly samples: Int16Array;
  /** When the frame was complete, on the machine's monotonic clock (`monotonicMs`), which all processes share. */
  readonly atMs: number;
}

/** One frame handed to the output device. Silent frames are not reported; a fade-out has no spans. */
export interface PlayedFrame {
  readonly samples: Int16Array;
  readonly spans: readonly PlayedSpan[];
  /** True when no silence lies between this frame and the one reported before it. */
  readonly follows: boolean;
  /** When the frame was handed over, on the monotonic clock (`monotonicMs`). */
  readonly atMs: number;
  /**
   * What the device then held, this frame included, in milliseconds: the frame's last sample comes out of the speaker at
   * `atMs + depthMs`. 0 without a device.
   */
  readonly depthMs: number;
  /** Where `depthMs` is assumed, not measured: the frame is heard no earlier than this. */
  readonly leastDepthMs?: number;
}

/** Counters that only grow; shown to the user when not zero. */
export interface AudioCounters {
  readonly capturedFrames: number;
  /** Microphone frames dropped because the program did not read them in time (drop-oldest). */
  readonly droppedCaptureFrames: number;
  /** Samples refused because the playback ring was full (drop-newest). */
  readonly droppedPlaybackSamples: number;
  /** Times that sound was missing in the middle of an item, in the ring or in the device. */
  readonly underruns: number;
  /** When a device's last underrun was noticed. */
  readonly underrunAtMs?: number;
  /** Times the audio host was restarted. */
  readonly restarts: number;
}

/** How well the audio keeps up. A figure that is not known yet, or has no device, is absent. */
export interface AudioHealth {
  /** How much faster the device runs than the machine's clock, parts per million, in steps of 10; after 10 s. */
  readonly microphoneDriftPpm?: number;
  readonly speakerDriftPpm?: number;
  /** From handing a frame over to its last sample in the speaker. */
  readonly deviceDepthMs?: number;
  /** Audio buffered before playback starts; grows when deltas arrive late. */
  readonly preBufferMs?: number;
  /** Longest stall of the audio host in the last second, in steps of 5. */
  readonly hostLagMs: number;
  /** Longest delay of a microphone frame on its way to this process in the last second, in steps of 5. */
  readonly captureLagMs: number;
}

/** `flushId` of the `flushed` event that follows the loss of a speaker; callers of `flush` count from 1. */
export const lossFlushId = 0;

export type AudioEvent =
  | { readonly type: 'captured'; readonly frame: CapturedFrame }
  | { readonly type: 'played'; readonly frame: PlayedFrame }
  /**
   * Answer to `flush`: the final ledger of everything that was queued or playing. With `lossFlushId` it is unsolicited
   * and follows `lost`: what was not yet handed over will not play, and the rest of these items is refused. So is every
   * item that begins before `restored`; each is reported once.
   */
  | {
      readonly type: 'flushed';
      readonly flushId: number;
      readonly items: readonly LedgerEntry[];
      /**
       * Of the samples reported by `played`, the last so many were not heard: the device dropped them, or was lost with
       * them. The entries do not count them as played.
       */
      readonly unheardSamples?: number;
    }
  /** The WAV file used as the microphone has ended. */
  | { readonly type: 'input-ended' }
  /** The device or its host died; positions are kept, `restored` or `failed` follows. */
  | {
      readonly type: 'lost';
      readonly what: 'microphone' | 'speaker' | 'both';
      readonly reason: string;
    }
  | { readonly type: 'restored' }
  | { readonly type: 'failed'; readonly error: VoiceliveError }
  /** There is no default device for one direction; the session continues without it. */
  | {
      readonly type: 'missing';
      readonly what: 'microphone' | 'speaker';
      readonly error: VoiceliveError;
    }
  /** The backend in use, once the devices are open; `reason` says why it is not the first choice. */
  | {
      readonly type: 'backend';
      readonly name: BackendName;
      readonly reason?: string;
      /** Names of the devices that were opened. */
      readonly microphone?: string;
      readonly speaker?: string;
    }
  /** At most once a second, and only when a loss was counted. */
  | { readonly type: 'counters'; readonly counters: AudioCounters }
  | { readonly type: 'health'; readonly health: AudioHealth };

/**
 * Ways to reach devices: naudiodon's PortAudio, a PulseAudio or PipeWire server's own protocol, or programs such as `parec`
 * and `pacat`.
 */
export type BackendName = 'portaudio' | 'pulse' | 'exec';

/** The user's choice: `auto` takes the first one that works (`backendsOf`); `none` opens no device. */
export type BackendChoice = 'auto' | BackendName | 'none';

/** What the session needs from audio, whatever the devices are. Created by `createAudioEngine`. */
export interface AudioEngine {
  /** Name of the microphone in use, e.g. `default`, `hello.wav`, `none`. */
  readonly microphone: string;
  /** The microphone is a file: `input-ended` will come. */
  readonly microphoneEnds: boolean;
  /**
   * Opens the devices and starts the clock.
   * @throws VoiceliveError exit code 4 when a device cannot be opened
   */
  start(listener: (event: AudioEvent) => void): Promise<void>;
  /** The session is listening: a microphone that is a file starts here, so that its first word is not lost. Idempotent. */
  beginInput(): void;
  /** Replaces what is handed to the device by silence; positions keep advancing. */
  muteSpeaker(muted: boolean): void;
  /**
   * Silences the device at once while it is being decided whether to flush, or lets it sound again. Positions keep advancing;
   * a flush that follows counts what was heard before. Does nothing where the device cannot be silenced.
   */
  silenceSpeaker(isSilent: boolean): void;
  /** Appends PCM at the output rate to the playback ring under its item. Never blocks. */
  play(itemId: string, contentIndex: number, samples: Int16Array): void;
  /** No more samples will come for this content part, so that running dry is its end and not an underrun. */
  finish(itemId: string, contentIndex: number): void;
  /** Empties the playback ring at once; `flushed` with the same id answers. */
  flush(flushId: number): void;
  /** Idempotent; ends processes and closes files within its deadline. */
  close(): Promise<void>;
}

/** A part of a WAV file. */
export interface WavTrack {
  /** Counted from 0. */
  readonly channel: number;
  readonly fromMs: number;
}

export interface AudioEngineOptions {
  /** Rate of the microphone's frames, Hz: what the session sends. */
  readonly inputRateHz: number;
  /** Rate of the speaker's frames, Hz: what the service sends. */
  readonly outputRateHz: number;
  /** Device by index or part of its name, a .wav path, `none`, or `default`. */
  readonly microphone: string;
  readonly speaker: string;
  /** Of a .wav path as microphone; all channels mixed, from its start, when absent. */
  readonly microphoneTrack?: WavTrack;
  /** 15 ms device periods instead of 20 ms. */
  readonly lowLatency: boolean;
  /** `auto` when absent. */
  readonly backend?: BackendChoice;
  /** Measured depth of the output device with a backend (`measureLoopback`); the backend's own figure when undefined. */
  readonly deviceDepthOf?: (backend: BackendName) => number | undefined;
}
