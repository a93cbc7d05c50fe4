import type { MetricUnit } from '../../analysis/metrics.js';

/** A figure of one turn, which its `expect` can limit. */
export interface TurnMetric {
  readonly name: string;
  readonly unit: MetricUnit;
  readonly about: string;
  /** Measured in the samples of the recording: with audio only. */
  readonly needsSound?: true;
}

/** Figures of one turn, in the order of the documentation. */
export const turnMetrics: readonly TurnMetric[] = [
  {
    name: 'latency',
    unit: 'ms',
    about:
      'end of the turn to the first sound (in text: the first text) of the answer, from events',
  },
  {
    name: 'latency.samples',
    unit: 'ms',
    about: 'end of voice to start of voice, from samples',
    needsSound: true,
  },
  ...part('vad', 'until the service detected the end of speech'),
  ...part('requested', 'until the response was requested'),
  ...part('committed', 'until the audio was committed'),
  ...part('created', 'until the response was created'),
  ...part('tool-call', 'until the model called a tool'),
  ...part('tool', 'until the tool had run'),
  ...part('first-text', 'until the first text'),
  ...part('first-audio', 'until the first audio'),
  ...part('heard', 'until the first sound was heard'),
  { name: 'yield', unit: 'ms', about: 'start of an interruption to silence, from events' },
  {
    name: 'yield.samples',
    unit: 'ms',
    about: 'start of an interruption to silence, from samples',
    needsSound: true,
  },
  { name: 'talk-over', unit: 'ms', about: 'both speak, from events' },
  { name: 'talk-over.samples', unit: 'ms', about: 'both speak, from samples', needsSound: true },
  {
    name: 'gaps',
    unit: 'count',
    about: 'silences of 250 ms or more inside the reply',
    needsSound: true,
  },
  { name: 'interruptions', unit: 'count', about: 'replies that were cut' },
  { name: 'false-stops', unit: 'count', about: 'replies cut by a cough or an "mhm"' },
  { name: 'responses', unit: 'count', about: 'responses' },
  { name: 'tool-calls', unit: 'count', about: 'tool calls' },
  { name: 'tool-calls.failed', unit: 'count', about: 'tool calls that failed' },
  { name: 'errors', unit: 'count', about: 'errors of service and program' },
  { name: 'warnings', unit: 'count', about: 'warnings of service and program' },
  { name: 'tokens.in', unit: 'tokens', about: 'input tokens' },
  { name: 'tokens.out', unit: 'tokens', about: 'output tokens' },
  { name: 'tokens.cached', unit: 'tokens', about: 'cached input tokens' },
  { name: 'cost', unit: 'usd', about: 'estimated cost in US dollars' },
];

/** A part of the latency, since the moment before it. */
function part(name: string, about: string): readonly TurnMetric[] {
  return [{ name: `latency.${name}`, unit: 'ms', about: `part of the latency: ${about}` }];
}
