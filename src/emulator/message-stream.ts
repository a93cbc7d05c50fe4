import { encodeBase64, samplesToMs, type WireFormat } from '../audio/pure/pcm.js';
import type { JsonObject } from '../shared/json.js';
import type { Entry } from './conversation.js';
import type { SpokenWord } from './ports.js';
import type { SessionContext } from './session-context.js';

/** Place of an output item in its response. */
export interface OutputPlace {
  readonly responseId: string;
  readonly outputIndex: number;
  /** A response that is not part of the conversation leaves no items in it. */
  readonly outOfBand: boolean;
}

export type ItemEnd = 'completed' | 'incomplete';

/** An output item that is being streamed. */
export interface OutputStream {
  /** Sends the `done` events of the item. @returns the item as it finally is */
  close(status: ItemEnd): JsonObject;
}

/** Announces a new output item in the order of the service recordings, and adds it to the conversation. */
export function announceItem(
  context: SessionContext,
  place: OutputPlace,
  item: JsonObject,
): Entry | undefined {
  context.send({
    type: 'response.output_item.added',
    response_id: place.responseId,
    output_index: place.outputIndex,
    item,
  });
  if (place.outOfBand) return undefined;
  const { entry, previousId } = context.conversation.add(item);
  context.send({
    type: 'conversation.item.created',
    previous_item_id: previousIdOnWire(context, previousId),
    item,
  });
  return entry;
}

/** The cascade class was only ever recorded with an empty previous id, the realtime class names the item or says null. */
export function previousIdOnWire(
  { profile }: SessionContext,
  previousId: string | undefined,
): string | null {
  return profile.modelClass === 'cascade' ? profile.noItem : (previousId ?? profile.noItem);
}

/** An assistant message, as text or as sound with its transcript. */
export class MessageStream implements OutputStream {
  readonly #context: SessionContext;
  readonly #place: OutputPlace;
  readonly #format: WireFormat | undefined;
  readonly #rateHz: number;
  readonly #item: JsonObject;
  readonly #entry: Entry | undefined;
  #text = '';
  #audioMs = 0;

  /** @param audio format of the sound, or undefined for a message in text */
  constructor(
    context: SessionContext,
    place: OutputPlace,
    audio: { readonly format: WireFormat; readonly rateHz: number } | undefined,
  ) {
    this.#context = context;
    this.#place = place;
    this.#format = audio?.format;
    this.#rateHz = audio?.rateHz ?? 1;
    this.#item = {
      id: context.ids.outputItem('message'),
      object: 'realtime.item',
      type: 'message',
      status: context.profile.startedStatus,
      role: 'assistant',
      content: [],
    };
    this.#entry = announceItem(context, place, this.#item);
    this.#send('response.content_part.added', { part: this.#part('') });
  }

  get text(): string {
    return this.#text;
  }

  get audioMs(): number {
    return this.#audioMs;
  }

  appendText(delta: string): void {
    this.#text += delta;
    const type = this.#format === undefined ? 'text' : 'audio_transcript';
    this.#send(`response.${type}.delta`, { delta });
  }

  /** @param words times count from the start of the message's sound */
  appendAudio(samples: Int16Array, words: readonly SpokenWord[]): void {
    if (this.#format === undefined) return;
    this.#audioMs += samplesToMs(samples.length, this.#rateHz);
    if (this.#entry !== undefined) {
      this.#entry.audioMs = this.#audioMs;
      this.#entry.audioSinceMs ??= this.#context.pace.nowMs();
      this.#entry.words = words;
    }
    this.#send('response.audio.delta', { delta: encodeBase64(samples, this.#format) });
  }

  close(status: ItemEnd): JsonObject {
    if (this.#format === undefined) {
      this.#send('response.text.done', { text: this.#text });
    } else {
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
    this.#context.send({
      type: 'response.output_item.done',
      response_id: this.#place.responseId,
      output_index: this.#place.outputIndex,
      item,
    });
    return item;
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
