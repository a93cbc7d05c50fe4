import type { JsonObject } from '../../shared/json.js';
import type { ServiceError } from '../kernel/service-error.js';
import type { Entry, UserSpeech } from '../kernel/conversation.js';
import type { CutOff } from './scenario.js';

/** One part of an answer: mostly an item of the response. */
export type Output =
  | {
      readonly type: 'message';
      readonly text: string;
      /** The user's own speech, played back instead of speaking the text. */
      readonly echo: UserSpeech | undefined;
      readonly annotations: readonly JsonObject[];
      /** Set: the service ends the response in the middle of this message. */
      readonly cutOff: CutOff | undefined;
    }
  | {
      readonly type: 'call';
      readonly name: string;
      readonly arguments: string;
      readonly callId: string;
    }
  | {
      readonly type: 'mcp';
      readonly itemId: string;
      readonly serverLabel: string;
      readonly name: string;
      readonly arguments: string;
    }
  | {
      readonly type: 'search';
      readonly kind: 'web' | 'file';
      readonly queries: readonly string[];
      readonly results: readonly JsonObject[];
    }
  | {
      readonly type: 'agent';
      readonly name: string;
      readonly arguments: string;
      readonly output: string | undefined;
      readonly error: string | undefined;
    }
  | {
      readonly type: 'emit';
      readonly events: readonly JsonObject[];
      readonly values: JsonObject;
    }
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'expire' }
  | {
      readonly type: 'failure';
      readonly where: 'event' | 'response';
      readonly error: ServiceError;
    };

/** A tool of one of the session's MCP servers. */
export interface KnownMcpTool {
  readonly serverLabel: string;
  readonly name: string;
  readonly inputSchema: JsonObject;
}

/** A request for an answer, with the conversation and the tools available for it. */
export interface AnswerRequest {
  readonly entries: readonly Entry[];
  /** Function tools declared for this response. */
  readonly tools: readonly JsonObject[];
  /** A function that must be called; without a name, any. */
  readonly forced: { readonly name: string | undefined } | undefined;
  /** False: `tool_choice` is `none`. */
  readonly mayCall: boolean;
  /** @param server label, or undefined for any */
  readonly findMcpTool: (
    server: string | undefined,
    name: string,
  ) => Promise<KnownMcpTool | undefined>;
  readonly newCallId: () => string;
  readonly newMcpItemId: () => string;
}

/** A longer answer is cut: nothing that is read or heard is longer. */
const maxTextLength = 20_000;

export function message(text: string, more: { readonly echo?: UserSpeech } = {}): Output {
  const cut = text.slice(0, maxTextLength);
  return { type: 'message', text: cut, echo: more.echo, annotations: [], cutOff: undefined };
}
