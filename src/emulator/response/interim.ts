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
  /** When the first output is due, after `response.created`. */
  readonly answerMs: number;
  /** Line for `llm_interim_response`, which a model would generate. */
  readonly generatedLine: string;
  readonly random: Prng;
}

function triggersOf(config: JsonObject): readonly JsonValue[] {
  const { triggers } = config;
  return isJsonArray(triggers) ? triggers : ['latency'];
}

function lineOf(config: JsonObject, generatedLine: string, random: Prng): string | undefined {
  if (config['type'] === 'llm_interim_response') return generatedLine;
  const given = isJsonArray(config['texts']) ? config['texts'] : [];
  const texts = given.filter((text) => typeof text === 'string');
  return texts[random.between(0, Math.max(0, texts.length - 1))];
}

/** The message for a slow answer or a tool call; undefined when none is configured or due. */
export function interimOf(request: InterimRequest): Interim | undefined {
  const { config, outputs, answerMs } = request;
  if (!isJsonObject(config)) return undefined;
  const triggers = triggersOf(config);
  const threshold = config['latency_threshold_ms'];
  const afterMs = typeof threshold === 'number' ? threshold : defaultThresholdMs;
  const late = triggers.includes('latency') && answerMs > afterMs;
  const usesTool = outputs.some(({ type }) => ['call', 'mcp', 'search', 'agent'].includes(type));
  if (!late && !(usesTool && triggers.includes('tool'))) return undefined;
  const line = lineOf(config, request.generatedLine, request.random);
  if (line === undefined) return undefined;
  const output = message(line);
  return output.type === 'message' ? { afterMs: late ? afterMs : 0, output } : undefined;
}
