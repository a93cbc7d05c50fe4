import type { Distribution, Figures, RecordingReport, TotalTime } from './report.js';

export type MetricUnit = 'ms' | 'count' | 'tokens' | 'usd' | 'dBFS';

/** A figure of a report that can be compared and checked. */
export interface Metric {
  /** As in `--fail-if`. */
  readonly name: string;
  readonly unit: MetricUnit;
  readonly about: string;
  /** Undefined where the recording does not have it. */
  readonly of: (report: RecordingReport) => number | undefined;
}

const statistics: readonly (readonly [string, keyof Distribution, string])[] = [
  ['min', 'minMs', 'least'],
  ['mean', 'meanMs', 'mean'],
  ['p50', 'p50Ms', 'median'],
  ['p90', 'p90Ms', '90th percentile, from 10 values on'],
  ['p95', 'p95Ms', '95th percentile, from 20 values on'],
  ['p99', 'p99Ms', '99th percentile, from 100 values on'],
  ['max', 'maxMs', 'greatest'],
];

function distribution(
  name: string,
  about: string,
  of: (figures: Figures) => Distribution | undefined,
): readonly Metric[] {
  return statistics.map(([short, field, words]) => ({
    name: `${name}.${short}`,
    unit: 'ms',
    about: `${about}: ${words}`,
    of: ({ figures }) => of(figures)?.[field],
  }));
}

function total(
  name: string,
  about: string,
  of: (figures: Figures) => TotalTime | undefined,
): readonly Metric[] {
  return [
    {
      name: `${name}.count`,
      unit: 'count',
      about: `${about}: how often`,
      of: ({ figures }) => of(figures)?.count,
    },
    {
      name: `${name}.total`,
      unit: 'ms',
      about: `${about}: altogether`,
      of: ({ figures }) => of(figures)?.totalMs,
    },
    {
      name: `${name}.longest`,
      unit: 'ms',
      about: `${about}: longest`,
      of: ({ figures }) => of(figures)?.longestMs,
    },
  ];
}

function count(name: string, about: string, of: (figures: Figures) => number): Metric {
  return { name, unit: 'count', about, of: ({ figures }) => of(figures) };
}

function tokens(name: string, about: string, of: (figures: Figures) => number): Metric {
  return { name: `tokens.${name}`, unit: 'tokens', about, of: ({ figures }) => of(figures) };
}

function level(name: string, about: string, of: Metric['of']): Metric {
  return { name, unit: 'dBFS', about, of };
}

/** Every metric, in the order of the documentation. */
export const metrics: readonly Metric[] = [
  ...distribution(
    'latency',
    'end of the turn to the first sound of the answer, from events',
    ({ latency }) => latency.events,
  ),
  ...distribution(
    'latency.samples',
    'end of voice to start of voice, from samples',
    ({ latency }) => latency.samples,
  ),
  ...distribution(
    'yield',
    'start of an interruption to silence, from events',
    ({ timeToYield }) => timeToYield.events,
  ),
  ...distribution(
    'yield.samples',
    'start of an interruption to silence, from samples',
    ({ timeToYield }) => timeToYield.samples,
  ),
  ...total('talk-over', 'both speak, from events', ({ talkOver }) => talkOver.events),
  ...total('talk-over.samples', 'both speak, from samples', ({ talkOver }) => talkOver.samples),
  ...total('gaps', 'silence of 250 ms or more inside replies', ({ gaps }) => gaps),
  ...total(
    'inserted-silence',
    'silence in replies because audio came too late',
    ({ insertedSilence }) => insertedSilence,
  ),
  count('turns', 'turns of the user', ({ turns }) => turns),
  count('turns.answered', 'turns that were answered', ({ answeredTurns }) => answeredTurns),
  count('turns.unanswered', 'turns that were not answered', ({ turns, answeredTurns }) =>
    Math.max(0, turns - answeredTurns),
  ),
  count('responses', 'responses', ({ responses }) => responses),
  count('interruptions', 'replies that were cut', ({ interruptions }) => interruptions),
  count('false-stops', 'replies cut by a cough or an "mhm"', ({ falseStops }) => falseStops),
  count('tool-calls', 'tool calls', ({ toolCalls }) => toolCalls),
  count('tool-calls.failed', 'tool calls that failed', ({ failedToolCalls }) => failedToolCalls),
  count('errors', 'errors of service and program', ({ errors }) => errors),
  count('warnings', 'warnings of service and program', ({ warnings }) => warnings),
  count('reconnections', 'lost connections', ({ reconnections }) => reconnections),
  tokens('in', 'input tokens', ({ tokens: t }) => t.inputText + t.inputAudio + t.inputImage),
  tokens('out', 'output tokens', ({ tokens: t }) => t.outputText + t.outputAudio),
  tokens('cached', 'cached input tokens', ({ tokens: t }) => t.cachedText + t.cachedAudio),
  tokens('in.text', 'input tokens of text', ({ tokens: t }) => t.inputText),
  tokens('in.audio', 'input tokens of audio', ({ tokens: t }) => t.inputAudio),
  tokens('out.text', 'output tokens of text', ({ tokens: t }) => t.outputText),
  tokens('out.audio', 'output tokens of audio', ({ tokens: t }) => t.outputAudio),
  {
    name: 'cost',
    unit: 'usd',
    about: 'estimated cost in US dollars',
    of: ({ figures }) => figures.costUsd,
  },
  {
    name: 'duration',
    unit: 'ms',
    about: 'length of the recording',
    of: ({ session }) => session.durationMs,
  },
  {
    name: 'silence.start',
    unit: 'ms',
    about: 'silence before the first voice',
    of: ({ sound }) => sound?.silenceAtStartMs,
  },
  {
    name: 'silence.end',
    unit: 'ms',
    about: 'silence after the last voice',
    of: ({ sound }) => sound?.silenceAtEndMs,
  },
  {
    name: 'clipping.user',
    unit: 'count',
    about: 'stretches at full scale, microphone',
    of: ({ sound }) => sound?.user.clippings,
  },
  {
    name: 'clipping.assistant',
    unit: 'count',
    about: 'stretches at full scale, speaker',
    of: ({ sound }) => sound?.assistant.clippings,
  },
  level('level.user', 'average level of the voice, microphone', ({ sound }) => sound?.user.voiceDb),
  level(
    'level.assistant',
    'average level of the voice, speaker',
    ({ sound }) => sound?.assistant.voiceDb,
  ),
  level('noise.user', 'median level of the rest, microphone', ({ sound }) => sound?.user.noiseDb),
  {
    name: 'disagreements',
    unit: 'count',
    about: 'figures on which events and samples differ by more than 20 ms',
    of: ({ disagreements }) => disagreements.length,
  },
];
