import type { JsonObject } from '../../shared/json.js';
import type { ServiceError } from '../kernel/service-error.js';
import { textValue } from '../kernel/text-value.js';
import { contentOf, type Entry, type UserSpeech } from '../kernel/conversation.js';
import { message, type Output, type AnswerRequest } from './outputs.js';
import { isToolResult, PendingCalls } from './pending-calls.js';
import { matchPattern, matchPhrase, type Match } from './phrases.js';
import type { Line, Scenario, Step } from './scenario.js';
import { timeWords } from '../voice/numbers.js';
import { fillObject, fillTemplate } from './template.js';
import { fittedArguments, sampleArguments } from './tool-arguments.js';

type StepOf<Type extends Step['type']> = Extract<Step, { readonly type: Type }>;

function typedText(entry: Entry): string {
  return contentOf(entry.item)
    .map((part) => part['text'])
    .filter((text) => typeof text === 'string')
    .join(' ');
}

/** Decides what the assistant answers, from a scenario and the conversation so far. */
export class ScenarioEngine {
  readonly scenario: Scenario;
  readonly #canRecognise: () => boolean;
  readonly #now: () => Date;
  readonly #pending = new PendingCalls();

  /** @param canRecognise whether speech recognition is available */
  constructor(scenario: Scenario, canRecognise: () => boolean, now: () => Date) {
    this.scenario = scenario;
    this.#canRecognise = canRecognise;
    this.#now = now;
  }

  /** The transcript of a recognised phrase in the scenario's spelling, or the error that the scenario sets for it. */
  transcription(heard: string): {
    readonly text: string;
    readonly error: ServiceError | undefined;
  } {
    const match = this.#match(heard);
    const phrase = match?.phrase ?? heard;
    return {
      text: phrase.slice(0, 1).toUpperCase() + phrase.slice(1),
      error: match?.turn.transcriptionError,
    };
  }

  /** The answer to everything since the assistant's last message; a forced tool is called each time. */
  async answer(request: AnswerRequest): Promise<readonly Output[]> {
    return this.#asForced(await this.#freeAnswer(request), request);
  }

  async #freeAnswer(request: AnswerRequest): Promise<readonly Output[]> {
    const { scenario } = this;
    const lastMessage = request.entries.findLastIndex(({ item }) => item['role'] === 'assistant');
    const fresh = request.entries.slice(lastMessage + 1);
    const lastAt = fresh.findLastIndex(
      (entry) => entry.item['role'] === 'user' || isToolResult(entry),
    );
    const last = fresh[lastAt];
    if (last === undefined) {
      return this.#say(lastMessage < 0 ? scenario.greeting : scenario.again, {});
    }
    if (isToolResult(last)) return [message(this.#pending.answer(fresh, this.#values({})))];
    const waiting = fresh.slice(lastAt).find(({ item }) => item['type'] === 'mcp_call');
    if (waiting !== undefined) {
      return this.#say('I am waiting for your approval to call {{name}}.', {
        name: waiting.item['name'] ?? '',
      });
    }
    return last.speech === undefined
      ? this.#typedAnswer(last, request)
      : this.#spokenAnswer(last.speech, request);
  }

  #match(text: string): Match | undefined {
    return matchPhrase(text, this.scenario.turns, this.scenario.slots);
  }

  async #spokenAnswer(speech: UserSpeech, request: AnswerRequest): Promise<readonly Output[]> {
    const phrase = await speech.phrase;
    const match = phrase === undefined ? undefined : this.#match(phrase);
    if (match !== undefined) return this.#act(match, request);
    const line = this.#canRecognise() ? this.scenario.unknownSpeech : this.scenario.deaf;
    const seconds = (speech.samples.length / speech.rateHz).toFixed(1);
    const text = fillTemplate(line, { seconds }) ?? line;
    return [message(text, { echo: speech })];
  }

  async #typedAnswer(entry: Entry, request: AnswerRequest): Promise<readonly Output[]> {
    const text = typedText(entry);
    const match = matchPattern(text, this.scenario.turns) ?? this.#match(text);
    if (match !== undefined) return this.#act(match, request);
    return this.#say(this.scenario.fallback, { text });
  }

  #values(more: JsonObject): JsonObject {
    const now = this.#now();
    return { time: timeWords(now.getHours(), now.getMinutes()), ...more };
  }

  #say(line: Line, more: JsonObject): readonly Output[] {
    return [message(fillTemplate(line, this.#values(more)) ?? line)];
  }

  #mayNotCall(name: string): readonly Output[] {
    return [message(`I may not call ${name} in this response.`)];
  }

  async #act({ turn, slots }: Match, request: AnswerRequest): Promise<readonly Output[]> {
    const outputs: Output[] = [];
    for (const step of turn.steps) outputs.push(...(await this.#step(step, slots, request)));
    return outputs;
  }

  async #step(step: Step, slots: JsonObject, request: AnswerRequest): Promise<readonly Output[]> {
    const values = this.#values(slots);
    switch (step.type) {
      case 'say': {
        const text = fillTemplate(step.line, values) ?? step.line;
        const { annotations, cutOff } = step;
        return [{ type: 'message', text, echo: undefined, annotations, cutOff }];
      }
      case 'call':
        return this.#call(step, values, request);
      case 'mcp':
        return this.#callMcp(step, values, request);
      case 'search':
        return [
          { ...step, queries: step.queries.map((query) => fillTemplate(query, values) ?? query) },
        ];
      case 'agent':
        return [
          {
            type: 'agent',
            name: step.name,
            arguments: JSON.stringify(fillObject(step.arguments, values)),
            output: step.output && (fillTemplate(step.output, values) ?? step.output),
            error: step.error,
          },
        ];
      case 'emit':
        return [{ type: 'emit', events: step.events, values }];
      case 'error':
        return [{ type: 'failure', where: step.where, error: step.error }];
      case 'wait':
      case 'expire':
        return [step];
      case 'silence':
        return [];
    }
  }

  #call(step: StepOf<'call'>, values: JsonObject, request: AnswerRequest): readonly Output[] {
    const calls: Output[] = [];
    for (const call of step.calls) {
      const tool = call.names
        .map((name) => fillTemplate(name, values))
        .map((name) => request.tools.find((declared) => declared['name'] === name))
        .find((found) => found !== undefined);
      if (tool === undefined) return this.#say(step.withoutTool, values);
      if (!request.mayCall) return this.#mayNotCall(textValue(tool['name']));
      const given = fittedArguments(fillObject(call.arguments, values), tool['parameters']);
      const callId = request.newCallId();
      calls.push({
        type: 'call',
        name: textValue(tool['name']),
        arguments: JSON.stringify(given),
        callId,
      });
      this.#pending.add(callId, { then: step.then, otherwise: step.otherwise, values });
    }
    return calls;
  }

  async #callMcp(
    step: StepOf<'mcp'>,
    values: JsonObject,
    request: AnswerRequest,
  ): Promise<readonly Output[]> {
    const name = fillTemplate(step.tool, values) ?? step.tool;
    const tool = await request.findMcpTool(step.server, name);
    if (tool === undefined) return this.#say(step.withoutTool, values);
    if (!request.mayCall) return this.#mayNotCall(tool.name);
    const given =
      step.arguments === undefined
        ? sampleArguments(tool.inputSchema)
        : fittedArguments(fillObject(step.arguments, values), tool.inputSchema);
    const itemId = request.newMcpItemId();
    this.#pending.add(itemId, { then: step.then, otherwise: step.otherwise, values });
    const { serverLabel } = tool;
    const text = JSON.stringify(given);
    return [{ type: 'mcp', itemId, serverLabel, name: tool.name, arguments: text }];
  }

  /** Applies `tool_choice`: adds a call with sample arguments if the answer does not call the required tool by itself. */
  #asForced(free: readonly Output[], request: AnswerRequest): readonly Output[] {
    const { forced, tools } = request;
    if (forced === undefined) return free;
    const fits = (name: string): boolean => forced.name === undefined || forced.name === name;
    if (free.some((output) => output.type === 'call' && fits(output.name))) return free;
    const tool = tools.find(({ name }) => fits(textValue(name)));
    if (tool === undefined) return free;
    return [
      {
        type: 'call',
        name: textValue(tool['name']),
        arguments: JSON.stringify(sampleArguments(tool['parameters'])),
        callId: request.newCallId(),
      },
    ];
  }
}
