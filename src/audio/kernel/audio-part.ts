import type { AudioCounters, AudioEvent, AudioHealth } from './engine-types.js';

/** A microphone, a speaker, or both at once, behind the engine. Counters are polled, not sent. */
export interface AudioPart {
  /** @throws VoiceliveError when it cannot be opened */
  start(listener: (event: AudioEvent) => void): Promise<void>;
  /** See `AudioEngine.beginInput`; a device listens from the start. */
  beginInput?(): void;
  counters(): AudioCounters;
  /** Health since the last call; only parts with a device have it. */
  health?(): AudioHealth | undefined;
  /** Idempotent. */
  close(): Promise<void>;
}

/** A part that plays; see `AudioEngine` for what the calls mean. */
export interface SpeakerPart extends AudioPart {
  play(itemId: string, contentIndex: number, samples: Int16Array): void;
  finish(itemId: string, contentIndex: number): void;
  flush(flushId: number): void;
  mute(muted: boolean): void;
  silence?(isSilent: boolean): void;
}

/** Counters of a part that has not lost anything. */
export const zeroCounters: AudioCounters = {
  capturedFrames: 0,
  droppedCaptureFrames: 0,
  droppedPlaybackSamples: 0,
  underruns: 0,
  restarts: 0,
};

/** Counters of two parts together; one of them plays. */
export function addCounters(left: AudioCounters, right: AudioCounters): AudioCounters {
  const underrunAtMs = left.underrunAtMs ?? right.underrunAtMs;
  return {
    capturedFrames: left.capturedFrames + right.capturedFrames,
    droppedCaptureFrames: left.droppedCaptureFrames + right.droppedCaptureFrames,
    droppedPlaybackSamples: left.droppedPlaybackSamples + right.droppedPlaybackSamples,
    underruns: left.underruns + right.underruns,
    ...(underrunAtMs !== undefined && { underrunAtMs }),
    restarts: left.restarts + right.restarts,
  };
}
