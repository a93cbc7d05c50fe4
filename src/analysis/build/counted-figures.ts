import { noTokens } from '../../session/initial-state.js';
import { addTokens } from '../../session/metrics/usage.js';
import type { TokenCounts } from '../../session/state.js';
import { distributionOf, lengthOf, totalOf } from '../distribution.js';
import type { Figures, RecordingReport } from '../report.js';

type Counted = Pick<
  RecordingReport,
  'turns' | 'interruptions' | 'toolCalls' | 'gaps' | 'problems' | 'reconnections'
> & { readonly responses: readonly { readonly tokens: TokenCounts }[] };

/** The figures that are counts, sums and distributions of what happened: in a session, or in a part of it. */
export function countedFigures({
  turns,
  interruptions,
  toolCalls,
  gaps,
  problems,
  reconnections,
  responses,
}: Counted): Omit<Figures, 'talkOver' | 'insertedSilence' | 'costUsd'> {
  return {
    turns: turns.filter(({ kind }) => kind !== 'unprompted').length,
    answeredTurns: turns.filter(({ latency }) => latency.eventsMs !== undefined).length,
    responses: responses.length,
    toolCalls: toolCalls.length,
    failedToolCalls: toolCalls.filter(({ outcome }) => outcome === 'failed').length,
    interruptions: interruptions.length,
    falseStops: interruptions.filter(({ falseStop }) => falseStop).length,
    errors: problems.filter(({ level }) => level === 'error').length,
    warnings: problems.filter(({ level }) => level === 'warning').length,
    reconnections: reconnections.length,
    latency: twoSources(turns.map(({ latency }) => latency)),
    timeToYield: twoSources(interruptions.map(({ timeToYield }) => timeToYield)),
    gaps: totalOf(gaps.map(lengthOf)),
    tokens: responses.map(({ tokens }) => tokens).reduce(addTokens, noTokens),
  };
}

/** Distributions of a figure from both sources. */
export function twoSources(
  values: readonly { readonly eventsMs?: number; readonly samplesMs?: number }[],
): Figures['latency'] {
  const events = distributionOf(values.map(({ eventsMs }) => eventsMs));
  const samples = distributionOf(values.map(({ samplesMs }) => samplesMs));
  return { ...(events && { events }), ...(samples && { samples }) };
}
