import { encodeBase64, samplesToMs, type WireFormat } from '../../audio/pure/pcm.js';
import type { JsonObject } from '../../shared/json.js';
import type { Entry } from '../kernel/conversation.js';
import type { SpokenWord } from '../kernel/speech.js';
import type { SessionContext } from '../kernel/session-context.js';
import { TimedEvents } from '../media/timed-events.js';
import { announceItem, finishItem, type OutputPlace } from '../kernel/output-item.js';
import type { ItemEnd, OutputStream, RunHandle } from './run-handle.js';

/** An assistant message, as text or as audio with its transcript. */
export class MessageStream implements OutputStream {
  readonly #context: SessionContext;
  readonly #run: RunHandle;
  readonly #place: OutputPlace;
  readonly #timed: TimedEvents;
  readonly #format: WireFormat | undefined;
  readonly #rateHz: number;
  readonly #item: JsonObject;
  readonly #entry: Entry | undefined;
  #text = '';
  #audioMs = 0;
  #annotations = 0;

  /** @param audio its format; undefined for a text message */
  constructor(
    run: RunHandle,
    place: OutputPlace,
    audio: { readonly format: WireFormat; readonly rateHz: number } | undefined,
  ) {
    const { context } = run;
    this.#context = context;
    this.#run = run;
    this.#place = place;
    this.#timed = new TimedEvents(run.settings.timed, (type, fields) => {
      this.#send(type, fields);
    });
    this.#format = audio?.format;
    this.#rateHz = audio?.rateHz ?? 1;
    this.#item = {
      id: context.ids.outputItem('message'),
      object: 'realtime.item',
      type: 'message',
      status: context.profile.startedStatus,
      role: 'assistant',
      ...context.profile.messageFields,
      content: [],
    };
    this.#entry = announceItem(context, place, this.#item);
    this.#send('response.content_part.added', { part: this.#part('') });
  }

  get text(): string {
    return this.#text;
  }

  appendText(delta: string): void {
    this.#text += delta;
    const type = this.#format === undefined ? 'text' : 'audio_transcript';
    this.#send(`response.${type}.delta`, { delta });
  }

  /** @param words all words so far, timed from the start of the message's audio */
  appendAudio(samples: Int16Array, words: readonly SpokenWord[]): void {
    if (this.#format === undefined) return;
    const ms = samplesToMs(samples.length, this.#rateHz);
    this.#audioMs += ms;
    this.#run.media.audio(this.#place.responseId, this.#place.outputIndex, ms);
    if (this.#entry !== undefined) {
      this.#entry.audioMs = this.#audioMs;
      this.#entry.audioSinceMs ??= this.#context.pace.nowMs();
      this.#entry.words = words;
    }
    this.#send('response.audio.delta', { delta: encodeBase64(samples, this.#format) });
    this.#timed.advance(words, this.#audioMs);
  }

  annotate(annotation: JsonObject): void {
    this.#send('response.audio_transcript.annotation.added', {
      annotation_index: this.#annotations,
      annotation,
    });
    this.#annotations += 1;
  }

  close(status: ItemEnd): JsonObject {
    if (this.#format === undefined) {
      this.#send('response.text.done', { text: this.#text });
    } else {
      this.#timed.finish();
      this.#send('response.audio.done', {});
      this.#send('response.audio_transcript.done', { transcript: this.#text });
    }
    const emptyPart = this.#format === undefined && !this.#context.profile.fullTextInPartDone;
    this.#send('response.content_part.done', { part: this.#part(emptyPart ? '' : this.#text) });
    const item = { ...this.#item, status, content: [this.#part(this.#text)] };
    if (this.#entry !== undefined) {
      const heardOnly = this.#entry.truncatedMs !== undefined;
      this.#entry.item = heardOnly ? { ...this.#entry.item, status } : item;
    }
    return finishItem(this.#context, this.#place, item);
  }

  #part(text: string): JsonObject {
    return this.#format === undefined
      ? { type: 'text', text }
      : { type: 'audio', transcript: text };
  }

  #send(type: string, fields: JsonObject): void {
    this.#context.send({
      type,
      response_id: this.#place.responseId,
      item_id: this.#item['id'] ?? '',
      output_index: this.#place.outputIndex,
      content_index: 0,
      ...fields,
    });
  }
}
