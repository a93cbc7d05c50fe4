/** What a user wants of a replay. */
export type ReplayCommand =
  | { readonly type: 'toggle-pause' }
  | { readonly type: 'skip'; readonly ms: number }
  | { readonly type: 'turn' | 'event' | 'problem'; readonly direction: Direction }
  | { readonly type: 'speed'; readonly speed: number };

export type Direction = 'back' | 'forward';

/** Where a replay stands, for the screen. */
export interface ReplayStatus {
  readonly playing: boolean;
  readonly positionMs: number;
  readonly lengthMs: number;
  /** 1 is as it was; infinite is as fast as possible. */
  readonly speed: number;
  /** `muted`: there is a speaker, but sound is only heard at speed 1. */
  readonly sound: 'heard' | 'muted' | 'none';
  /** The recording has no end yet: it is followed while it is written. */
  readonly growing: boolean;
  /** What a user should know, until there is something newer. */
  readonly notice: string | undefined;
}

/** A replay as the screen controls it. */
export interface ReplayControl {
  status(): ReplayStatus;
  /** Returns what to tell the user when there is nothing to go to. */
  command(command: ReplayCommand): string | undefined;
}
