import { isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import { textValue } from '../kernel/text-value.js';
import { idOf, type Entry } from '../kernel/conversation.js';
import type { Line } from './scenario.js';
import { fillTemplate } from './template.js';

interface PendingCall {
  readonly then: Line;
  readonly otherwise: Line;
  readonly values: JsonObject;
}

/** Calls whose output is still awaited; beyond it the oldest is dropped. */
const maxPending = 64;

const unknownCall: Line = 'The tool says: {{output}}';

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A tool's output, parsed if it is a JSON object. */
function parsedOutput(output: JsonValue | undefined): JsonValue {
  if (typeof output !== 'string') return output ?? null;
  const parsed = parseJson(output);
  return isJsonObject(parsed) ? parsed : output;
}

function failureText(error: JsonValue): string {
  return isJsonObject(error) ? textValue(error['message']) : JSON.stringify(error);
}

/** True for an item that holds a tool's output or error. */
export function isToolResult({ item }: Entry): boolean {
  if (item['type'] === 'function_call_output') return true;
  return item['type'] === 'mcp_call' && (item['output'] ?? item['error'] ?? null) !== null;
}

/** Remembers what to say about the outputs of called tools. */
export class PendingCalls {
  readonly #pending = new Map<string, PendingCall>();

  /** @param key call id of a function, or item id of an MCP call */
  add(key: string, call: PendingCall): void {
    this.#pending.set(key, call);
    const [oldest] = this.#pending.keys();
    if (this.#pending.size > maxPending && oldest !== undefined) this.#pending.delete(oldest);
  }

  /** One answer for all outputs among the items; identical lines are said once. */
  answer(fresh: readonly Entry[], common: JsonObject): string {
    const said = new Set<string>();
    for (const entry of fresh.filter(isToolResult)) {
      const { item } = entry;
      const mcp = item['type'] === 'mcp_call';
      const key = mcp ? idOf(item) : textValue(item['call_id']);
      const { then = unknownCall, otherwise = unknownCall, values = {} } = this.#take(key) ?? {};
      const error = item['error'] ?? null;
      const output = error === null ? parsedOutput(item['output']) : failureText(error);
      const all = { ...common, ...values, output };
      const good = error === null ? fillTemplate(then, all) : undefined;
      said.add(good ?? fillTemplate(otherwise, all) ?? otherwise);
    }
    return [...said].join(' ');
  }

  #take(key: string): PendingCall | undefined {
    const call = this.#pending.get(key);
    this.#pending.delete(key);
    return call;
  }
}
