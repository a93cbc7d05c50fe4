import type { AudioEvent } from '../../audio/kernel/engine-types.js';
import type { Clock } from '../../shared/clock.js';
import type { JsonObject } from '../../shared/json.js';
import type { Secrets } from '../../shared/secrets/registry.js';
import type { ToolRunner } from '../../tools/tool-call.js';
import type { Transport } from '../../transport/types.js';
import type { Effect } from '../effects.js';
import type { FileUse, Untimed } from '../inputs.js';
import type { SessionOutput, SessionRecording } from '../session-output.js';
import type { SessionOptions, SessionState } from '../state.js';
import type { Outputs } from './outputs.js';

/** What the controller is to its parts. */
export interface PartHost {
  /** Monotonic milliseconds. */
  readonly nowMs: () => number;
  readonly getState: () => SessionState;
  /** @param samples PCM that came with the input: for the `play` effect, never for the state */
  readonly dispatch: (input: Untimed, samples?: Int16Array) => void;
  readonly outputs: Outputs;
  /** To the service; see `Transport`. */
  readonly transport: Pick<Transport, 'send' | 'bufferedBytes'>;
  /** When the microphone's last voice ended, on the monotonic clock; undefined before the first. */
  readonly voiceEndMs: () => number | undefined;
}

type EffectOf<Type extends Effect['type']> = Extract<Effect, { type: Type }>;

/** The link to the service: see `openServerLink`. */
export interface ServerLink extends Pick<Transport, 'send' | 'bufferedBytes' | 'close'> {
  carryOut(effect: EffectOf<'connect' | 'disconnect' | 'send' | 'send-again'>): void;
}

/** The effects that are for the devices. */
export type SoundEffect = EffectOf<
  | 'begin-input'
  | 'resume-microphone'
  | 'forget-microphone'
  | 'play'
  | 'finish-playback'
  | 'flush'
  | 'mute-speaker'
>;

/** The path of audio between devices and session: see `openSoundPath`. */
export interface SoundPath {
  /** @param samples the PCM of a `play` effect */
  carryOut(effect: SoundEffect, samples: Int16Array | undefined): void;
  /** An event of the audio engine. */
  onAudio(event: AudioEvent): void;
  /** See `AudioEngine.silenceSpeaker`. */
  silence(isSilent: boolean): void;
  /** As of `PartHost`. */
  voiceEndMs(): number | undefined;
  close(): Promise<void>;
}

/**
 * What a session is made of; each can be there from the start or be attached later, once. Its code is not loaded before
 * it is needed.
 */
export interface AttachedParts {
  readonly server?: (host: PartHost) => ServerLink;
  /** Absent in text mode. */
  readonly sound?: (host: PartHost) => SoundPath;
  readonly tools?: ToolRunner;
  readonly outputs?: readonly SessionOutput[];
  /** Another one replaces it once it was stopped. */
  readonly recording?: SessionRecording;
}

/** What a session is there with from its first moment. */
export interface ControllerParts extends AttachedParts {
  readonly options: SessionOptions;
  /** What neither the session's state nor its outputs may hold; those in the options are added. */
  readonly secrets?: Secrets;
  /** The session's clock counts from the controller's construction; the machine's when absent. */
  readonly clock?: Clock;
  /**
   * Reads a PNG or JPEG file into a data URL.
   * @throws VoiceliveError when it cannot be read, is neither, or is too large
   */
  readonly readImage?: (path: string) => Promise<string>;
  /**
   * Reads a file for a command: `text`, `session` or `items`. Tools are read by their runner.
   * @throws VoiceliveError when it cannot be used
   */
  readonly readFile?: (use: Exclude<FileUse, 'tools'>, path: string) => Promise<JsonObject>;
  /**
   * Writes the transcript of a session to a file; gives its path.
   * @throws VoiceliveError when it exists already, or cannot be written
   */
  readonly saveTranscript?: (
    state: SessionState,
    where: { readonly path?: string; readonly overwrite?: true },
  ) => Promise<string>;
  /**
   * Opens a recording that begins with a state in the middle of the session.
   * @param directory where recordings are kept, when the user named it
   * @throws VoiceliveError when it cannot be written there
   */
  readonly openRecording?: (
    initial: SessionState,
    directory: string | undefined,
  ) => Promise<SessionRecording>;
  /** Numbers from 0 to below 1, for times that are random; `Math.random` when absent. */
  readonly random?: () => number;
}
