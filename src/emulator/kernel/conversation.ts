import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import type { SpokenWord } from './speech.js';
import { reject } from './service-error.js';
import { textValue } from './text-value.js';
import { weightOf } from './weight.js';

/** Audio of the user in one item, kept so that it can be recognised or played back. */
export interface UserSpeech {
  readonly samples: Int16Array;
  readonly rateHz: number;
  /** The scenario's phrase that was said; undefined when none matches. Never rejects. */
  readonly phrase: Promise<string | undefined>;
}

/** One item, with what the service knows about it beyond its wire form. */
export interface Entry {
  item: JsonObject;
  /** Audio of the item so far, milliseconds: the user's or the assistant's. */
  audioMs: number;
  /** When its first audio was sent, on the clock of the connection's pace. */
  audioSinceMs: number | undefined;
  words: readonly SpokenWord[];
  /** Only the most recent spoken items keep their audio. */
  speech: UserSpeech | undefined;
  truncatedMs: number | undefined;
}

export const maxItems = 1000;
/** About what all items and their audio may take. */
const maxItemsBytes = 24 * 1024 * 1024;
/** Items of the user that keep their audio. */
const maxSpeechItems = 4;

export function idOf(item: JsonObject): string {
  return textValue(item['id']);
}

/** Content parts of a message; empty for other items. */
export function contentOf(item: JsonObject): readonly JsonObject[] {
  const content = item['content'];
  return isJsonArray(content) ? content.filter(isJsonObject) : [];
}

/** Items are replaced, not changed, so that each is weighed once. */
const weights = new WeakMap<JsonObject, number>();

function entryBytes({ item, speech }: Entry): number {
  const weight = weights.get(item) ?? weightOf(item);
  weights.set(item, weight);
  return weight + (speech?.samples.byteLength ?? 0);
}

function rejectMissing(action: string, verb: string, itemId: JsonValue | undefined): never {
  return reject(
    `item_${action}_invalid_item_id`,
    `Error ${verb} item: the item with id '${textValue(itemId)}' does not exist.`,
    'item_id',
  );
}

/**
 * The items of one conversation in order. Bounded: beyond a number of items or bytes the oldest are dropped. Error
 * texts are those of the service where recorded (errors_observed.json), else those of OpenAI's Realtime API, which the service proxies.
 */
export class Conversation {
  #entries: Entry[] = [];
  readonly #limit: number;
  readonly #maxBytes: number;
  readonly #onForgotten: () => void;

  /** @param onForgotten called for every item that is dropped because the history is full */
  constructor(
    onForgotten: () => void = () => undefined,
    limit: number = maxItems,
    maxBytes: number = maxItemsBytes,
  ) {
    this.#onForgotten = onForgotten;
    this.#limit = limit;
    this.#maxBytes = maxBytes;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  get lastId(): string | undefined {
    const last = this.#entries.at(-1);
    return last === undefined ? undefined : idOf(last.item);
  }

  find(itemId: JsonValue | undefined): Entry | undefined {
    return this.#entries.find((entry) => idOf(entry.item) === itemId);
  }

  /**
   * Inserts after `previousItemId`: at the end when undefined, first when `root`.
   * @returns the entry, and the id of the item before it
   * @throws ServiceErrorThrown when the id is taken or the previous item does not exist
   */
  add(
    item: JsonObject,
    previousItemId?: string,
  ): { readonly entry: Entry; readonly previousId: string | undefined } {
    if (this.find(item['id']) !== undefined) {
      reject('item_already_exists', `Item with id '${idOf(item)}' already exists.`, 'item.id');
    }
    const index = this.#indexAfter(previousItemId);
    const before = this.#entries[index - 1];
    const entry: Entry = {
      item,
      audioMs: 0,
      audioSinceMs: undefined,
      words: [],
      speech: undefined,
      truncatedMs: undefined,
    };
    this.#entries.splice(index, 0, entry);
    this.#forgetOldest();
    return { entry, previousId: before === undefined ? undefined : idOf(before.item) };
  }

  /** About what its items and their sound take. */
  get bytes(): number {
    return this.#entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
  }

  /** The newest item stays, whatever it takes. */
  #forgetOldest(): void {
    let excessBytes = this.bytes - this.#maxBytes;
    while (this.#entries.length > 1) {
      if (this.#entries.length <= this.#limit && excessBytes <= 0) return;
      const oldest = this.#entries.shift();
      if (oldest !== undefined) excessBytes -= entryBytes(oldest);
      this.#onForgotten();
    }
  }

  #indexAfter(previousItemId: string | undefined): number {
    if (previousItemId === undefined) return this.#entries.length;
    if (previousItemId === 'root') return 0;
    const index = this.#entries.findIndex((entry) => idOf(entry.item) === previousItemId);
    if (index >= 0) return index + 1;
    return reject(
      'item_create_invalid_previous_item_id',
      `Error creating item: the previous item with id '${previousItemId}' does not exist.`,
      'previous_item_id',
    );
  }

  /** Attaches audio to an item; older items lose theirs. */
  attachSpeech(entry: Entry, speech: UserSpeech): void {
    entry.speech = speech;
    entry.audioMs = (speech.samples.length * 1000) / speech.rateHz;
    const spoken = this.#entries.filter((other) => other.speech !== undefined);
    for (const old of spoken.slice(0, -maxSpeechItems)) old.speech = undefined;
    this.#forgetOldest();
  }

  /** @throws ServiceErrorThrown when there is no such item */
  retrieve(itemId: JsonValue | undefined): JsonObject {
    return (this.find(itemId) ?? rejectMissing('retrieve', 'retrieving', itemId)).item;
  }

  /** @throws ServiceErrorThrown when there is no such item */
  delete(itemId: JsonValue | undefined): void {
    const entry = this.find(itemId) ?? rejectMissing('delete', 'deleting', itemId);
    this.#entries = this.#entries.filter((other) => other !== entry);
  }

  /**
   * Removes what was not heard of a spoken answer.
   * @throws ServiceErrorThrown for another kind of item, another part, or a position after the end
   */
  truncate(itemId: JsonValue | undefined, contentIndex: number, audioEndMs: number): void {
    const entry = this.find(itemId) ?? rejectMissing('truncate', 'truncating', itemId);
    if (entry.item['type'] !== 'message' || entry.item['role'] !== 'assistant') {
      reject('invalid_value', 'Only model output audio messages can be truncated.', 'item_id');
    }
    const part = contentOf(entry.item)[contentIndex];
    if (contentIndex !== 0 || (part !== undefined && part['type'] !== 'audio')) {
      reject('invalid_value', 'Only audio content can be truncated.', 'content_index');
    }
    if (audioEndMs < 0) {
      reject('invalid_value', 'audio_end_ms must not be negative.', 'audio_end_ms');
    }
    const availableMs = Math.ceil(Math.min(entry.audioMs, entry.truncatedMs ?? entry.audioMs));
    if (audioEndMs > availableMs) {
      reject(
        'invalid_value',
        `Audio content of ${availableMs}ms is already shorter than ${audioEndMs}ms`,
        'audio_end_ms',
      );
    }
    entry.truncatedMs = audioEndMs;
    const heard = entry.words.filter((word) => word.endMs <= audioEndMs);
    if (part === undefined) return;
    const transcript = heard.map((word) => word.text).join(' ');
    entry.item = { ...entry.item, content: [{ ...part, transcript }] };
  }
}
