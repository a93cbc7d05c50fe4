import { samplesToMs } from '../../audio/pure/pcm.js';
import { during } from '../../shared/clock.js';
import { isJsonObject, type JsonObject } from '../../shared/json.js';
import type { Responder } from '../response/responder.js';
import type { ScenarioEngine } from '../scenario/scenario-engine.js';
import type { UserSpeech } from '../kernel/conversation.js';
import type { SessionContext } from '../kernel/session-context.js';
import { logprobsOf, transcriptionEvent, wants, type Transcription } from './transcription.js';

/** Delay of a turn's transcription when no response is active to carry it. */
const loneTranscriptionMs = 250;

/** Turns committed speech into an item of the conversation, with its transcription. */
export class SpokenTurns {
  readonly #context: SessionContext;
  readonly #scenarioEngine: ScenarioEngine;
  readonly #responder: Responder;
  #settled: Promise<void> = Promise.resolve();

  constructor(context: SessionContext, scenarioEngine: ScenarioEngine, responder: Responder) {
    this.#context = context;
    this.#scenarioEngine = scenarioEngine;
    this.#responder = responder;
  }

  /** Resolves when every committed turn is an item of the conversation. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** Starts to recognise speech in the background. */
  recognise(samples: Int16Array, rateHz: number): UserSpeech {
    const { ears, log, clock } = this.#context;
    const phrase = during(clock, ears.recognise(samples, rateHz)).catch((error: unknown) => {
      log(`speech recogniser: ${String(error)}`);
      return undefined;
    });
    return { samples, rateHz, phrase };
  }

  commit(itemId: string, samples: Int16Array, rateHz: number): void {
    const context = this.#context;
    context.send({
      type: 'input_audio_buffer.committed',
      previous_item_id: context.conversation.lastId ?? null,
      item_id: itemId,
    });
    const speech = this.recognise(samples, rateHz);
    const transcribes = isJsonObject(context.session()['input_audio_transcription']);
    if (context.profile.modelClass === 'cascade') {
      this.#settled = this.#settled
        .then(() => this.#addTranscribed(itemId, speech, transcribes))
        .catch((error: unknown) => {
          context.log(`spoken turn ${itemId}: ${String(error)}`);
        });
      return;
    }
    this.#addItem(itemId, null, speech);
    if (!transcribes) return;
    void this.#transcription(speech).then((made) => this.#transcribeLater(itemId, made, speech));
  }

  async #transcription({ samples, rateHz, phrase }: UserSpeech): Promise<Transcription> {
    const heard = await phrase;
    if (heard !== undefined) return this.#scenarioEngine.transcription(heard);
    const seconds = (samplesToMs(samples.length, rateHz) / 1000).toFixed(1);
    return { text: `(${seconds} s of speech)`, error: undefined };
  }

  /** Cascade class: the transcription comes first, because the model needs the text. */
  async #addTranscribed(itemId: string, speech: UserSpeech, transcribes: boolean): Promise<void> {
    const made = transcribes ? await this.#transcription(speech) : undefined;
    if (made !== undefined) this.#send(itemId, made, speech);
    this.#addItem(itemId, made?.error === undefined ? (made?.text ?? null) : null, speech);
  }

  #addItem(itemId: string, transcript: string | null, speech: UserSpeech): void {
    const { conversation, send, profile } = this.#context;
    const item = {
      id: itemId,
      object: 'realtime.item',
      type: 'message',
      status: 'completed',
      role: 'user',
      content: [{ type: 'input_audio', transcript }],
    };
    const { entry, previousId } = conversation.add(item);
    conversation.attachSpeech(entry, speech);
    const body = { previous_item_id: previousId ?? null, item };
    send({ type: 'conversation.item.created', ...body });
    if (profile.modelClass === 'realtime') send({ type: 'conversation.item.done', ...body });
  }

  #send(itemId: string, made: Transcription, { samples, rateHz }: UserSpeech): void {
    const { session, profile, send } = this.#context;
    const durationMs = samplesToMs(samples.length, rateHz);
    const event = transcriptionEvent(itemId, made, session()['include'], durationMs);
    const hasLanguage = profile.modelClass === 'cascade' && made.error === undefined;
    send({ ...event, ...(hasLanguage ? { language: 'en-US' } : {}) });
  }

  #sendDelta(itemId: string, text: string): void {
    const { session, send } = this.#context;
    const logprobs = wants(session()['include'], 'logprobs') ? { logprobs: logprobsOf(text) } : {};
    send({
      type: 'conversation.item.input_audio_transcription.delta',
      item_id: itemId,
      content_index: 0,
      delta: text,
      ...logprobs,
    });
  }

  /** Realtime class: in the middle of the response, or by itself if there is none. */
  async #transcribeLater(itemId: string, made: Transcription, speech: UserSpeech): Promise<void> {
    const { sideEvents, pace, conversation } = this.#context;
    const done = (): void => {
      this.#send(itemId, made, speech);
    };
    if (made.error === undefined) {
      const entry = conversation.find(itemId);
      const part: JsonObject = { type: 'input_audio', transcript: made.text };
      if (entry !== undefined) entry.item = { ...entry.item, content: [part] };
      sideEvents.push(() => {
        this.#sendDelta(itemId, made.text);
      }, done);
    } else sideEvents.push(done);
    await pace.until(pace.nowMs() + loneTranscriptionMs);
    if (!this.#responder.busy) sideEvents.sendAll();
  }
}
