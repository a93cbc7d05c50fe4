import type { RequestSession } from '../../protocol/generated/types.js';
import type { Decision, Intent } from '../../session/inputs.js';
import type { JsonObject } from '../../shared/json.js';
import type { Check } from './check.js';
import type { Place } from './place.js';

export type { Place } from './place.js';

/**
 * A conversation as a test, read and checked: variables are filled in, files are resolved against the script's folder,
 * `include` and `repeat` are written out. A text script is one as well, with `send` steps only.
 */
export interface Script {
  /** The file's name where the script has none. */
  readonly name: string;
  readonly file: string;
  /** Everything that it is made of, itself and its options excepted: includes, sounds, images, session files. */
  readonly files?: readonly string[];
  readonly session?: RequestSession;
  /** Values of `talk`'s options by flag name without dashes, e.g. `turn-detection`; below flags, above the environment. */
  readonly options: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** Mixed under the microphone from the start. */
  readonly noise?: Noise;
  readonly voice?: SpeechVoice;
  readonly judge?: JudgeSettings;
  readonly caller?: Caller;
  readonly steps: readonly Step[];
  /** Checked when the session has ended. */
  readonly checks: readonly Check[];
}

/** Something the user does, and what is expected of the agent until the next step. */
export interface Step {
  readonly place: Place;
  readonly action: Action;
  readonly at: Moment;
  /** Limit for the step, its answer included. */
  readonly timeoutMs?: number;
  readonly checks: readonly Check[];
}

export type Action =
  /** What a key or a command does: typed text, images, interrupt, cancel, truncate, clear, events, session changes. */
  | { readonly type: 'intent'; readonly intent: Intent }
  /** Speech made from text. */
  | {
      readonly type: 'say';
      readonly text: string;
      readonly voice?: SpeechVoice;
      readonly pushToTalk: boolean;
    }
  | {
      readonly type: 'play';
      readonly file: string;
      /** The words in it. */
      readonly said?: string;
      readonly pushToTalk: boolean;
    }
  /** The microphone hears nothing for this long; the turn detection sees it. */
  | { readonly type: 'silence'; readonly ms: number }
  /** From now on; absent ends it. */
  | { readonly type: 'noise'; readonly noise?: Noise }
  /** Answers the waiting tool call with this name, or the oldest. */
  | { readonly type: 'decide'; readonly decision: Decision; readonly tool?: string }
  /** The result of the next call of a tool that the script plays. */
  | {
      readonly type: 'tool-result';
      readonly tool: string;
      readonly output: string | JsonObject;
      readonly ok: boolean;
    }
  /** The connection breaks, as a network would break it. */
  | { readonly type: 'disconnect' }
  | { readonly type: 'wait'; readonly for: Moment };

/** When a step is done. Of what cannot come any more the step is a failure, never a wait without end. */
export type Moment =
  /** Everything before is answered and, with audio, played: the default. */
  | { readonly type: 'settled' }
  /** As soon as the step before was done. */
  | { readonly type: 'now' }
  /** This long after the step before was done; with audio on the microphone's clock. */
  | { readonly type: 'after'; readonly ms: number }
  /** A server event of this type since the step before. */
  | { readonly type: 'event'; readonly event: string }
  /** This much of the reply to the step before was heard. */
  | { readonly type: 'heard'; readonly ms: number };

export interface Noise {
  /** WAV file, repeated. */
  readonly file: string;
  /** Level of the speech above the noise, dB. */
  readonly snrDb: number;
}

/** Who says `say` steps. */
export type SpeechVoice =
  | { readonly type: 'espeak'; readonly voice?: string; readonly wordsPerMinute?: number }
  /** A session of the configured endpoint reads the text aloud. */
  | { readonly type: 'service'; readonly voice?: string };

/** Who answers `judge` checks; by default a text session of the same endpoint. */
export interface JudgeSettings {
  readonly model?: string;
  /** Of an OpenAI-compatible service, up to and with `/v1`. */
  readonly url?: string;
  /** Environment variable with its key. */
  readonly keyFrom?: string;
  /** Odd. */
  readonly votes: number;
}

/** A second session that plays the user by voice. */
export interface Caller {
  /** Of the goal. */
  readonly place: Place;
  readonly instructions: string;
  /** What the caller wants to have reached. */
  readonly goal: string;
  readonly voice?: string;
  readonly model?: string;
  /** How long the caller waits for an answer before it speaks again. */
  readonly patienceMs: number;
  /** Whether the caller speaks while the agent does. */
  readonly interrupts: boolean;
  readonly maxTurns: number;
  /** Emulator scenario of the caller, where the emulator is the endpoint. */
  readonly scenario?: string;
}
