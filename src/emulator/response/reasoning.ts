import type { JsonValue } from '../../shared/json.js';
import type { ModelProfile } from '../kernel/model-class.js';

interface Reasoning {
  /** Milliseconds from `response.created` to the first output item. */
  readonly firstOutputMs: readonly [number, number];
  /** Billed as text of the output. */
  readonly tokens: number;
}

/** Minimal and high as recorded with gpt-5 (1.0 and 3.5 s; 256 tokens); the others lie between and beyond. */
const ofEffort: Readonly<Record<string, Reasoning>> = {
  low: { firstOutputMs: [1300, 1600], tokens: 64 },
  medium: { firstOutputMs: [2000, 2400], tokens: 128 },
  high: { firstOutputMs: [3300, 3600], tokens: 256 },
  xhigh: { firstOutputMs: [5000, 6000], tokens: 512 },
};

/** How long a model thinks before it answers. */
export function reasoningOf(profile: ModelProfile, effort: JsonValue | undefined): Reasoning {
  const { reasoningEffort, firstOutputMs } = profile;
  const plain = { firstOutputMs, tokens: 0 };
  if (reasoningEffort === undefined || typeof effort !== 'string') return plain;
  return (Object.hasOwn(ofEffort, effort) ? ofEffort[effort] : undefined) ?? plain;
}
