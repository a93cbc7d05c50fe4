import type { AudioDevice } from '../kernel/audio-device.js';
import type { CapturedFrame, PlayedFrame } from '../kernel/engine-types.js';
import type { LedgerEntry } from '../pure/playback-types.js';
import type { AudioRefusal } from '../kernel/audio-errors.js';

/** A device to open for one direction: by index, name or `default`, at the session's rate. */
export interface DeviceRequest {
  readonly device: string;
  readonly rateHz: number;
}

/** From the program to its audio host. */
export type ParentMessage =
  | { readonly type: 'list' }
  | {
      readonly type: 'open';
      readonly input?: DeviceRequest;
      readonly output?: DeviceRequest;
      /** Length of the device's frames. */
      readonly periodMs: number;
      /** Measured depth of the output device. */
      readonly depthMs?: number;
      /** When both directions are requested, one may go without a device if it asks for `default` and there is none. */
      readonly allowMissing: boolean;
    }
  | {
      readonly type: 'play';
      readonly itemId: string;
      readonly contentIndex: number;
      readonly samples: Int16Array;
    }
  | { readonly type: 'finish'; readonly itemId: string; readonly contentIndex: number }
  | { readonly type: 'flush'; readonly flushId: number }
  | { readonly type: 'mute'; readonly muted: boolean }
  | { readonly type: 'silence'; readonly isSilent: boolean }
  | { readonly type: 'close' };

/** Counters of one host process, from its start. */
export interface HostCounters {
  readonly droppedCaptureFrames: number;
  readonly droppedPlaybackSamples: number;
  readonly underruns: number;
  /** When the last underrun was noticed. */
  readonly underrunAtMs?: number;
}

/** The measurements behind `AudioHealth`; `loopLagMs` is the maximum since the last report. */
export interface HostHealth {
  readonly microphoneDriftPpm?: number;
  readonly speakerDriftPpm?: number;
  readonly deviceDepthMs?: number;
  readonly preBufferMs?: number;
  readonly loopLagMs: number;
}

/** From the audio host to the program. */
export type HostMessage =
  | { readonly type: 'devices'; readonly devices: readonly AudioDevice[] }
  /** The names of the opened devices, and why one is missing. */
  | {
      readonly type: 'opened';
      readonly input?: string;
      readonly output?: string;
      readonly missing?: AudioRefusal;
    }
  | { readonly type: 'refused'; readonly refusal: AudioRefusal }
  /** `readMs`: when the audio host got it, on the clock of its `atMs`. */
  | { readonly type: 'captured'; readonly frame: CapturedFrame; readonly readMs: number }
  | { readonly type: 'played'; readonly frame: PlayedFrame }
  | {
      readonly type: 'flushed';
      readonly flushId: number;
      readonly items: readonly LedgerEntry[];
      /** Of the samples in `played` messages, the last so many were not heard: the device dropped them. */
      readonly unheardSamples: number;
    }
  /** The output device accepts audio, silence included; several times a second. */
  | { readonly type: 'tick'; readonly atMs: number }
  /** Several times a second. */
  | { readonly type: 'state'; readonly counters: HostCounters; readonly health: HostHealth }
  /** The output device consumes audio faster than real time: it needs longer frames. */
  | { readonly type: 'too-fast' };

type Named = { readonly [key in ParentMessage['type'] | HostMessage['type']]?: true };

const parentTypes: Named = {
  list: true,
  open: true,
  play: true,
  finish: true,
  flush: true,
  mute: true,
  silence: true,
  close: true,
};
const hostTypes: Named = {
  devices: true,
  opened: true,
  refused: true,
  captured: true,
  played: true,
  flushed: true,
  tick: true,
  state: true,
  'too-fast': true,
};

function isNamedIn(types: Named, value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    Object.hasOwn(types, value.type)
  );
}

/** Checks the type name only: both ends are from one build. */
export function isParentMessage(value: unknown): value is ParentMessage {
  return isNamedIn(parentTypes, value);
}

/** See `isParentMessage`. */
export function isHostMessage(value: unknown): value is HostMessage {
  return isNamedIn(hostTypes, value);
}
