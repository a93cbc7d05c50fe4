import type { JsonObject } from '../../shared/json.js';
import type { ServiceError } from '../kernel/service-error.js';

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

/** Why the service ends a response before it is complete. */
export type CutOff = 'content_filter' | 'max_output_tokens';

/** Lines about a tool's output. */
export interface ToolLines {
  /** Said with the tool's output. */
  readonly then: Line;
  /** Said when the output lacks what `then` needs. */
  readonly otherwise: Line;
  /** Said when the session has no such tool. */
  readonly withoutTool: Line;
}

/** One thing the assistant does about a phrase. */
export type Step =
  | {
      readonly type: 'say';
      readonly line: Line;
      /** Sent as `response.audio_transcript.annotation.added`; spoken answers only. */
      readonly annotations: readonly JsonObject[];
      readonly cutOff: CutOff | undefined;
    }
  | ({ readonly type: 'call'; readonly calls: readonly Call[] } & ToolLines)
  | ({
      readonly type: 'mcp';
      /** Label of the server; undefined: the first that has the tool. */
      readonly server: string | undefined;
      readonly tool: string;
      /** Undefined: made up from the tool's schema. */
      readonly arguments: JsonObject | undefined;
    } & ToolLines)
  | {
      readonly type: 'search';
      readonly kind: 'web' | 'file';
      readonly queries: readonly string[];
      /** Results of a file search, shown when the session includes them. */
      readonly results: readonly JsonObject[];
    }
  | {
      readonly type: 'agent';
      readonly name: string;
      readonly arguments: JsonObject;
      readonly output: Line | undefined;
      /** Set: the call fails with this message. */
      readonly error: string | undefined;
    }
  | { readonly type: 'emit'; readonly events: readonly JsonObject[] }
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'expire' }
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
  readonly steps: readonly Step[];
  /** Set: when the phrase is spoken, its transcription fails with this error. */
  readonly transcriptionError: ServiceError | undefined;
}

/** A tool of an MCP server that exists in the scenario only. */
export interface CannedTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
  readonly result: string | undefined;
  /** Set: a call fails with this message. */
  readonly error: string | undefined;
}

export interface CannedServer {
  readonly tools: readonly CannedTool[];
  /** Set: listing its tools fails. */
  readonly error: string | undefined;
}

/** How the service itself behaves in this scenario. */
export interface ServiceSettings {
  readonly sessionLimitS: number;
  readonly unavailableModels: readonly string[];
  /** Profiles of bring-your-own models whose service does not answer. */
  readonly unreachableProfiles: readonly string[];
  readonly mcpServers: Readonly<Record<string, CannedServer>>;
  /** Set: `rate_limits.updated` comes after each response. */
  readonly rateLimits: { readonly requests: number; readonly tokens: number } | undefined;
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
  /** Said when the user is silent for `idle_timeout_ms`. */
  readonly idle: Line;
  /** Said while an answer takes its time, for `llm_interim_response`. */
  readonly interim: Line;
  readonly service: ServiceSettings;
}
