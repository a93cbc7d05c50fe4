import type { RequestSession, Tool } from '../../protocol/generated/types.js';
import { activeTurnDetection } from '../../protocol/turn-detection.js';
import { builtInPrices } from '../../session/metrics/prices.js';
import type { SessionOptions } from '../../session/state.js';
import { demoWeather, type ToolSpec } from '../../tools/tool-spec.js';
import { isEmulated } from '../options/connection.js';
import { optionTable, type OptionName, type OptionValues } from '../options/option-table.js';
import { conflict, ProblemList } from '../options/problems.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { OptionRow, OptionValue, SessionDraft, UserFiles } from '../options/row.js';
import { audioRates } from './audio-rates.js';

/** What is known about a session before it is opened. */
export interface SessionPlan {
  /** For the connection; an agent has its own model. */
  readonly model: string;
  readonly mode: SessionOptions['mode'];
  /** For `session.update`, without the model: that is in the connection's URL. */
  readonly session: RequestSession;
  readonly inputRateHz: number;
  readonly outputRateHz: number;
}

/** A session that the options build on: below the session file, above the defaults. */
export interface SessionBase {
  readonly session: RequestSession;
  readonly settings: Partial<SessionOptions>;
  /** Functions that can be answered without a program. */
  readonly answerableTools: readonly string[];
  /**
   * Changes what the options came to.
   * @throws VoiceliveError exit code 2 when that is not possible
   */
  change(session: RequestSession): RequestSession;
}

/** A session as the options ask for it. */
export interface PlannedSession {
  readonly plan: SessionPlan;
  readonly tools: readonly ToolSpec[];
  /** Local behaviour of the session core. */
  readonly settings: Partial<SessionOptions>;
  /** To be shown at the start, a sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Plans the session: defaults, the session file over them, given options over both.
 * @throws VoiceliveError exit code 2 with every file and value that cannot be used
 */
export async function planSession(
  resolved: ResolvedOptions,
  base?: SessionBase,
): Promise<PlannedSession> {
  const { values, sources } = resolved;
  const files = await readFiles(resolved);
  const tools = files.tools ?? (hasDemo(values, base) ? [demoWeather] : []);
  const isAgent = values.agentName !== undefined;
  if (isAgent && files.session?.instructions !== undefined) {
    throw conflict(
      'The session file has instructions, but --agent-name is given.',
      'The agent has its own instructions: remove them from the file.',
    );
  }

  const options = optionsOf(resolved);
  const problems = new ProblemList();
  // Not where text mode was forced because no device opens.
  if (values.text && sources.get('text') !== 'default' && files.session?.voice !== undefined) {
    const sentence = `${values.session ?? ''}: voice cannot be combined with text mode.`;
    problems.add(conflict(sentence, 'A text session has no audio: remove it from the file.'));
  }
  let session: RequestSession = {};
  let settings: Partial<SessionOptions> = {
    ...base?.settings,
    ...(base && {
      runnableTools: [...new Set([...tools.map(nameOf), ...base.answerableTools])],
    }),
    ...(files.prices === undefined ? {} : { prices: files.prices }),
    ...(files.uncheckedSession && { uncheckedSession: files.uncheckedSession }),
  };
  const draftFor = (name: OptionName): SessionDraft => ({
    session,
    isAgent,
    runnableTools: tools.map(nameOf),
    where: sources.get(name) ?? 'default',
  });
  const applyToSession = async (chosen: readonly PlannedOption[]): Promise<void> => {
    for (const { row, value } of chosen) {
      await problems.try(async () => {
        session = { ...session, ...(await row.toSession?.(value, draftFor(row.name))) };
      });
    }
  };

  await applyToSession(options.filter(({ isGiven }) => !isGiven));
  const given = { ...base?.session, ...files.session };
  session = { ...session, ...given, ...joinTools(given.tools, tools) };
  await applyToSession(options.filter(({ isGiven }) => isGiven));
  for (const row of optionTable) {
    if (applies(row, values)) session = { ...row.whenUnset?.(draftFor(row.name)), ...session };
  }
  for (const { row, value } of options) {
    await problems.try(() => {
      settings = { ...settings, ...row.toOptions?.(value, draftFor(row.name)) };
    });
  }
  await problems.try(() => {
    session = base?.change(session) ?? session;
  });
  problems.throwAny();

  const { model = values.model, ...update } = session;
  const mode = modeOf(values.text, update);
  const rates = audioRates(update, values);
  const { warnings = [] } = files;
  return { plan: { model, mode, session: update, ...rates }, tools, settings, warnings };
}

/** An option that has a value. */
interface PlannedOption {
  readonly row: OptionRow<OptionName>;
  readonly value: OptionValue;
  /** By the user, or by a caller that replaced the default: text mode where there is no sound. */
  readonly isGiven: boolean;
}

/** The options that apply, in the order of the table. */
function optionsOf({ values, sources }: ResolvedOptions): readonly PlannedOption[] {
  return optionTable.flatMap((row) => {
    const value = values[row.name];
    if (value === undefined || !applies(row, values)) return [];
    return [{ row, value, isGiven: sources.get(row.name) !== 'default' || value !== row.default }];
  });
}

function applies(row: OptionRow, { text }: OptionValues): boolean {
  return !text || row.requires !== 'sound';
}

async function readFiles({ values, sources }: ResolvedOptions): Promise<UserFiles> {
  const problems = new ProblemList();
  let files: UserFiles = {};
  for (const { name, readFile } of optionTable) {
    const path = values[name];
    if (path === undefined) continue;
    await problems.try(async () => {
      files = { ...files, ...(await readFile?.(path, sources.get(name) ?? 'default', values)) };
    });
  }
  problems.throwAny();
  return files;
}

/** The emulator calls the weather demo, unless the session has tools of its own. */
function hasDemo(values: OptionValues, base: SessionBase | undefined): boolean {
  const isTold =
    base === undefined ||
    base.session.tools?.some(
      (tool) => tool.type === 'function' && tool.name === nameOf(demoWeather),
    );
  return isEmulated(values) && isTold === true;
}

function nameOf({ definition }: ToolSpec): string {
  return definition.name;
}

/** The session file's tools and the program's, which replace functions of the same name. */
function joinTools(fromFile: readonly Tool[] = [], specs: readonly ToolSpec[]): RequestSession {
  const own = specs.map((spec) => spec.definition);
  const names = new Set(own.map((tool) => tool.name));
  const kept = fromFile.filter((tool) => tool.type !== 'function' || !names.has(tool.name));
  const tools = [...kept, ...own];
  return tools.length === 0 ? {} : { tools };
}

function modeOf(text: boolean, session: RequestSession): SessionPlan['mode'] {
  if (text) return 'text';
  const isDefault = session.turn_detection === undefined;
  return isDefault || activeTurnDetection(session) !== undefined ? 'hands-free' : 'push-to-talk';
}

/** What the session core starts from. */
export function sessionOptions(parts: {
  readonly resolved: ResolvedOptions;
  readonly planned: PlannedSession;
  readonly target: { readonly label: string; readonly emulated: boolean };
  readonly canAsk: boolean;
  /** `none` when there is no microphone. */
  readonly microphone: string;
}): SessionOptions {
  const { planned, target } = parts;
  return {
    target: target.label,
    emulated: target.emulated,
    ...planned.plan,
    model: parts.resolved.values.agentName ?? planned.plan.model,
    runnableTools: planned.tools.map(nameOf),
    approve: 'ask',
    // In a recording, also the built-in ones: a later version has others.
    prices: builtInPrices,
    ...planned.settings,
    canAsk: parts.canAsk,
    startedAtMs: Date.now(),
    ...(parts.resolved.values.agentName === undefined ? {} : { agent: true as const }),
    ...(parts.microphone === 'none' ? { noMicrophone: true } : {}),
  };
}
