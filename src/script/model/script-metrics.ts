import { metrics, type Metric } from '../../analysis/metrics.js';

/** A figure that an expectation can limit. */
export type ScriptMetric = Pick<Metric, 'name' | 'unit' | 'about'>;

/** Short names, of which every value, or the total, must keep the limit. */
const short: readonly ScriptMetric[] = [
  ms('latency', 'end of the turn to the first sound of the answer, from events: every value'),
  ms('latency.samples', 'end of voice to start of voice, from samples: every value'),
  ms('latency.vad', 'part of the latency: until the end of speech was detected'),
  ms('latency.requested', 'part of the latency: until the response was requested'),
  ms('latency.committed', 'part of the latency: until the audio was committed'),
  ms('latency.created', 'part of the latency: until the response was created'),
  ms('latency.tool-call', 'part of the latency: until the model called a tool'),
  ms('latency.tool', 'part of the latency: until the tool had run'),
  ms('latency.first-text', 'part of the latency: until the first text'),
  ms('latency.first-audio', 'part of the latency: until the first audio'),
  ms('latency.heard', 'part of the latency: until the first sound was heard'),
  ms('yield', 'start of an interruption to silence, from events: every value'),
  ms('yield.samples', 'start of an interruption to silence, from samples: every value'),
  ms('talk-over', 'both speak, from events: altogether'),
  ms('talk-over.samples', 'both speak, from samples: altogether'),
  ms('gaps', 'silence of 250 ms or more inside replies: altogether'),
];

/** Statistics over turns, and figures that nothing divides by turns. */
const ofSessions =
  /^(?:latency|yield)\..*(?:min|mean|p\d\d|max)$|^(?:turns|duration|silence|clipping|level|noise|disagreements|inserted-silence|reconnections)\b/;

/** What `expect` of a script can limit. */
export const sessionMetrics: readonly ScriptMetric[] = [...short, ...metrics];

/** What `expect` of a turn can limit. */
export const turnMetrics: readonly ScriptMetric[] = sessionMetrics.filter(
  ({ name }) => !ofSessions.test(name),
);

function ms(name: string, about: string): ScriptMetric {
  return { name, unit: 'ms', about };
}
