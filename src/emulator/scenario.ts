import type { JsonObject } from '../shared/json.js';
import type { ServiceError } from './service-error.js';

/** Values a `{slot}` of a phrase can have. */
export interface Slot {
  readonly values: readonly string[];
  /** Typed turns may put any words there; spoken ones are limited to the values. */
  readonly open: boolean;
}

/** Something to say; `{{name}}` stands for a slot, `{{time}}`, `{{text}}` or `{{output.field}}`. */
export type Line = string;

export interface Call {
  /** Names the client may have given the function; the first that it declared is called. May hold templates. */
  readonly names: readonly string[];
  /** Values that are strings may hold templates. */
  readonly arguments: JsonObject;
}

/** What the assistant does about a phrase. */
export type Action =
  | { readonly type: 'say'; readonly line: Line }
  | {
      readonly type: 'call';
      readonly calls: readonly Call[];
      /** Said with the tool's output. */
      readonly then: Line;
      /** Said when the output lacks what `then` needs. */
      readonly otherwise: Line;
      /** Said when the client declared no such tool. */
      readonly withoutTool: Line;
    }
  | {
      readonly type: 'error';
      /** `event`: an `error` event before the response fails; `response`: only the failed response tells. */
      readonly where: 'event' | 'response';
      readonly error: ServiceError;
    }
  | { readonly type: 'silence' };

export interface Turn {
  readonly phrases: readonly string[];
  /** Phrases that the ears do not listen for: short ones are heard in everything. */
  readonly typed: readonly string[];
  readonly action: Action;
}

/** A conversation partner, read from a YAML file. */
export interface Scenario {
  readonly name: string;
  readonly slots: Readonly<Record<string, Slot>>;
  readonly turns: readonly Turn[];
  /** Answer to a response asked for before anything was said. */
  readonly greeting: Line;
  /** Answer to a response asked for when everything is answered already. */
  readonly again: Line;
  /** Answer to a typed turn that no phrase matches. */
  readonly fallback: Line;
  /** Transcript of speech that no phrase matches, played back in the user's own voice. */
  readonly unknownSpeech: Line;
  /** The same when there is no recogniser. */
  readonly deaf: Line;
}
