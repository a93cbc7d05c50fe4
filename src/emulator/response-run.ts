import { formatRateHz } from '../audio/pure/pcm.js';
import type { JsonObject } from '../shared/json.js';
import type { Output } from './brain.js';
import { CallStream } from './call-stream.js';
import { MessageStream, type ItemEnd, type OutputStream } from './message-stream.js';
import { responseObject, type ResponseSettings } from './response-settings.js';
import type { SessionContext } from './session-context.js';
import { errorEvent, type ServiceError } from './service-error.js';
import { voiceNameOf } from './session-config.js';
import { soundOf, type SoundChunk } from './sound-source.js';
import { textPieces } from './text-tokens.js';
import { audioDeltaMs, pieceDueMs, textDeltaMs } from './timetable.js';
import { audioOutTokens, noTokens, usageOf, type ContextTokens } from './usage.js';

export type CancelReason = 'client_cancelled' | 'turn_detected';

/** Side events of the session come after this many deltas of the transcript. */
const sideEventAfterDeltas = 3;

export interface RunOptions {
  readonly settings: ResponseSettings;
  /** What to answer; may have to wait for the recogniser. */
  readonly answer: () => Promise<readonly Output[]>;
  /** Context this response is billed for, asked for once the answer is known. */
  readonly contextTokens: () => ContextTokens;
  readonly billedBefore: ContextTokens;
  readonly onEnd: () => void;
}

/** One response from `response.created` to `response.done`. Once ended it sends nothing more. */
export class ResponseRun {
  readonly #context: SessionContext;
  readonly #options: RunOptions;
  readonly #output: JsonObject[] = [];
  #stream: OutputStream | undefined;
  #created = false;
  #ended = false;
  #input: ContextTokens = noTokens;
  #textTokens = 0;
  #audioMs = 0;

  constructor(context: SessionContext, options: RunOptions) {
    this.#context = context;
    this.#options = options;
  }

  get id(): string {
    return this.#options.settings.id;
  }

  /** Tokens of the context it was billed for; what the next response finds cached. */
  get input(): ContextTokens {
    return this.#input;
  }

  async run(): Promise<void> {
    try {
      await this.#generate();
    } catch (error) {
      this.#context.log(`response ${this.id}: ${String(error)}`);
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

  /** Ends it now: the `done` events of what is open, then `response.done` cancelled. There is no event of its own. */
  cancel(reason: CancelReason): void {
    if (this.#ended) return;
    this.#create();
    this.#end('cancelled', { type: 'cancelled', reason });
  }

  /** Ends it without a word: the client has gone. */
  abandon(): void {
    this.#ended = true;
  }

  async #generate(): Promise<void> {
    const { pace, profile, jitter } = this.#context;
    await pace.until(pace.nowMs() + 20);
    if (this.#over()) return;
    this.#create();
    const createdMs = pace.nowMs();
    const outputs = await this.#options.answer();
    if (this.#over()) return;
    this.#input = this.#options.contextTokens();
    await pace.until(createdMs + jitter.between(...profile.firstOutputMs));
    for (const output of outputs) {
      if (this.#over()) return;
      await this.#produce(output);
    }
    if (!this.#over()) this.#end('completed', null);
  }

  async #produce(output: Output): Promise<void> {
    switch (output.type) {
      case 'message':
        await (this.#options.settings.audio ? this.#speak(output) : this.#write(output.text));
        return;
      case 'call':
        await this.#call(output);
        return;
      case 'failure':
        this.#fail(output.error, output.where);
    }
  }

  async #write(text: string): Promise<void> {
    const stream = new MessageStream(this.#context, this.#place(), undefined);
    this.#stream = stream;
    await this.#sendPieces(text, (piece) => {
      stream.appendText(piece);
    });
    this.#closeStream('completed');
  }

  async #call(output: Extract<Output, { type: 'call' }>): Promise<void> {
    const stream = new CallStream(this.#context, this.#place(), output.name, output.callId);
    this.#stream = stream;
    await this.#sendPieces(output.arguments, (piece) => {
      stream.appendArguments(piece);
    });
    this.#closeStream('completed');
  }

  async #sendPieces(text: string, append: (piece: string) => void): Promise<void> {
    const { pace } = this.#context;
    let atMs = pace.nowMs();
    for (const [index, piece] of textPieces(text).entries()) {
      await pace.until(atMs);
      if (this.#over() || this.#overLimit()) return;
      append(piece);
      this.#textTokens += 1;
      if (index + 1 === sideEventAfterDeltas) this.#context.sideEvents.sendNext();
      atMs = Math.max(atMs + textDeltaMs, pace.nowMs());
    }
  }

  async #speak(output: Extract<Output, { type: 'message' }>): Promise<void> {
    const { settings } = this.#options;
    const rateHz = formatRateHz(settings.format);
    const audio = { format: settings.format, rateHz };
    const speaking = {
      voice: this.#context.voice,
      voiceName: voiceNameOf(settings.voice),
      rateHz,
    };
    const stream = new MessageStream(this.#context, this.#place(), audio);
    this.#stream = stream;
    const sound = soundOf(output, speaking, this.#context.jitter);
    try {
      await this.#interleave(stream, output.text, sound);
    } finally {
      await sound.return(undefined);
    }
    this.#closeStream('completed');
  }

  /** Transcript and sound on a timetable each; whichever is due first goes first. */
  async #interleave(
    stream: MessageStream,
    text: string,
    sound: AsyncGenerator<SoundChunk>,
  ): Promise<void> {
    const { pace, profile, jitter, sideEvents } = this.#context;
    const pieces = textPieces(text);
    const startMs = pace.nowMs();
    let chunk = sound.next();
    // Awaited below; a failure while only text is being sent must not count as unhandled.
    chunk.catch(() => undefined);
    let soundMs = startMs + jitter.between(...profile.firstAudioMs);
    let pieceIndex = 0;
    let soundLeft = true;
    let deltas = 0;
    while (!this.#over() && (soundLeft || pieceIndex < pieces.length)) {
      const piece = pieces[pieceIndex];
      const pieceMs = startMs + pieceDueMs(profile.modelClass, pieceIndex, stream.text.length);
      if (piece !== undefined && (!soundLeft || pieceMs <= soundMs)) {
        await pace.until(pieceMs);
        if (this.#stopped()) return;
        stream.appendText(piece);
        this.#textTokens += 1;
        pieceIndex += 1;
        if (pieceIndex === sideEventAfterDeltas) sideEvents.sendNext();
        continue;
      }
      await pace.until(soundMs);
      const next = await chunk;
      if (this.#stopped()) return;
      if (next.done === true) {
        soundLeft = false;
        continue;
      }
      await this.#context.drained();
      if (this.#stopped()) return;
      stream.appendAudio(next.value.samples, next.value.words);
      this.#audioMs += (next.value.samples.length * 1000) / this.#rateHz();
      chunk = sound.next();
      chunk.catch(() => undefined);
      deltas += 1;
      if (deltas === 1) sideEvents.sendNext();
      soundMs += audioDeltaMs;
    }
  }

  #rateHz(): number {
    return formatRateHz(this.#options.settings.format);
  }

  /** A method, because it changes while the run waits. */
  #over(): boolean {
    return this.#ended;
  }

  #stopped(): boolean {
    return this.#over() || this.#overLimit();
  }

  /** Ends the response at its token limit. */
  #overLimit(): boolean {
    const { maxTokens } = this.#options.settings;
    if (maxTokens === undefined) return false;
    if (this.#textTokens + audioOutTokens(this.#audioMs) < maxTokens) return false;
    this.#end('incomplete', { type: 'incomplete', reason: 'max_output_tokens' });
    return true;
  }

  #place() {
    const { settings } = this.#options;
    return {
      responseId: settings.id,
      outputIndex: this.#output.length,
      outOfBand: settings.outOfBand,
    };
  }

  #create(): void {
    if (this.#created) return;
    this.#created = true;
    this.#context.send({
      type: 'response.created',
      response: this.#object('in_progress', null, null),
    });
  }

  #fail(error: ServiceError, where: 'event' | 'response'): void {
    if (this.#ended) return;
    if (where === 'event') this.#context.send(errorEvent(error, undefined));
    const { message, type, code } = error;
    this.#end('failed', { type: 'failed', error: { message, type, code } });
  }

  #closeStream(status: ItemEnd): void {
    if (this.#ended || this.#stream === undefined) return;
    const stream = this.#stream;
    this.#stream = undefined;
    this.#output.push(stream.close(status));
  }

  #end(status: string, statusDetails: JsonObject | null): void {
    this.#closeStream(status === 'completed' ? 'completed' : 'incomplete');
    this.#ended = true;
    this.#context.sideEvents.sendAll();
    const produced = this.#output.length > 0;
    const output: ContextTokens = {
      text: this.#textTokens + (produced ? this.#overheadTokens() : 0),
      audio: audioOutTokens(this.#audioMs),
    };
    const input = this.#options.settings.preGenerated === undefined ? this.#input : noTokens;
    const usage = produced
      ? usageOf(input, this.#options.billedBefore, output)
      : usageOf(noTokens, noTokens, noTokens);
    this.#context.send({
      type: 'response.done',
      response: this.#object(status, statusDetails, usage),
    });
    this.#options.onEnd();
  }

  /** Recorded: a spoken reply is billed about 8 text tokens more than its transcript has deltas, a written one 2. */
  #overheadTokens(): number {
    return this.#audioMs > 0 ? 8 : 2;
  }

  #object(status: string, statusDetails: JsonObject | null, usage: JsonObject | null): JsonObject {
    const { profile, conversationId } = this.#context;
    return responseObject(this.#options.settings, profile, conversationId, {
      status,
      statusDetails,
      output: [...this.#output],
      usage,
    });
  }
}
