import type { JsonObject } from '../../shared/json.js';
import type { ServiceError } from '../kernel/service-error.js';

/** Values of a `{slot}` in a phrase. */
export interface Slot {
  readonly values: readonly string[];
  /** Typed turns may use any words; spoken ones are limited to the values. */
  readonly open: boolean;
}

/** Something to say; `{{name}}` stands for a slot, `{{time}}`, `{{text}}` or `{{output.field}}`. */
export type Line = string;

export interface Call {
  /** Possible names of the function; the first that the client declared is called. May contain templates. */
  readonly names: readonly string[];
  /** String values may contain templates. */
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

/** One action of the assistant in reply to a phrase. */
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
      /** Label of the server; undefined: the first with this tool. */
      readonly server: string | undefined;
      readonly tool: string;
      /** Undefined: samples generated from the tool's schema. */
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
      /** `event`: an `error` event before the response fails; `response`: only in the failed response. */
      readonly where: 'event' | 'response';
      readonly error: ServiceError;
    }
  | { readonly type: 'silence' };

export interface Turn {
  readonly phrases: readonly string[];
  /** Phrases that are not recognised in speech, because short ones match almost anything. */
  readonly typed: readonly string[];
  /** Set: typed turns that it matches anywhere are meant; its named groups are slots. Before any phrase. */
  readonly pattern: RegExp | undefined;
  readonly steps: readonly Step[];
  /** Set: when the phrase is spoken, its transcription fails with this error. */
  readonly transcriptionError: ServiceError | undefined;
}

/** A tool of an MCP server that exists only in the scenario. */
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
  /** Bring-your-own-model profiles whose service does not answer. */
  readonly unreachableProfiles: readonly string[];
  readonly mcpServers: Readonly<Record<string, CannedServer>>;
  /** Set: `rate_limits.updated` follows each response. */
  readonly rateLimits: { readonly requests: number; readonly tokens: number } | undefined;
}

/** What the assistant knows and says, read from a YAML file. */
export interface Scenario {
  readonly name: string;
  readonly slots: Readonly<Record<string, Slot>>;
  readonly turns: readonly Turn[];
  /** Answer to a response requested before anything was said. */
  readonly greeting: Line;
  /** Answer to a response requested when everything has been answered. */
  readonly again: Line;
  /** Answer to a typed turn that no phrase matches. */
  readonly fallback: Line;
  /** Transcript of the reply to speech that no phrase matches, which plays that speech back. */
  readonly unknownSpeech: Line;
  /** The same when there is no recogniser. */
  readonly deaf: Line;
  /** Said when the user is silent for `idle_timeout_ms`. */
  readonly idle: Line;
  /** Said while a slow answer is prepared, for `llm_interim_response`. */
  readonly interim: Line;
  readonly service: ServiceSettings;
}
