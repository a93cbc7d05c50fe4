import type { OptionValue } from '../../config/options/row.js';
import type { OptionFiles } from '../../config/options/layers.js';
import { resolveOptions, type ResolvedOptions } from '../../config/options/resolve-options.js';
import { optionTable } from '../../config/options/option-table.js';
import {
  planSession,
  type PlannedSession,
  type SessionBase,
} from '../../config/session/session-plan.js';
import { isEmulated } from '../../config/options/connection.js';
import { planTarget, type TargetPlan } from '../../config/session/target.js';
import { demoWeather } from '../../tools/tool-spec.js';
import { environmentSecrets } from '../../config/files/secrets.js';
import { withoutSecrets } from '../../shared/secrets/clean-error.js';
import { createSecrets } from '../../shared/secrets/registry.js';
import { Cleanup } from '../session/cleanup.js';
import { checkEmulatorFiles } from './check-emulator-files.js';
import { readyCaller, type ReadyCaller } from './ready-caller.js';
import { speakingService } from '../session/speaking-service.js';
import type { ScriptSounds } from '../../script/speech/script-sounds.js';
import type { Script } from '../../script/model/script.js';

/** A script with the session that it is run in, planned: nothing in it can be wrong usage any more. */
export interface ReadyScript {
  readonly script: Script;
  readonly resolved: ResolvedOptions;
  readonly planned: PlannedSession;
  readonly target: TargetPlan;
  readonly hasAudio: boolean;
  /** With audio. */
  readonly sounds?: ScriptSounds;
  /** Who plays the user instead of steps. */
  readonly caller?: ReadyCaller;
}

/**
 * Plans the session of a script: the flags over the script over the environment over files.
 * @throws VoiceliveError exit code 2 for options that cannot be used, 3 for a missing key
 */
export async function readyScript(
  script: Script,
  flags: Readonly<Record<string, unknown>>,
  env: NodeJS.ProcessEnv,
  files: OptionFiles = {},
): Promise<ReadyScript> {
  const hasAudio = needsAudio(script);
  const options: Record<string, OptionValue> = { ...script.options, text: !hasAudio };
  const layers = {
    flags: hasAudio ? flags : withoutSound(flags),
    env,
    script: options,
    files,
    command: 'run',
  } as const;
  const resolved = resolveOptions(layers);
  const planned = await planSession(resolved, baseOf(script, resolved));
  const target = planTarget(resolved, planned.plan, env);
  await checkEmulatorFiles(resolved);
  await checkJudge(script, target, env);
  const caller = script.caller && (await readyCaller(script.caller, layers, { resolved, planned }));
  if (script.caller?.scenario !== undefined && caller) await checkEmulatorFiles(caller.resolved);
  return {
    script,
    resolved,
    planned,
    target,
    hasAudio,
    ...(hasAudio && { sounds: await soundsOf(script, planned, target, env) }),
    ...(caller && { caller }),
  };
}

/** Whether somebody must judge. */
export function hasJudged({ steps, checks }: Script): boolean {
  return [...steps.flatMap((step) => step.checks), ...checks].some(({ type }) => type === 'judge');
}

/** Opens the judge at a URL, which connects to nothing before its first question. */
async function checkJudge(
  script: Script,
  target: TargetPlan,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if (script.judge?.url === undefined || !hasJudged(script)) return;
  const { openRunJudge } = await import('../session/open-judge.js');
  const secrets = createSecrets();
  const closer = new Cleanup(secrets.hide, () => undefined);
  try {
    await openRunJudge(script.judge, target, secrets, closer, env);
  } finally {
    await closer.close();
  }
}

/** Everything that the script says, made before it runs. */
async function soundsOf(
  script: Script,
  planned: PlannedSession,
  target: TargetPlan,
  env: NodeJS.ProcessEnv,
): Promise<ScriptSounds> {
  const [{ prepareSounds }, { SpeechFiles, speechFolder }] = await Promise.all([
    import('../../script/speech/prepare-sounds.js'),
    import('../../script/speech/speech-cache.js'),
  ]);
  const secrets = createSecrets();
  secrets.learn(environmentSecrets(env));
  const closer = new Cleanup(secrets.hide, () => undefined);
  try {
    return await prepareSounds(script, {
      files: new SpeechFiles(speechFolder(env)),
      service: speakingService(planned.plan.model, target, secrets, closer, env),
    });
  } catch (thrown) {
    throw withoutSecrets(thrown, secrets);
  } finally {
    await closer.close();
  }
}

/** A script that speaks runs with audio, others in text; its option `text` decides otherwise. */
function needsAudio({ steps, noise, caller, options }: Script): boolean {
  const { text } = options;
  if (typeof text === 'boolean') return !text;
  const speaks = steps.some(({ action }) => soundActions.has(action.type));
  return speaks || noise !== undefined || caller !== undefined;
}

const soundActions: ReadonlySet<string> = new Set(['say', 'play', 'silence', 'noise']);

/** Scripts with and without audio share a command line. */
function withoutSound(flags: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const rows = optionTable.filter(({ requires }) => requires === 'sound');
  const names = new Set<string>(rows.map(({ name }) => name));
  return Object.fromEntries(Object.entries(flags).filter(([name]) => !names.has(name)));
}

/** The script's session; the functions that its steps answer can be called. */
function baseOf({ session, steps }: Script, resolved: ResolvedOptions): SessionBase | undefined {
  const answerableTools = steps.flatMap(({ action }) =>
    action.type === 'tool-result' ? [action.tool] : [],
  );
  if (session === undefined && answerableTools.length === 0) return undefined;
  // The emulator calls the weather demo in a session without tools of its own.
  const demo = isEmulated(resolved.values) ? { tools: [demoWeather.definition] } : {};
  return {
    session: { ...demo, ...session },
    settings: {},
    answerableTools,
    change: (same) => same,
  };
}
