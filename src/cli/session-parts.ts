import { parseApproval } from '../config/approval.js';
import { checkConflicts } from '../config/conflicts.js';
import { resolveOptions, type ResolvedOptions } from '../config/layers.js';
import { buildSession, type SessionPlan } from '../config/session.js';
import { parsePriceFile } from '../session/price-file.js';
import type { PriceTable } from '../session/prices.js';
import type { SessionOptions } from '../session/state.js';
import { demoWeather, type ToolSpec } from '../tools/tool-spec.js';
import type { SessionFiles } from './session-files.js';
import { isEmulated, type TargetPlan } from './target.js';

/** Options, and what stands in the file of prices. */
export interface CheckedOptions extends ResolvedOptions {
  readonly prices: PriceTable | undefined;
}

/** Options, checked: nothing was opened yet. */
export function readOptions(flags: Readonly<Record<string, unknown>>): CheckedOptions {
  const resolved = resolveOptions({ flags, env: process.env });
  checkConflicts(resolved);
  const { prices } = resolved.values;
  const where = resolved.sources.get('prices') ?? 'flag --prices';
  return {
    ...resolved,
    prices: prices === undefined ? undefined : parsePriceFile(readDocument(prices, where)),
  };
}

/** The session to ask for, and the tools that it declares. */
export interface PlannedSession {
  readonly plan: SessionPlan;
  readonly tools: readonly ToolSpec[];
}

/**
 * What the options ask for.
 * @throws VoiceliveError exit code 2 for a file or a value that cannot be used
 */
export async function planSession(resolved: ResolvedOptions): Promise<PlannedSession> {
  const { session, tools: toolFile } = resolved.values;
  const files = await readFiles(session, toolFile);
  const tools = files.tools ?? (isEmulated(resolved) ? [demoWeather] : []);
  const definitions = tools.map((tool) => tool.definition);
  return { plan: buildSession(resolved, definitions, files.session ?? {}), tools };
}

/** What reads YAML takes long to load: only where there is a file. */
async function readFiles(
  session: string | undefined,
  tools: string | undefined,
): Promise<SessionFiles> {
  if (session === undefined && tools === undefined) return {};
  const { readSessionFiles } = await import('./session-files.js');
  return readSessionFiles(session, tools);
}

/** What the session core is told at its start. */
export function sessionOptions(parts: {
  readonly resolved: CheckedOptions;
  readonly plan: SessionPlan;
  readonly target: Pick<TargetPlan, 'label' | 'emulated'>;
  readonly tools: readonly ToolSpec[];
  readonly canAsk: boolean;
  /** Absent without a recording. */
  readonly recordingPath?: string;
  /** `none` when there is no microphone. */
  readonly microphone: string;
  /** From the speaker to the microphone, measured. */
  readonly echoRoundTripMs?: number;
}): SessionOptions {
  const { resolved, plan, target, tools, canAsk, recordingPath } = parts;
  const names = tools.map((tool) => tool.definition.name);
  const bringsMore = plan.session.tools?.some((tool) => tool.type !== 'function') === true;
  return {
    target: target.label,
    emulated: target.emulated,
    model: resolved.values.agentName ?? plan.model,
    mode: plan.mode,
    session: plan.session,
    inputRateHz: plan.inputRateHz,
    outputRateHz: plan.outputRateHz,
    runnableTools: names,
    approve: parseApproval(
      resolved.values.approve,
      bringsMore ? undefined : names,
      resolved.sources.get('approve') ?? 'flag --approve',
    ),
    canAsk,
    startedAtMs: Date.now(),
    ...(resolved.values.halfDuplex ? { halfDuplex: true } : {}),
    ...(resolved.values.maxCost === undefined ? {} : { maxCostUsd: resolved.values.maxCost }),
    ...(resolved.prices === undefined ? {} : { prices: resolved.prices }),
    ...(parts.echoRoundTripMs === undefined ? {} : { echoRoundTripMs: parts.echoRoundTripMs }),
    ...(parts.microphone === 'none' ? { noMicrophone: true } : {}),
    ...(recordingPath === undefined ? {} : { recordingPath }),
  };
}
