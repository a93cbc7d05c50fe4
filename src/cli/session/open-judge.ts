import { join } from 'node:path';
import type { TargetPlan } from '../../config/session/target.js';
import type { Judge } from '../../script/judge/judge.js';
import { createHttpModel } from '../../script/judge/http-model.js';
import { openJudge, type JudgeModel } from '../../script/judge/open-judge.js';
import { judgeInstructions } from '../../script/judge/prompt.js';
import { createServiceModel } from '../../script/judge/service-model.js';
import type { JudgeSettings } from '../../script/model/script.js';
import { systemClock } from '../../shared/clock.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { packageRoot } from '../../shared/paths.js';
import type { Secrets } from '../../shared/secrets/registry.js';
import type { Cleanup } from './cleanup.js';
import type { startEmulatorThread } from './emulator-thread.js';
import { openTarget } from './open-target.js';

/** For one answer of a judge. */
const deadlineMs = 30_000;

/**
 * The judge of a run: a text session of the run's own target, or an OpenAI-compatible service. At the emulator it answers
 * by the rules of its judge scenario. Nothing connects before the first question.
 * @throws VoiceliveError exit code 2 for a URL that cannot be used, 3 for a key that is not set
 */
export async function openRunJudge(
  settings: JudgeSettings,
  plan: TargetPlan,
  secrets: Secrets,
  closer: Cleanup,
  env: NodeJS.ProcessEnv,
  startEmulator?: typeof startEmulatorThread,
): Promise<Judge> {
  const model =
    settings.url === undefined
      ? await serviceModel(settings, plan, secrets, closer, env, startEmulator)
      : httpModel(settings, settings.url, secrets, env);
  const judge = openJudge(model, judgeInstructions, settings.votes);
  closer.add(() => judge.close());
  return judge;
}

async function serviceModel(
  { model }: JudgeSettings,
  plan: TargetPlan,
  secrets: Secrets,
  closer: Cleanup,
  env: NodeJS.ProcessEnv,
  startEmulator: typeof startEmulatorThread | undefined,
): Promise<JudgeModel> {
  const scenario = join(packageRoot, 'src/emulator/scenarios/judge.yaml');
  // A crash of the emulator closes the connection, which the judge reports.
  const ignoreCrash = (): void => undefined;
  const target = await openTarget(
    plan.emulated ? { ...plan, scenario, faults: undefined } : plan,
    secrets,
    closer,
    ignoreCrash,
    { startEmulator, env },
  );
  return createServiceModel({
    open: (listener) => target.open(listener),
    clock: systemClock,
    deadlineMs,
    ...(model === undefined ? {} : { model }),
  });
}

function httpModel(
  { model, keyFrom }: JudgeSettings,
  url: string,
  secrets: Secrets,
  env: Readonly<Record<string, string | undefined>>,
): JudgeModel {
  const key = keyFrom === undefined ? undefined : env[keyFrom];
  if (keyFrom !== undefined && (key === undefined || key === ''))
    throw new VoiceliveError(`The environment variable ${keyFrom}, the judge's key, is not set.`, {
      code: 'judge-key',
      hint: `Set ${keyFrom}, or remove it from the script's judge.`,
      exitCode: exitCodes.authentication,
    });
  if (model === undefined)
    throw new VoiceliveError('The judge at a URL needs a model.', {
      code: 'judge-model',
      hint: "Name one in the script's judge: model.",
      exitCode: exitCodes.usage,
    });
  return createHttpModel({
    url,
    model,
    secrets,
    clock: systemClock,
    deadlineMs,
    ...(key === undefined ? {} : { key }),
  });
}
