import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import type { SpokenWord } from '../kernel/speech.js';
import { blendshapeFrame, blendshapesPerS, visemesOf, type Viseme } from './visemes.js';

/** Timed events that a session requests with its audio. */
export interface TimedOptions {
  readonly words: boolean;
  readonly visemes: boolean;
  readonly blendshapes: boolean;
}

function includes(list: JsonValue | undefined, value: string): boolean {
  return isJsonArray(list) && list.includes(value);
}

/** From the session and the options of one response. */
export function timedOptions(session: JsonObject, request: JsonObject): TimedOptions {
  const animation = request['animation'] ?? session['animation'];
  const on = isJsonObject(animation);
  const outputs = on ? (animation['outputs'] ?? ['blendshapes']) : [];
  return {
    words: includes(session['output_audio_timestamp_types'], 'word'),
    visemes: includes(outputs, 'viseme_id'),
    blendshapes: includes(outputs, 'blendshapes'),
  };
}

/** Word timestamps, visemes and blend shapes of one spoken message, sent along with its audio. */
export class TimedEvents {
  readonly #options: TimedOptions;
  readonly #send: (type: string, fields: JsonObject) => void;
  #wordsSent = 0;
  #frame = 0;
  readonly #visemes: Viseme[] = [{ atMs: 0, id: 0 }];

  /** @param send adds response, item and indices */
  constructor(options: TimedOptions, send: (type: string, fields: JsonObject) => void) {
    this.#options = options;
    this.#send = send;
  }

  /**
   * @param words of the message so far, from its start
   * @param audioMs audio sent so far; words that begin later are kept for the next call
   */
  advance(words: readonly SpokenWord[], audioMs: number): void {
    for (const word of words.slice(this.#wordsSent)) {
      if (word.startMs >= audioMs) break;
      this.#wordsSent += 1;
      this.#sendWord(word);
    }
    if (this.#options.blendshapes) this.#sendFrames(audioMs);
  }

  finish(): void {
    if (this.#options.words) this.#send('response.audio_timestamp.done', {});
    if (this.#options.visemes) this.#send('response.animation_viseme.done', {});
    if (this.#options.blendshapes) this.#send('response.animation_blendshapes.done', {});
  }

  #sendWord({ text, startMs, endMs }: SpokenWord): void {
    const visemes = visemesOf(text, startMs, endMs);
    this.#visemes.push(...visemes);
    if (this.#options.words) {
      this.#send('response.audio_timestamp.delta', {
        audio_offset_ms: Math.round(startMs),
        audio_duration_ms: Math.round(endMs - startMs),
        text,
        timestamp_type: 'word',
      });
    }
    if (!this.#options.visemes) return;
    for (const { atMs, id } of visemes) {
      this.#send('response.animation_viseme.delta', { audio_offset_ms: atMs, viseme_id: id });
    }
  }

  #sendFrames(audioMs: number): void {
    const first = this.#frame;
    const frames: (readonly number[])[] = [];
    for (let atMs = this.#frameMs(); atMs < audioMs; atMs = this.#frameMs()) {
      while (this.#visemes[1] !== undefined && this.#visemes[1].atMs <= atMs) this.#visemes.shift();
      frames.push(blendshapeFrame(this.#visemes[0]?.id ?? 0));
      this.#frame += 1;
    }
    if (frames.length === 0) return;
    this.#send('response.animation_blendshapes.delta', { frame_index: first, frames });
  }

  #frameMs(): number {
    return (this.#frame * 1000) / blendshapesPerS;
  }
}
