import { rm } from 'node:fs/promises';
import { metrics as metricTable } from '../../analysis/metrics.js';
import type { RecordingReport } from '../../analysis/report.js';
import { environmentSecrets } from '../../config/files/secrets.js';
import type { CheckResult, ScriptResult, Verdict } from '../../script/model/result.js';
import { evaluate } from '../../script/check/evaluate.js';
import { Evidence } from '../../script/check/evidence.js';
import { roundMetric } from '../../script/check/metric-value.js';
import type { Attempt } from '../../script/run/run-all.js';
import { failureOf } from '../../session/controller/failure.js';
import { initialState } from '../../session/initial-state.js';
import { monotonicMs } from '../../shared/clock.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { withoutSecrets } from '../../shared/secrets/clean-error.js';
import { createSecrets, type Secrets } from '../../shared/secrets/registry.js';
import { Cleanup } from '../session/cleanup.js';
import { sessionTime } from '../fast/virtual-time.js';
import { holdSession } from '../session/hold-session.js';
import { scriptedUser, type Performed, type ScriptedUser } from '../session/scripted-user.js';
import type { SessionTerms } from '../session/session-to-open.js';
import { hasJudged, type ReadyScript } from './ready-script.js';
import type { CallerTerms } from './simulated-user.js';

/** What the sessions of a run share. */
export interface RunSurroundings {
  /** Settles with an exit code when the run is to end from outside. */
  readonly outside: Promise<number>;
  readonly startEmulator: NonNullable<SessionTerms['startEmulator']>;
  /** Where recordings that were not asked for are made, and left when a run does not pass. */
  readonly temporaryFolder: () => Promise<string>;
  readonly env: NodeJS.ProcessEnv;
  /** Takes a line of diagnosis. */
  readonly tell: (text: string) => void;
  /** Called with what a session must not show and what closes it; the result is called at its end. */
  readonly enter: (secrets: Secrets, close: () => Promise<void>) => () => void;
  /** A run has come to this step, an index. */
  readonly onStep?: (attempt: Attempt<ReadyScript>, step: number) => void;
}

/** What a session left. */
interface Held extends Performed {
  readonly evidence?: Evidence;
  readonly recording?: string;
  readonly interrupted: boolean;
}

const interruptedFrom = 128;

/**
 * Runs a script once. What goes wrong with it is in the result.
 * @throws Error for faults of this program
 */
export async function runScriptOnce(
  attempt: Attempt<ReadyScript>,
  surroundings: RunSurroundings,
): Promise<ScriptResult> {
  const { script, resolved } = attempt.script;
  const startedAt = new Date().toISOString();
  const startedMs = monotonicMs();
  const secrets = createSecrets();
  secrets.learn(environmentSecrets(surroundings.env));
  const held = await holdScript(attempt, surroundings, secrets);
  const { failure, problems, recording } = held;
  const report = await reportOn(held);
  const own = await checksOf(attempt.script, held, report, surroundings, secrets);
  const checks = [...held.checks, ...(own ?? [])];
  const verdict = own === undefined ? 'interrupted' : verdictOf(held, checks);
  const isKept =
    recording !== undefined && (verdict !== 'passed' || resolved.values.record !== undefined);
  if (recording !== undefined && !isKept) await rm(recording, { recursive: true, force: true });
  return {
    script: script.name,
    file: script.file,
    run: attempt.run,
    attempt: attempt.attempt,
    verdict,
    startedAt,
    elapsedMs: Math.round(monotonicMs() - startedMs),
    // A script may quote its environment.
    checks: checks.map(({ expected, actual, events, ...check }) => ({
      ...check,
      ...secrets.hide({ expected, actual, events }),
    })),
    problems: problems.map(({ reason, ...problem }) => ({
      ...problem,
      reason: secrets.hide(reason),
    })),
    ...(failure && { failure: secrets.hide(failure) }),
    ...(isKept && { recording }),
    metrics: report === undefined ? {} : metricsOf(report),
    latenciesMs: report === undefined ? [] : latenciesOf(report),
  };
}

async function holdScript(
  attempt: Attempt<ReadyScript>,
  { outside, startEmulator, temporaryFolder, env, tell, enter, onStep }: RunSurroundings,
  secrets: Secrets,
): Promise<Held> {
  const { script, resolved, planned, hasAudio, sounds } = attempt.script;
  const time = sessionTime(resolved.values);
  const closer = new Cleanup(secrets.hide, tell);
  closer.add(() => Promise.resolve(time.virtual?.clock.close()));
  const around = { time, secrets, closer, startEmulator };
  const user =
    (await callerOf(attempt.script, around)) ?? (await scriptedUser(script, sounds, time.clock));
  const leave = enter(secrets, () => closer.close());
  const record = resolved.values.record ?? (hasAudio ? await temporaryFolder() : undefined);
  const { speaker = 'none' } = resolved.values;
  const values = {
    ...resolved.values,
    json: false,
    speaker,
    ...(record !== undefined && { record }),
  };
  const terms: SessionTerms = {
    canAsk: user.canAsk,
    microphone: 'none',
    planned,
    user: user.user,
    env,
    startEmulator,
  };
  let evidence: Evidence | undefined;
  let performed: Performed = { problems: [], checks: [] };
  let left: Promise<number> | undefined;
  let recordingPath: () => string | undefined = () => undefined;
  try {
    const end = await holdSession(
      { ...resolved, values },
      terms,
      { time, secrets, outside, closer, tell: () => undefined },
      (session) => {
        const seen = new Evidence(initialState(session.options));
        evidence = seen;
        session.attach({ outputs: [seen] });
        seen.watch(session);
        recordingPath = () => session.getState().options.recordingPath;
        left = user
          .perform(session, (mark) => {
            seen.mark(mark);
            if (mark.phase === 'start') onStep?.(attempt, mark.step);
          })
          .then((found) => {
            performed = found;
            return exitCodes.ok;
          });
        return { left, close: () => Promise.resolve() };
      },
    );
    // A session that failed is over before the user has said what became of the steps.
    if (end.failure !== undefined) await left;
    const path = recordingPath();
    const failure = end.failure ?? performed.failure;
    return {
      ...performed,
      ...(evidence && { evidence }),
      ...(failure && { failure }),
      ...(path !== undefined && { recording: path }),
      interrupted: end.exitCode > interruptedFrom,
    };
  } catch (thrown) {
    const clean = withoutSecrets(thrown, secrets);
    if (!(clean instanceof VoiceliveError)) throw clean;
    return { ...performed, failure: failureOf(clean), interrupted: false };
  } finally {
    await closer.close();
    leave();
  }
}

/** A second session as the user, whose code other scripts do not need. */
async function callerOf(
  ready: ReadyScript,
  around: CallerTerms,
): Promise<ScriptedUser | undefined> {
  if (ready.caller === undefined) return undefined;
  const { simulatedUser } = await import('./simulated-user.js');
  return simulatedUser(ready, around);
}

/** What is measured from samples is in the report of a recording only. */
async function reportOn({ evidence, recording }: Held): Promise<RecordingReport | undefined> {
  if (recording === undefined) return evidence?.report();
  try {
    const { inspectRecording } = await import('../../analysis/inspect-recording.js');
    return (await inspectRecording(recording)).report;
  } catch (thrown) {
    if (thrown instanceof VoiceliveError) return evidence?.report();
    throw thrown;
  }
}

/** @returns undefined when the run was ended before the judge had answered */
async function checksOf(
  { script, target }: ReadyScript,
  { evidence, interrupted }: Held,
  report: RecordingReport | undefined,
  { outside, startEmulator, env, tell, enter }: RunSurroundings,
  secrets: Secrets,
): Promise<readonly CheckResult[] | undefined> {
  if (evidence === undefined || interrupted) return [];
  if (!hasJudged(script)) return evaluate(script, evidence, report);
  const closer = new Cleanup(secrets.hide, tell);
  const leave = enter(secrets, () => closer.close());
  const ended = outside.then(() => undefined);
  try {
    const { openRunJudge } = await import('../session/open-judge.js');
    const settings = script.judge ?? { votes: 1 };
    const judge = await openRunJudge(settings, target, secrets, closer, env, startEmulator);
    return await Promise.race([evaluate(script, evidence, report, judge), ended]);
  } finally {
    await closer.close();
    leave();
  }
}

function verdictOf(
  { interrupted, failure, problems }: Held,
  checks: readonly CheckResult[],
): Verdict {
  if (interrupted) return 'interrupted';
  if (failure !== undefined || problems.length > 0) return 'error';
  return checks.every(({ passed }) => passed) ? 'passed' : 'failed';
}

function metricsOf(report: RecordingReport): Readonly<Record<string, number>> {
  return Object.fromEntries(
    metricTable.flatMap((metric) => {
      const value = metric.of(report);
      return value === undefined ? [] : [[metric.name, roundMetric(metric, value)]];
    }),
  );
}

function latenciesOf({ turns }: RecordingReport): readonly number[] {
  return turns
    .flatMap(({ latency }) => latency.samplesMs ?? latency.eventsMs ?? [])
    .map((value) => roundMetric({ unit: 'ms' }, value));
}
