import type { RecordingReport } from '../../analysis/report.js';
import type { Judge, SpokenLine } from '../judge/judge.js';
import type { Check } from '../model/check.js';
import type { CheckResult } from '../model/result.js';
import type { Script } from '../model/script.js';
import { checkScope, expectationOf, type CheckInputs } from './check-scope.js';
import { eventsAround } from './events-around.js';
import type { Evidence } from './evidence.js';
import type { Outcome } from './outcome.js';
import { scopeOf } from './scope.js';
import { stepReport } from './step-report.js';
import { loadSchemaCheck, type SchemaCheck } from './tool-calls.js';
import { counted } from './words.js';

/**
 * The results of every check of a script, in the script's order. Call it when the session has ended.
 * @param report the inspection of the session's recording, where there is one: what is measured from samples is in it
 */
export async function evaluate(
  script: Script,
  evidence: Evidence,
  report: RecordingReport = evidence.report(),
  judge?: Judge,
): Promise<readonly CheckResult[]> {
  const checkSchema = hasSchema(script) ? await loadSchemaCheck() : noSchema;
  const { dropped } = evidence;
  const results: CheckResult[] = [];
  const scopes = [
    ...script.steps.map(({ checks }, step) => ({ step, checks })),
    { step: undefined, checks: script.checks },
  ];
  for (const { step, checks } of scopes) {
    if (checks.length === 0) continue;
    const isReached = step === undefined || evidence.starts.has(step);
    const scope = scopeOf(evidence, step);
    let own: RecordingReport | undefined;
    const inputs: CheckInputs = {
      scope,
      report: () => (own ??= step === undefined ? report : stepReport(report, evidence, scope)),
      earlier: () => earlierLines(evidence, step),
      dropped,
      judge,
      checkSchema,
    };
    for (const check of checks) {
      const outcome = !isReached
        ? unknown(check, 'the step was not reached')
        : dropped.inputs > 0
          ? unknown(check, `the session was too long: ${counted(dropped.inputs, 'input')} not seen`)
          : await checkScope(check, inputs);
      results.push({
        place: check.place,
        name: check.name,
        ...(step === undefined ? {} : { step }),
        ...outcome,
        events: outcome.passed || !isReached ? [] : eventsAround(scope),
      });
    }
  }
  return results;
}

function earlierLines(evidence: Evidence, step: number | undefined): readonly SpokenLine[] {
  if (step === undefined) return [];
  const before = [...evidence.starts.keys()].filter((each) => each < step);
  return before.flatMap((each) => scopeOf(evidence, each).lines);
}

function unknown(check: Check, actual: string): Outcome {
  return { passed: false, expected: expectationOf(check), actual };
}

function hasSchema({ steps, checks }: Script): boolean {
  return [...steps.flatMap((step) => step.checks), ...checks].some(
    (check) => check.type === 'tools' && check.calls.some(({ schema }) => schema !== undefined),
  );
}

const noSchema: SchemaCheck = () => undefined;
