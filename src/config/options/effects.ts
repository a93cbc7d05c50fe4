import type { RequestSession } from '../../protocol/generated/types.js';
import type { PriceTable } from '../../session/metrics/prices.js';
import type { SessionOptions } from '../../session/state.js';
import type { ToolSpec } from '../../tools/tool-spec.js';

/** The session as planned so far, for an option that builds on it. */
export interface SessionDraft {
  /** Defaults, session file, and the options before this one in the table. */
  readonly session: RequestSession;
  readonly isAgent: boolean;
  /** Names of the function tools that this program runs. */
  readonly runnableTools: readonly string[];
  /** Names the option in an error: `flag --voice`. */
  readonly where: string;
}

/** Where to connect, and as whom. */
export interface TargetSettings {
  readonly endpoint?: string;
  readonly apiVersion?: string;
  readonly emulator?: boolean;
  /** Path of the emulator's scenario. */
  readonly scenario?: string;
  readonly auth?: 'key' | 'entra';
  readonly apiKeyFile?: string;
  readonly agentName?: string;
  readonly projectName?: string;
  readonly agentVersion?: string;
  readonly conversationId?: string;
  readonly query?: readonly (readonly [name: string, value: string])[];
}

/** What the user's files contain, parsed and checked. */
export interface UserFiles {
  readonly session?: RequestSession;
  readonly tools?: readonly ToolSpec[];
  readonly prices?: PriceTable;
}

/** Parts of the program that read the value of an option themselves. */
type Consumer = 'sound' | 'screen' | 'output' | 'recording' | 'controller' | 'command';

/** Everything that an option can do; methods, so that rows of different values fit in one table. */
interface Effects<Value> {
  /** Adds to `session.update`. A default goes below the session file, a given value above it. */
  toSession(value: Value, draft: SessionDraft): RequestSession | Promise<RequestSession>;
  toTarget(value: Value): TargetSettings;
  /** Adds to the local behaviour of the session core. */
  toOptions(value: Value, draft: SessionDraft): Partial<SessionOptions>;
  readFile(path: Value, where: string): Promise<UserFiles>;
  readonly usedBy: Consumer;
}

type ExactlyOne<Parts> = {
  [Key in keyof Parts]: Pick<Parts, Key> & {
    readonly [Other in Exclude<keyof Parts, Key>]?: never;
  };
}[keyof Parts];

/** What an option does: exactly one of the effects. */
export type Effect<Value> = ExactlyOne<Effects<Value>>;
