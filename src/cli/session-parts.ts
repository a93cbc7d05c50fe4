import { randomBytes } from 'node:crypto';
import { parseApproval } from '../config/approval.js';
import { checkConflicts } from '../config/conflicts.js';
import { readDocument } from '../config/document.js';
import { resolveOptions, type ResolvedOptions } from '../config/layers.js';
import { buildSession, type SessionPlan } from '../config/session.js';
import { openRecorder } from '../recording/recorder.js';
import type { Recorder } from '../recording/types.js';
import type { SessionOptions } from '../session/state.js';
import { createToolRunner } from '../tools/runner.js';
import { parseToolFile } from '../tools/tool-file.js';
import { demoWeather, type ToolSpec } from '../tools/tool-spec.js';
import type { ToolRunner } from '../tools/types.js';
import { programVersion } from './version.js';
import { isEmulated, type Target } from './target.js';

/** Options, checked: nothing was opened yet. */
export function readOptions(flags: Readonly<Record<string, unknown>>): ResolvedOptions {
  const resolved = resolveOptions({ flags, env: process.env });
  checkConflicts(resolved);
  return resolved;
}

/** The session to ask for, and the tools that it declares. */
export function planSession(resolved: ResolvedOptions): {
  plan: SessionPlan;
  tools: readonly ToolSpec[];
} {
  const { values } = resolved;
  const tools =
    values.tools === undefined
      ? isEmulated(resolved)
        ? [demoWeather]
        : []
      : parseToolFile(readDocument(values.tools, 'flag --tools'));
  return {
    plan: buildSession(
      resolved,
      tools.map((tool) => tool.definition),
    ),
    tools,
  };
}

/** Runs the declared tools, without the program's secrets in their environment. */
export function openTools(tools: readonly ToolSpec[], target: Target): ToolRunner {
  return createToolRunner(tools, { env: process.env, secrets: target.secrets });
}

/** What the session core is told at its start. */
export function sessionOptions(parts: {
  readonly resolved: ResolvedOptions;
  readonly plan: SessionPlan;
  readonly target: Target;
  readonly tools: readonly ToolSpec[];
  readonly canAsk: boolean;
  readonly recorder: Recorder | undefined;
  /** `none` when there is no microphone. */
  readonly microphone: string;
  /** From the speaker to the microphone, measured. */
  readonly echoRoundTripMs?: number;
}): SessionOptions {
  const { resolved, plan, target, tools, canAsk, recorder } = parts;
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
    ...(parts.echoRoundTripMs === undefined ? {} : { echoRoundTripMs: parts.echoRoundTripMs }),
    ...(parts.microphone === 'none' ? { noMicrophone: true } : {}),
    ...(recorder === undefined ? {} : { recordingPath: recorder.path }),
  };
}

/**
 * Opens a recording when one is asked for.
 * @throws VoiceliveError exit code 2 when the folder cannot be made
 */
export async function openRecording(
  resolved: ResolvedOptions,
  plan: SessionPlan,
  target: Target,
  onTrouble: (sentence: string) => void,
): Promise<Recorder | undefined> {
  const directory = resolved.values.record;
  if (directory === undefined) return undefined;
  return openRecorder({
    directory,
    id: randomBytes(3).toString('hex'),
    header: {
      program: programVersion(),
      startedAt: new Date().toISOString(),
      target: target.label,
      model: plan.model,
      mode: plan.mode,
      inputRateHz: plan.inputRateHz,
      outputRateHz: plan.outputRateHz,
    },
    secrets: target.secrets,
    onTrouble,
  });
}
