import { decodeBase64, encodeBase64 } from '../../../src/audio/pure/pcm.js';
import { isJsonObject, type JsonObject } from '../../../src/shared/json.js';
import type { Transport, TransportEvent } from '../../../src/transport/types.js';
import { rateHz, tone } from './virtual-devices.js';
import { Line, type HeldUpTime } from './held-up-time.js';

/** Silence that ends a turn. */
const silenceMs = 100;

const session = {
  id: 'sess_1',
  model: 'gpt-realtime',
  modalities: ['text', 'audio'],
  turn_detection: { type: 'server_vad', silence_duration_ms: silenceMs },
};

/** A service that finds the end of speech by silence and answers with half a second of sound, after a while. */
export class VirtualService implements Transport {
  readonly target = 'virtual';
  /** Replies that were sent to their end. */
  replies = 0;
  readonly #time: HeldUpTime;
  readonly #listener: (event: TransportEvent) => void;
  readonly #up = new Line();
  readonly #down = new Line();
  #received = 0;
  #spokenUntil: number | undefined;
  #turn = 0;

  constructor(time: HeldUpTime, listener: (event: TransportEvent) => void) {
    this.#time = time;
    this.#listener = listener;
  }

  connect(attempt: number): void {
    this.#program(this.#time.nowMs, { type: 'open', attempt });
    this.#say(this.#time.nowMs, { type: 'session.created', session });
  }

  send(text: string): boolean {
    const event: unknown = JSON.parse(text);
    const arrivesMs = this.#up.arrival(this.#time.nowMs, this.#time.between(10, 40));
    this.#time.at(arrivesMs, () => {
      if (isJsonObject(event)) this.#hear(event);
    });
    return true;
  }

  bufferedBytes(): number {
    return 0;
  }

  sever(): void {
    // No test breaks its connection.
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #program(fromMs: number, event: TransportEvent): void {
    const arrivesMs = this.#down.arrival(fromMs, this.#time.between(10, 40));
    this.#time.program(arrivesMs, () => {
      this.#listener(event);
    });
  }

  #say(fromMs: number, event: JsonObject): void {
    const text = JSON.stringify({ event_id: 'event_test', ...event });
    this.#time.at(fromMs, () => {
      this.#program(fromMs, { type: 'frame', attempt: 1, text });
    });
  }

  #hear(event: JsonObject): void {
    const { nowMs } = this.#time;
    if (event['type'] === 'session.update') this.#say(nowMs, { type: 'session.updated', session });
    if (typeof event['audio'] !== 'string') return;
    const samples = decodeBase64(event['audio']);
    const last = samples.findLastIndex((sample) => sample !== 0);
    const item_id = `item_u${this.#turn}`;
    if (last >= 0) {
      const audio_start_ms = this.#msOf(samples.findIndex((sample) => sample !== 0));
      if (this.#spokenUntil === undefined)
        this.#say(nowMs, { type: 'input_audio_buffer.speech_started', item_id, audio_start_ms });
      this.#spokenUntil = this.#received + last + 1;
    }
    this.#received += samples.length;
    if (this.#spokenUntil === undefined) return;
    if (this.#received - this.#spokenUntil < (silenceMs * rateHz) / 1000) return;
    // As the service counts it: with the silence that it waited for.
    const audio_end_ms = this.#msOf(0);
    this.#say(nowMs, { type: 'input_audio_buffer.speech_stopped', item_id, audio_end_ms });
    this.#say(nowMs, { type: 'input_audio_buffer.committed', item_id });
    this.#spokenUntil = undefined;
    this.#answer(nowMs + this.#time.between(20, 600));
  }

  /** @param ahead samples from the end of what was received */
  #msOf(ahead: number): number {
    return Math.round(((this.#received + ahead) * 1000) / rateHz);
  }

  #answer(beginMs: number): void {
    const turn = this.#turn;
    this.#turn += 1;
    const id = `resp_${turn}`;
    const place = { response_id: id, item_id: `item_a${turn}`, output_index: 0, content_index: 0 };
    this.#say(beginMs, { type: 'response.created', response: { id, status: 'in_progress' } });
    let atMs = beginMs + this.#time.between(0, 300);
    this.#say(atMs, { type: 'response.audio_transcript.delta', ...place, delta: 'Yes.' });
    for (let n = 0; n < 5; n += 1) {
      atMs += this.#time.between(0, 90);
      const delta = encodeBase64(
        Int16Array.from({ length: rateHz / 10 }, (_, at) => tone(at, 4000)),
      );
      this.#say(atMs, { type: 'response.audio.delta', ...place, delta });
    }
    this.#say(atMs, { type: 'response.audio.done', ...place });
    this.#say(atMs, { type: 'response.done', response: { id, status: 'completed', output: [] } });
    this.#time.at(atMs, () => {
      this.replies += 1;
    });
  }
}
