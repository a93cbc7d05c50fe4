import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../shared/json.js';
import { contentOf, type Entry, type HeardSpeech } from './conversation.js';
import { matchPhrase, type Match } from './phrases.js';
import type { Action, Line, Scenario } from './scenario.js';
import type { ServiceError } from './service-error.js';
import { textValue } from './text-value.js';
import { fillArguments, fillTemplate, spokenTime } from './template.js';

/** One item of an answer. */
export type Output =
  | {
      readonly type: 'message';
      readonly text: string;
      /** Sound to answer with instead of speaking the text: the user's own. */
      readonly echo: HeardSpeech | undefined;
    }
  | {
      readonly type: 'call';
      readonly name: string;
      readonly arguments: string;
      readonly callId: string;
    }
  | {
      readonly type: 'failure';
      readonly where: 'event' | 'response';
      readonly error: ServiceError;
    };

export interface Question {
  readonly entries: readonly Entry[];
  /** Function tools declared for this response. */
  readonly tools: readonly JsonObject[];
  readonly newCallId: () => string;
}

interface PendingCall {
  readonly then: Line;
  readonly otherwise: Line;
  readonly values: JsonObject;
}

/** Calls whose output is still awaited; the oldest is forgotten. */
const pendingLimit = 64;

const unknownCall: Line = 'The tool says: {{output}}';

function message(text: string): Output {
  return { type: 'message', text, echo: undefined };
}

function typedText(entry: Entry): string {
  return contentOf(entry.item)
    .map((part) => part['text'])
    .filter((text) => typeof text === 'string')
    .join(' ');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A tool's output with its fields, if it is a JSON object; else as it is. */
function parsedOutput(output: JsonValue | undefined): JsonValue {
  if (typeof output !== 'string') return output ?? null;
  const parsed = parseJson(output);
  return isJsonObject(parsed) ? parsed : output;
}

/**
 * Scenario arguments for the client's own declaration of the tool: an argument the tool does not know goes to the first
 * required text of the tool that has no value yet (`city` to `location`).
 */
function fittedArguments(given: JsonObject, tool: JsonObject): JsonObject {
  const parameters = tool['parameters'];
  const properties = isJsonObject(parameters) ? parameters['properties'] : undefined;
  if (!isJsonObject(parameters) || !isJsonObject(properties)) return given;
  const required = isJsonArray(parameters['required']) ? parameters['required'] : [];
  const fitted: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(given)) {
    const free = required.find(
      (name) => typeof name === 'string' && !(name in given) && !(name in fitted),
    );
    fitted[key in properties || typeof free !== 'string' ? key : free] = value;
  }
  return fitted;
}

/** Decides what the assistant answers: a scenario, played by the conversation so far. */
export class Brain {
  readonly #scenario: Scenario;
  readonly #hasEars: () => boolean;
  readonly #now: () => Date;
  readonly #pending = new Map<string, PendingCall>();

  /** @param hasEars whether speech is being recognised at all */
  constructor(scenario: Scenario, hasEars: () => boolean, now: () => Date) {
    this.#scenario = scenario;
    this.#hasEars = hasEars;
    this.#now = now;
  }

  /** What a recognised phrase is in the scenario's spelling, for the transcript. */
  spelling(heard: string): string {
    const match = matchPhrase(heard, this.#scenario.turns, this.#scenario.slots);
    const phrase = match?.phrase ?? heard;
    return phrase.slice(0, 1).toUpperCase() + phrase.slice(1);
  }

  /** The answer to everything since the assistant's last message. */
  async answer(question: Question): Promise<readonly Output[]> {
    const lastMessage = question.entries.findLastIndex(({ item }) => item['role'] === 'assistant');
    const fresh = question.entries.slice(lastMessage + 1);
    const last = fresh.findLast(
      ({ item }) => item['role'] === 'user' || item['type'] === 'function_call_output',
    );
    if (last === undefined) {
      return this.#say(lastMessage < 0 ? this.#scenario.greeting : this.#scenario.again, {});
    }
    if (last.item['type'] === 'function_call_output') return this.#toolAnswer(fresh);
    if (last.speech !== undefined) return this.#spokenAnswer(last.speech, question);
    return this.#typedAnswer(last, question);
  }

  async #spokenAnswer(speech: HeardSpeech, question: Question): Promise<readonly Output[]> {
    const phrase = await speech.phrase;
    const match =
      phrase === undefined
        ? undefined
        : matchPhrase(phrase, this.#scenario.turns, this.#scenario.slots);
    if (match !== undefined) return this.#act(match, question);
    const line = this.#hasEars() ? this.#scenario.unknownSpeech : this.#scenario.deaf;
    const seconds = (speech.samples.length / speech.rateHz).toFixed(1);
    const text = fillTemplate(line, { seconds }) ?? line;
    return [{ type: 'message', text, echo: speech }];
  }

  #typedAnswer(entry: Entry, question: Question): readonly Output[] {
    const text = typedText(entry);
    const match = matchPhrase(text, this.#scenario.turns, this.#scenario.slots);
    if (match !== undefined) return this.#act(match, question);
    return this.#say(this.#scenario.fallback, { text });
  }

  #values(more: JsonObject): JsonObject {
    const now = this.#now();
    return { time: spokenTime(now.getHours(), now.getMinutes()), ...more };
  }

  #say(line: Line, more: JsonObject): readonly Output[] {
    return [message(fillTemplate(line, this.#values(more)) ?? line)];
  }

  #act({ turn: { action }, slots }: Match, question: Question): readonly Output[] {
    switch (action.type) {
      case 'say':
        return this.#say(action.line, slots);
      case 'call':
        return this.#call(action, slots, question);
      case 'error':
        return [{ type: 'failure', where: action.where, error: action.error }];
      case 'silence':
        return [];
    }
  }

  #call(
    action: Extract<Action, { type: 'call' }>,
    slots: JsonObject,
    question: Question,
  ): readonly Output[] {
    const values = this.#values(slots);
    const calls: Output[] = [];
    for (const call of action.calls) {
      const tool = call.names
        .map((name) => fillTemplate(name, values))
        .map((name) => question.tools.find((declared) => declared['name'] === name))
        .find((found) => found !== undefined);
      if (tool === undefined) return this.#say(action.withoutTool, slots);
      const callId = question.newCallId();
      const filled = fittedArguments(fillArguments(call.arguments, values), tool);
      calls.push({
        type: 'call',
        name: textValue(tool['name']),
        arguments: JSON.stringify(filled),
        callId,
      });
      this.#await(callId, { then: action.then, otherwise: action.otherwise, values });
    }
    return calls;
  }

  #await(callId: string, call: PendingCall): void {
    this.#pending.set(callId, call);
    const [oldest] = this.#pending.keys();
    if (this.#pending.size > pendingLimit && oldest !== undefined) this.#pending.delete(oldest);
  }

  /** One answer for all outputs since the last message; the same line is not said twice. */
  #toolAnswer(fresh: readonly Entry[]): readonly Output[] {
    const said = new Set<string>();
    for (const { item } of fresh) {
      if (item['type'] !== 'function_call_output') continue;
      const callId = textValue(item['call_id']);
      const pending = this.#pending.get(callId);
      this.#pending.delete(callId);
      const output = parsedOutput(item['output']);
      const values = { ...this.#values(pending?.values ?? {}), output };
      const { then = unknownCall, otherwise = unknownCall } = pending ?? {};
      said.add(fillTemplate(then, values) ?? fillTemplate(otherwise, values) ?? otherwise);
    }
    return [message([...said].join(' '))];
  }
}
