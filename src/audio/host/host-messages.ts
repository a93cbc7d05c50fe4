import type { AudioDevice } from '../kernel/audio-device.js';
import type { CapturedFrame, HeardFrame } from '../kernel/engine-types.js';
import type { LedgerEntry } from '../pure/playback-types.js';
import type { SoundRefusal } from '../kernel/audio-errors.js';

/** One direction to open: a device by index, name or `default`, at the session's rate. */
export interface StreamOrder {
  readonly device: string;
  readonly rateHz: number;
}

/** From the program to its audio host. */
export type ParentMessage =
  | { readonly type: 'list' }
  | {
      readonly type: 'open';
      readonly input?: StreamOrder;
      readonly output?: StreamOrder;
      /** Length of the device's frames. */
      readonly periodMs: number;
      /** Measured depth of the speaker's device. */
      readonly depthMs?: number;
      /** One of two directions may be left out, when it asks for the default device and there is none. */
      readonly mayLack: boolean;
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
  | { readonly type: 'close' };

/** Counters of one host process, from its start. */
export interface HostCounters {
  readonly droppedCaptureFrames: number;
  readonly droppedPlaybackSamples: number;
  readonly underruns: number;
}

/** What `AudioHealth` is made of, as measured; `loopLagMs` since the last report. */
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
  /** The names of the devices that were opened, and why one was left out. */
  | {
      readonly type: 'opened';
      readonly input?: string;
      readonly output?: string;
      readonly lacking?: SoundRefusal;
    }
  | { readonly type: 'refused'; readonly refusal: SoundRefusal }
  | { readonly type: 'captured'; readonly frame: CapturedFrame }
  | { readonly type: 'heard'; readonly frame: HeardFrame }
  | {
      readonly type: 'flushed';
      readonly flushId: number;
      readonly items: readonly LedgerEntry[];
    }
  /** The output device takes sound, silence included; several times a second. */
  | { readonly type: 'tick'; readonly atMs: number }
  /** Several times a second. */
  | { readonly type: 'state'; readonly counters: HostCounters; readonly health: HostHealth }
  /** The output device takes sound faster than time passes: it needs longer frames. */
  | { readonly type: 'racing' };

type Named = { readonly [key in ParentMessage['type'] | HostMessage['type']]?: true };

const parentTypes: Named = {
  list: true,
  open: true,
  play: true,
  finish: true,
  flush: true,
  mute: true,
  close: true,
};
const hostTypes: Named = {
  devices: true,
  opened: true,
  refused: true,
  captured: true,
  heard: true,
  flushed: true,
  tick: true,
  state: true,
  racing: true,
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

/** Both ends are of one build, so the name tells the shape. */
export function isParentMessage(value: unknown): value is ParentMessage {
  return isNamedIn(parentTypes, value);
}

/** See `isParentMessage`. */
export function isHostMessage(value: unknown): value is HostMessage {
  return isNamedIn(hostTypes, value);
}
