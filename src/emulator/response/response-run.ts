import type { JsonObject } from '../../shared/json.js';
import { errorEvent, type ServiceError } from '../kernel/service-error.js';
import type { McpCalls } from '../mcp/mcp-calls.js';
import type { MediaOutputs } from '../media/media-outputs.js';
import type { Output } from '../scenario/outputs.js';
import type { SessionContext } from '../kernel/session-context.js';
import { interimOf } from './interim.js';
import { callMcp } from './mcp-output.js';
import { reasoningOf } from './reasoning.js';
import { responseObject, type ResponseSettings } from './response-settings.js';
import type { OutputPlace } from '../kernel/output-item.js';
import type { ItemEnd, OutputStream, RunHandle } from './run-handle.js';
import { callAgent, emitEvents, search } from './side-outputs.js';
import { speakMessage } from './speech-output.js';
import { callFunction, writeMessage } from './text-output.js';
import {
  audioOutTokens,
  limitedOutput,
  noOutput,
  noTokens,
  usageOf,
  type ContextTokens,
  type OutputTokens,
} from './response-usage.js';

export type CancelReason = 'client_cancelled' | 'turn_detected';

export interface RunOptions {
  readonly settings: ResponseSettings;
  readonly mcpCalls: McpCalls;
  readonly media: MediaOutputs;
  /** Decides the answer; may wait for the recogniser. */
  readonly answer: () => Promise<readonly Output[]>;
  /** Line of an interim response that a model would generate. */
  readonly interimLine: string;
  /** Context this response is billed for, read once the answer is known. */
  readonly contextTokens: () => ContextTokens;
  readonly billedBefore: ContextTokens;
  /** @param tokens of its usage */
  readonly onEnd: (tokens: number) => void;
}

/** One response from `response.created` to `response.done`. Once ended it sends nothing more. */
export class ResponseRun implements RunHandle {
  readonly context: SessionContext;
  readonly settings: ResponseSettings;
  readonly mcpCalls: McpCalls;
  readonly media: MediaOutputs;
  readonly #options: RunOptions;
  readonly #output: JsonObject[] = [];
  #stream: OutputStream | undefined;
  #created = false;
  #ended = false;
  #input: ContextTokens = noTokens;
  #textTokens = 0;
  #audioMs = 0;
  #reasoningTokens = 0;

  constructor(context: SessionContext, options: RunOptions) {
    this.context = context;
    this.settings = options.settings;
    this.mcpCalls = options.mcpCalls;
    this.media = options.media;
    this.#options = options;
  }

  get id(): string {
    return this.settings.id;
  }

  /** Tokens of the billed context, which the next response finds cached. */
  get input(): ContextTokens {
    return this.#input;
  }

  async run(): Promise<void> {
    try {
      await this.#generate();
    } catch (error) {
      this.context.log(`response ${this.id}: ${String(error)}`);
      this.#fail(
        {
          message: 'The server had an error while processing your request.',
          type: 'server_error',
          code: 'server_error',
          param: null,
        },
        'event',
      );
    }
  }

  /** Cancels it: sends the `done` events of what is open, then `response.done` with status cancelled. */
  cancel(reason: CancelReason): void {
    if (this.#ended) return;
    this.#create();
    this.#end('cancelled', { type: 'cancelled', reason });
  }

  /** Ends it silently: the client has disconnected. */
  abandon(): void {
    this.#ended = true;
  }

  stopped(nextTokens = 0): boolean {
    return this.#ended || this.#overLimit(nextTokens);
  }

  place(): OutputPlace {
    return {
      responseId: this.settings.id,
      outputIndex: this.#output.length,
      outOfBand: this.settings.outOfBand,
    };
  }

  open(stream: OutputStream): void {
    this.#stream = stream;
  }

  closeStream(status: ItemEnd): void {
    if (this.#ended || this.#stream === undefined) return;
    const stream = this.#stream;
    this.#stream = undefined;
    this.#output.push(stream.close(status));
  }

  countText(tokens: number): void {
    this.#textTokens += tokens;
  }

  countAudio(ms: number): void {
    this.#audioMs += ms;
  }

  end(status: 'incomplete', details: JsonObject): void {
    if (!this.#ended) this.#end(status, details);
  }

  /** A method, because the field changes while the run waits. */
  #over(): boolean {
    return this.#ended;
  }

  async #generate(): Promise<void> {
    const { pace, profile, jitter } = this.context;
    await pace.until(pace.nowMs() + 20);
    if (this.#over()) return;
    this.#create();
    const createdMs = pace.nowMs();
    const outputs = await this.#options.answer();
    if (this.#over()) return;
    this.#input = this.#options.contextTokens();
    const reasoning = reasoningOf(profile, this.settings.reasoningEffort);
    const firstMs = jitter.between(...reasoning.firstOutputMs);
    await this.#interim(outputs, createdMs, firstMs);
    await pace.until(createdMs + firstMs);
    this.#reasoningTokens = reasoning.tokens;
    for (const output of outputs) {
      if (this.stopped()) return;
      await this.#produce(output);
    }
    if (!this.stopped()) this.#end('completed', null);
  }

  /** Azure voices only: the audio of a speech-to-speech model is its own. */
  async #interim(outputs: readonly Output[], createdMs: number, firstMs: number): Promise<void> {
    const { pace, jitter } = this.context;
    const { audio, azureVoice, interim: config } = this.settings;
    if (!audio || !azureVoice) return;
    const firstAt = outputs.findIndex(({ type }) => type !== 'wait');
    const waits = outputs.slice(0, Math.max(0, firstAt));
    const waitMs = waits.reduce((sum, each) => sum + (each.type === 'wait' ? each.ms : 0), 0);
    const interim = interimOf({
      config,
      outputs,
      answerMs: firstMs + waitMs,
      generatedLine: this.#options.interimLine,
      random: jitter,
    });
    if (interim === undefined) return;
    await pace.until(createdMs + interim.afterMs);
    if (!this.#over()) await speakMessage(this, interim.output);
  }

  async #produce(output: Output): Promise<void> {
    switch (output.type) {
      case 'message':
        await (this.settings.audio ? speakMessage(this, output) : writeMessage(this, output));
        return;
      case 'call':
        await callFunction(this, output);
        return;
      case 'mcp':
        await callMcp(this, output);
        return;
      case 'search':
        await search(this, output);
        return;
      case 'agent':
        await callAgent(this, output);
        return;
      case 'emit':
        emitEvents(this, output);
        return;
      case 'wait':
        await this.context.pace.until(this.context.pace.nowMs() + output.ms);
        return;
      case 'expire':
        this.context.expire();
        return;
      case 'failure':
        this.#fail(output.error, output.where);
    }
  }

  /** Ends the response at its token limit. */
  #overLimit(nextTokens: number): boolean {
    const { maxTokens } = this.settings;
    const { text, audio } = this.#produced();
    if (maxTokens === undefined || text + audio + nextTokens <= maxTokens) return false;
    this.#end('incomplete', { type: 'incomplete', reason: 'max_output_tokens' });
    return true;
  }

  #create(): void {
    if (this.#created) return;
    this.#created = true;
    const response = this.#object('in_progress', null, null);
    this.context.send({ type: 'response.created', response });
  }

  #fail(error: ServiceError, where: 'event' | 'response'): void {
    if (this.#ended) return;
    if (where === 'event') this.context.send(errorEvent(error, undefined));
    const { message, type, code } = error;
    this.#end('failed', { type: 'failed', error: { message, type, code } });
  }

  #end(status: string, statusDetails: JsonObject | null): void {
    this.closeStream(status === 'completed' ? 'completed' : 'incomplete');
    this.#ended = true;
    this.context.sideEvents.sendAll();
    const usage = this.#usage();
    const response = this.#object(status, statusDetails, usage);
    this.context.send({ type: 'response.done', response });
    if (status === 'cancelled') this.media.interrupt();
    else void this.media.ended(this.id);
    const total = usage['total_tokens'];
    this.#options.onEnd(typeof total === 'number' ? total : 0);
  }

  #usage(): JsonObject {
    const produced = this.#produced();
    if (produced.text === 0) return usageOf(noTokens, noTokens, noOutput);
    const output = limitedOutput(produced, this.settings.maxTokens ?? Infinity);
    const input = this.settings.preGenerated === undefined ? this.#input : noTokens;
    return usageOf(input, this.#options.billedBefore, output);
  }

  /** Nothing before the first item, apart from the reasoning. */
  #produced(): OutputTokens {
    const isBegun = this.#output.length > 0 || this.#stream !== undefined;
    const overhead = isBegun ? this.#overheadTokens() : 0;
    return {
      text: this.#textTokens + overhead + this.#reasoningTokens,
      audio: audioOutTokens(this.#audioMs),
      reasoning: this.#reasoningTokens,
    };
  }

  /** Recorded: a spoken reply is billed about 8 text tokens more than its transcript has deltas, a written one 2. */
  #overheadTokens(): number {
    return this.#audioMs > 0 ? 8 : 2;
  }

  #object(status: string, statusDetails: JsonObject | null, usage: JsonObject | null): JsonObject {
    const { profile, conversationId } = this.context;
    return responseObject(this.settings, profile, conversationId, {
      status,
      statusDetails,
      output: [...this.#output],
      usage,
    });
  }
}
