import type { RequestSession, Tool } from '../../protocol/generated/types.js';
import type { SessionOptions } from '../../session/state.js';
import { demoWeather, type ToolSpec } from '../../tools/tool-spec.js';
import { isEmulated } from '../options/connection.js';
import type { OptionName } from '../options/option-table.js';
import { optionTable } from '../options/option-table.js';
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

/** A session as the options ask for it. */
export interface PlannedSession {
  readonly plan: SessionPlan;
  readonly tools: readonly ToolSpec[];
  /** Local behaviour of the session core. */
  readonly settings: Partial<SessionOptions>;
}

/**
 * Plans the session: defaults, the session file over them, given options over both.
 * @throws VoiceliveError exit code 2 for a file or a value that cannot be used
 */
export async function planSession(resolved: ResolvedOptions): Promise<PlannedSession> {
  const { values } = resolved;
  const files = await readFiles(resolved);
  const tools = files.tools ?? (isEmulated(values) ? [demoWeather] : []);
  const isAgent = values.agentName !== undefined;
  if (isAgent && files.session?.instructions !== undefined) {
    throw conflict(
      'The session file has instructions, but --agent-name is given.',
      'The agent has its own instructions: remove them from the file.',
    );
  }

  const problems = new ProblemList();
  const options = optionsOf(resolved);
  let session: RequestSession = {};
  const draftFor = (name: OptionName): SessionDraft => ({
    session,
    isAgent,
    runnableTools: tools.map((tool) => tool.definition.name),
    where: resolved.sources.get(name) ?? 'default',
  });
  const apply = async (isGiven: boolean): Promise<void> => {
    for (const { row, value, given } of options) {
      if (row.toSession === undefined || value === undefined || given !== isGiven) continue;
      await problems.tryAsync(async () => {
        session = { ...session, ...(await row.toSession(value, draftFor(row.name))) };
      });
    }
  };

  await apply(false);
  session = { ...session, ...files.session };
  const allTools = joinTools(session.tools, tools);
  if (allTools.length > 0) session = { ...session, tools: allTools };
  await apply(true);
  for (const { row } of options) session = { ...row.whenUnset?.(draftFor(row.name)), ...session };

  let settings: Partial<SessionOptions> =
    files.prices === undefined ? {} : { prices: files.prices };
  for (const { row, value } of options) {
    if (row.toOptions === undefined || value === undefined) continue;
    problems.try(() => {
      settings = { ...settings, ...row.toOptions(value, draftFor(row.name)) };
    });
  }
  problems.throwAny();
  const { model = values.model, ...update } = session;
  const mode = modeOf(values.text, update);
  return { plan: { model, mode, session: update, ...audioRates(update, values) }, tools, settings };
}

interface PlannedOption {
  readonly row: OptionRow<OptionName>;
  readonly value: OptionValue | undefined;
  /** By the user, or by a caller that replaced the value: text mode where there is no sound. */
  readonly given: boolean;
}

/** The options that apply, in the order of the table. */
function optionsOf({ values, sources }: ResolvedOptions): readonly PlannedOption[] {
  return optionTable
    .filter((row) => !values.text || row.requires !== 'sound')
    .map((row) => {
      const value = values[row.name];
      return { row, value, given: sources.get(row.name) !== 'default' || value !== row.default };
    });
}

async function readFiles({ values, sources }: ResolvedOptions): Promise<UserFiles> {
  let files: UserFiles = {};
  for (const { name, readFile } of optionTable) {
    const path = values[name];
    if (readFile === undefined || path === undefined) continue;
    files = { ...files, ...(await readFile(path, sources.get(name) ?? 'default')) };
  }
  return files;
}

/** The session file's tools and the program's, which replace functions of the same name. */
function joinTools(fromFile: readonly Tool[] = [], specs: readonly ToolSpec[]): readonly Tool[] {
  const tools = specs.map((spec) => spec.definition);
  const own = new Set(tools.map((tool) => tool.name));
  return [...fromFile.filter((tool) => tool.type !== 'function' || !own.has(tool.name)), ...tools];
}

function modeOf(text: boolean, session: RequestSession): SessionPlan['mode'] {
  if (text) return 'text';
  return session.turn_detection === null ? 'push-to-talk' : 'hands-free';
}

/** What the session core starts from. */
export function sessionOptions(parts: {
  readonly resolved: ResolvedOptions;
  readonly planned: PlannedSession;
  readonly target: { readonly label: string; readonly emulated: boolean };
  readonly canAsk: boolean;
  /** Absent without a recording. */
  readonly recordingPath?: string;
  /** `none` when there is no microphone. */
  readonly microphone: string;
  /** From the speaker to the microphone, measured. */
  readonly echoRoundTripMs?: number;
}): SessionOptions {
  const { planned, target, recordingPath, echoRoundTripMs } = parts;
  return {
    target: target.label,
    emulated: target.emulated,
    ...planned.plan,
    model: parts.resolved.values.agentName ?? planned.plan.model,
    runnableTools: planned.tools.map((tool) => tool.definition.name),
    approve: 'ask',
    ...planned.settings,
    canAsk: parts.canAsk,
    startedAtMs: Date.now(),
    ...(echoRoundTripMs === undefined ? {} : { echoRoundTripMs }),
    ...(parts.microphone === 'none' ? { noMicrophone: true } : {}),
    ...(recordingPath === undefined ? {} : { recordingPath }),
  };
}
