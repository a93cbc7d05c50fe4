import type { RequestSession } from '../../protocol/generated/types.js';
import type { PriceTable } from '../../session/metrics/prices.js';
import type { SessionOptions } from '../../session/state.js';
import type { JsonObject } from '../../shared/json.js';
import type { ToolSpec } from '../../tools/tool-spec.js';
import type { EntraKind } from '../../transport/credentials/kinds.js';
import type { ValueKind } from './value-kinds.js';

/** Subcommands that take options of the table. */
export type Subcommand = 'talk' | 'run' | 'doctor';

export const talkOnly: readonly Subcommand[] = ['talk'];
export const runOnly: readonly Subcommand[] = ['run'];
export const everySession: readonly Subcommand[] = ['talk', 'run'];
/** What opens a connection. */
export const everyConnection: readonly Subcommand[] = ['talk', 'run', 'doctor'];
/** What opens sound devices. */
export const everySound: readonly Subcommand[] = ['talk', 'doctor'];

export type OptionGroup = 'connection' | 'session' | 'turn taking' | 'audio' | 'output' | 'tools';

export type OptionValue = string | number | boolean | readonly string[];

/** What a session must have for an option to make sense. */
export type Requirement = 'sound' | 'emulator' | 'entra';

/** Another option that cannot be given as a flag together with this one. */
export interface Exclusion<Name extends string> {
  readonly option: Name;
  /** Only with this value. */
  readonly is?: OptionValue;
  /** Only with any other value. */
  readonly isNot?: OptionValue;
  /** Why, as a hint: a sentence. */
  readonly reason?: string;
}

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

/** How the client says who it is. */
export type AuthMethod = 'key' | 'entra' | 'bearer';

/** Where to connect, and as whom. */
export interface TargetSettings {
  readonly endpoint?: string;
  readonly apiVersion?: string;
  readonly emulator?: boolean;
  /** Path of the emulator's scenario. */
  readonly scenario?: string;
  /** Path of the emulator's faults. */
  readonly faults?: string;
  /** Response times of the emulator. */
  readonly latency?: 'recorded' | 'none';
  readonly auth?: AuthMethod;
  readonly apiKeyFile?: string;
  readonly credential?: EntraKind;
  readonly tenant?: string;
  readonly clientId?: string;
  readonly scope?: string;
  readonly tokenFile?: string;
  readonly tokenCommand?: string;
  /** Path of certificates to trust as well. */
  readonly ca?: string;
  readonly agentName?: string;
  readonly projectName?: string;
  readonly agentVersion?: string;
  readonly conversationId?: string;
  readonly query?: readonly (readonly [name: string, value: string])[];
  /** Of the handshake; the values may be secrets. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the user's files contain, parsed and checked. */
export interface UserFiles {
  readonly session?: RequestSession;
  readonly uncheckedSession?: JsonObject;
  /** What is used although something about it may be wrong, as sentences. */
  readonly warnings?: readonly string[];
  readonly tools?: readonly ToolSpec[];
  readonly prices?: PriceTable;
}

/** Parts of the program that read the value of an option themselves: `src/cli/session`, `src/cli/commands`. */
type Consumer = 'sound' | 'screen' | 'output' | 'recording' | 'emulator' | 'options';

/** Everything that an option can do; methods, so that rows of different values fit in one table. */
interface Effects<Value> {
  /** Adds to `session.update`. A default goes below the session file, a given value above it. */
  toSession(value: Value, draft: SessionDraft): RequestSession | Promise<RequestSession>;
  /** Adds to where to connect, and as whom. */
  toTarget(value: Value): TargetSettings;
  /** Adds to the local behaviour of the session core. */
  toOptions(value: Value, draft: SessionDraft): Partial<SessionOptions>;
  /** Reads a file of the user before the session is planned; `where` names the option in errors. */
  readFile(path: Value, where: string, values: { readonly unchecked: boolean }): Promise<UserFiles>;
  readonly usedBy: Consumer;
}

type ExactlyOne<Parts> = {
  [Key in keyof Parts]: Pick<Parts, Key> & {
    readonly [Other in Exclude<keyof Parts, Key>]?: never;
  };
}[keyof Parts];

/** What an option does: exactly one of the effects. */
export type Effect<Value> = ExactlyOne<Effects<Value>>;

interface RowBase<
  Name extends string,
  Value extends OptionValue,
  Default extends Value | undefined,
  Other extends string,
> {
  /** camelCase key: the long flag without its dashes and without `no-`, as commander names it. */
  readonly name: Name;
  /** As commander writes it: `--mic <device>`, `--record [dir]`, `--no-color`. */
  readonly flag: string;
  /** The variable, where it is not VOICELIVE_ and the flag's name: one that other programs read, too. */
  readonly env?: string;
  readonly value: ValueKind<Value>;
  readonly default?: Default;
  readonly group: OptionGroup;
  /** One line, imperative, without a full stop. */
  readonly help: string;
  /** What applies without the option where there is no `default`; shown to users. */
  readonly otherwise?: string;
  readonly commands: readonly Subcommand[];
  /**
   * Why `.env` cannot set it, after "it": whoever wrote a folder does not decide what runs on this machine or who receives
   * its credentials.
   */
  readonly notInEnvFile?: string;
  readonly requires?: Requirement;
  readonly needs?: readonly Other[];
  readonly excludes?: readonly Exclusion<Other>[];
  /** Adds to `session.update` when neither the option nor the session file says anything. */
  whenUnset?(draft: SessionDraft): RequestSession;
}

/** One option of the program, with everything about it. `Other`: names of the options that it mentions. */
export type OptionRow<
  Name extends string = string,
  Value extends OptionValue = OptionValue,
  Default extends Value | undefined = Value | undefined,
  Other extends string = string,
> = RowBase<Name, Value, Default, Other> & Effect<Value>;

/** Checks a row and keeps the exact types of its name, value and default. */
export function option<
  const Name extends string,
  const Value extends OptionValue,
  const Default extends NoInfer<Value> | undefined = undefined,
  const Other extends string = never,
>(row: OptionRow<Name, Value, Default, Other>): OptionRow<Name, Value, Default, Other> {
  return row;
}

/** What applies when the option is not given, for people; empty for a flag without a value. */
export function defaultText(row: OptionRow): string {
  const { default: value, otherwise } = row;
  if (otherwise !== undefined) return otherwise;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The option's name in files: its long flag without dashes. */
export function optionKey(row: { readonly flag: string }): string {
  return longFlag(row).slice(2);
}

/** The option's environment variable. */
export function environmentName({
  env,
  flag,
}: {
  readonly env?: string;
  readonly flag: string;
}): string {
  return env ?? `VOICELIVE_${optionKey({ flag }).replaceAll('-', '_').toUpperCase()}`;
}

/** The long flag alone: `--mic` of `--mic <device>`. */
export function longFlag({ flag }: { readonly flag: string }): string {
  return flag.split(' ')[0] ?? flag;
}
