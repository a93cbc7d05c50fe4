import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import type { Prng } from '../kernel/prng.js';
import { message, type Output } from '../scenario/outputs.js';

/** Voice Live how-to, interim response: the latency trigger's default threshold. */
const defaultThresholdMs = 2000;

export interface Interim {
  readonly afterMs: number;
  readonly output: Extract<Output, { readonly type: 'message' }>;
}

interface InterimRequest {
  /** `interim_response` of the session or the response. */
  readonly config: JsonValue | undefined;
  readonly outputs: readonly Output[];
  /** When the first output would come, after `response.created`. */
  readonly answerMs: number;
  /** Said for `llm_interim_response`, which a model would make up. */
  readonly madeUp: string;
  readonly random: Prng;
}

function triggersOf(config: JsonObject): readonly JsonValue[] {
  const { triggers } = config;
  return isJsonArray(triggers) ? triggers : ['latency'];
}

function lineOf(config: JsonObject, madeUp: string, random: Prng): string | undefined {
  if (config['type'] === 'llm_interim_response') return madeUp;
  const given = isJsonArray(config['texts']) ? config['texts'] : [];
  const texts = given.filter((text) => typeof text === 'string');
  return texts[random.between(0, Math.max(0, texts.length - 1))];
}

/** What is said while the answer takes its time, or a tool is called; undefined when nothing is. */
export function interimOf(question: InterimRequest): Interim | undefined {
  const { config, outputs, answerMs } = question;
  if (!isJsonObject(config)) return undefined;
  const triggers = triggersOf(config);
  const threshold = config['latency_threshold_ms'];
  const afterMs = typeof threshold === 'number' ? threshold : defaultThresholdMs;
  const late = triggers.includes('latency') && answerMs > afterMs;
  const usesTool = outputs.some(({ type }) => ['call', 'mcp', 'search', 'agent'].includes(type));
  if (!late && !(usesTool && triggers.includes('tool'))) return undefined;
  const line = lineOf(config, question.madeUp, question.random);
  if (line === undefined) return undefined;
  const output = message(line);
  return output.type === 'message' ? { afterMs: late ? afterMs : 0, output } : undefined;
}
