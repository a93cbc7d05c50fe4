import { overlaps } from '../../audio/pure/voice-activity.js';
import { countedFigures } from '../../analysis/build/counted-figures.js';
import { lengthOf, totalOf } from '../../analysis/distribution.js';
import type { Figures, RecordingReport, Span } from '../../analysis/report.js';
import type { Evidence, StepStart } from './evidence.js';
import type { Scope } from './scope.js';

/** The part of a report that is about one step, with the figures of that part. */
export function stepReport(
  report: RecordingReport,
  evidence: Evidence,
  scope: Scope,
): RecordingReport {
  const { ids, step } = scope;
  const turns = report.turns.filter(({ itemIds, responseIds }) =>
    [...itemIds, ...responseIds].some((id) => ids.has(id)),
  );
  const interruptions = report.interruptions.filter(
    ({ itemId }) => evidence.cutSteps.get(itemId) === step,
  );
  const toolCalls = report.toolCalls.filter(({ callId }) => ids.has(callId));
  const responses = report.responses.filter(({ id }) => ids.has(id));
  const gaps = report.gaps.filter(({ itemId }) => ids.has(itemId));
  const slice = sliceOf(evidence, step);
  const problems = report.problems.slice(...slice((start) => start.problems));
  const reconnections = report.reconnections.slice(...slice((start) => start.outages));
  const talkOver = report.sound && totalOf(talkOverIn(report.sound.talkOver, evidence, scope));
  const costs = responses.flatMap(({ costUsd }) => costUsd ?? []);
  const figures: Figures = {
    ...countedFigures({
      turns,
      interruptions,
      toolCalls,
      gaps,
      problems,
      reconnections,
      responses,
    }),
    talkOver: talkOver === undefined ? {} : { events: talkOver, samples: talkOver },
    insertedSilence: totalOf([]),
    ...(responses.length > 0 && costs.length === responses.length
      ? { costUsd: costs.reduce((sum, cost) => sum + cost, 0) }
      : {}),
  };
  return {
    ...report,
    figures,
    turns,
    interruptions,
    toolCalls,
    responses,
    gaps,
    problems,
    reconnections,
  };
}

/** From what there was when the step began to what there was when the next one did. */
function sliceOf(
  { starts }: Evidence,
  step: number | undefined,
): (of: (start: StepStart) => number) => readonly [from: number, to: number | undefined] {
  const own = step === undefined ? undefined : starts.get(step);
  const next = [...starts].find(([other]) => step !== undefined && other > step)?.[1];
  return (of) => [own === undefined ? 0 : of(own), next && of(next)];
}

function talkOverIn(
  spans: readonly Span[],
  { session }: Evidence,
  { startMs, endMs }: Scope,
): readonly number[] {
  const step = {
    startMs: session.clock.at(startMs),
    endMs: endMs === undefined ? Number.MAX_SAFE_INTEGER : session.clock.at(endMs),
  };
  return overlaps(spans, [step]).map(lengthOf);
}
