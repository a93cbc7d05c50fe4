import { parseApproval } from '../../config/session/approval-option.js';
import { checkConflicts } from '../../config/options/conflicts.js';
import { resolveOptions, type ResolvedOptions } from '../../config/options/layers.js';
import { buildSession, type SessionPlan } from '../../config/session/session-plan.js';
import type { PriceTable } from '../../session/metrics/prices.js';
import type { SessionOptions } from '../../session/state.js';
import { demoWeather, type ToolSpec } from '../../tools/tool-spec.js';
import type { SessionFiles } from './session-files.js';
import { isEmulated, type TargetPlan } from './target.js';

/** Options, checked: nothing was opened yet. */
export function readOptions(flags: Readonly<Record<string, unknown>>): ResolvedOptions {
  const resolved = resolveOptions({ flags, env: process.env });
  checkConflicts(resolved);
  return resolved;
}

/** The session to ask for, the tools that it declares, and what it is reckoned to cost. */
export interface PlannedSession {
  readonly plan: SessionPlan;
  readonly tools: readonly ToolSpec[];
  /** Absent: the built-in ones. */
  readonly prices?: PriceTable;
}

/**
 * What the options ask for.
 * @throws VoiceliveError exit code 2 for a file or a value that cannot be used
 */
export async function planSession(resolved: ResolvedOptions): Promise<PlannedSession> {
  const { session = {}, prices, tools: declared } = await readFiles(resolved);
  const tools = declared ?? (isEmulated(resolved) ? [demoWeather] : []);
  const definitions = tools.map((tool) => tool.definition);
  return {
    plan: buildSession(resolved, definitions, session),
    tools,
    ...(prices === undefined ? {} : { prices }),
  };
}

/** What reads YAML takes long to load: only where there is a file. */
async function readFiles(resolved: ResolvedOptions): Promise<SessionFiles> {
  const { session, tools, prices } = resolved.values;
  if ((session ?? tools ?? prices) === undefined) return {};
  const { readSessionFiles } = await import('./session-files.js');
  return readSessionFiles(resolved);
}

/** What the session core is told at its start. */
export function sessionOptions(parts: {
  readonly resolved: ResolvedOptions;
  readonly planned: PlannedSession;
  readonly target: Pick<TargetPlan, 'label' | 'emulated'>;
  readonly canAsk: boolean;
  /** Absent without a recording. */
  readonly recordingPath?: string;
  /** `none` when there is no microphone. */
  readonly microphone: string;
  /** From the speaker to the microphone, measured. */
  readonly echoRoundTripMs?: number;
}): SessionOptions {
  const { resolved, target, canAsk, recordingPath } = parts;
  const { plan, tools, prices } = parts.planned;
  const names = tools.map((tool) => tool.definition.name);
  const servers = (plan.session.tools ?? []).flatMap((tool) =>
    tool.type === 'mcp' ? [tool.server_label] : [],
  );
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
      { functions: names, servers },
      resolved.sources.get('approve') ?? 'flag --approve',
    ),
    canAsk,
    startedAtMs: Date.now(),
    ...(resolved.values.halfDuplex ? { halfDuplex: true } : {}),
    ...(resolved.values.maxCost === undefined ? {} : { maxCostUsd: resolved.values.maxCost }),
    ...(prices === undefined ? {} : { prices }),
    ...(parts.echoRoundTripMs === undefined ? {} : { echoRoundTripMs: parts.echoRoundTripMs }),
    ...(parts.microphone === 'none' ? { noMicrophone: true } : {}),
    ...(recordingPath === undefined ? {} : { recordingPath }),
  };
}
