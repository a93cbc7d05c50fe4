import { encodeBase64 } from '../../src/audio/pure/pcm.js';
import { isJsonObject, type JsonObject } from '../../src/shared/json.js';
import { VoiceliveError } from '../../src/shared/errors.js';
import type { Transport, TransportEvent } from '../../src/transport/types.js';
import { pick, type Random } from './random-session.js';
import type { VirtualTime } from './virtual-time.js';

/** What the service was told over one connection. */
export interface ServedConnection {
  readonly startedMs: number;
  readonly items: JsonObject[];
  wasReady: boolean;
  /** It ended with a code after which a client may come back, and not by the client. */
  dropped: boolean;
}

function textOf(item: JsonObject): string {
  return JSON.stringify(item['content'] ?? '');
}

/**
 * A Voice Live service in virtual time whose line breaks as a seed says, until `calmAtMs`: handshakes are refused or say
 * nothing, sessions fail to open, sockets drop between any two events. It answers every typed turn, some after a tool
 * call, and complains in `wrong` about what a service refuses.
 */
export class SyntheticService {
  readonly connections: ServedConnection[] = [];
  readonly wrong: string[] = [];
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #settings: { readonly calmAtMs: number; readonly withSound: boolean };
  #numbers = 0;
  #live = 0;

  constructor(
    time: VirtualTime,
    random: Random,
    settings: { readonly calmAtMs: number; readonly withSound: boolean },
  ) {
    this.#time = time;
    this.#random = random;
    this.#settings = settings;
  }

  readonly open = (listener: (event: TransportEvent) => void): Transport => {
    let receive: ((text: string) => boolean) | undefined;
    return {
      target: 'synthetic',
      connect: (attempt) => {
        receive = this.#connect(attempt, listener);
      },
      send: (text) => receive?.(text) ?? false,
      sever: () => undefined,
      bufferedBytes: () => 0,
      close: () => {
        this.#live += 1;
        receive = undefined;
        return Promise.resolve();
      },
    };
  };

  #happens(chance: number): boolean {
    return this.#time.nowMs < this.#settings.calmAtMs && this.#random() < chance;
  }

  #id(prefix: string): string {
    this.#numbers += 1;
    return `${prefix}_${String(this.#numbers)}`;
  }

  #connect(attempt: number, listener: (event: TransportEvent) => void): (text: string) => boolean {
    this.#live += 1;
    const mine = this.#live;
    const isLive = (): boolean => mine === this.#live;
    const served: ServedConnection = {
      startedMs: this.#time.nowMs,
      items: [],
      wasReady: false,
      dropped: false,
    };
    this.connections.push(served);
    const later = (task: () => void): void => {
      this.#time.after(1 + Math.floor(this.#random() * 30), () => {
        if (isLive()) task();
      });
    };
    const drop = (): void => {
      served.dropped = true;
      this.#live += 1;
      const code = pick(this.#random, [1001, 1006, 1011, 1012, 1013]);
      listener({ type: 'closed', attempt, code, reason: 'a fault', retryable: true });
    };
    // First connections are good: one that fails ends the session at once, which other tests show.
    const first = this.connections.length === 1;
    const say = (event: JsonObject): boolean => {
      if (!isLive()) return false;
      if (!first && this.#happens(0.01)) drop();
      else if (served.wasReady && this.#happens(0.05)) drop();
      else
        listener({
          type: 'frame',
          attempt,
          text: JSON.stringify({ event_id: this.#id('event'), ...event }),
        });
      return isLive();
    };
    if (!first && this.#happens(0.25)) {
      later(() => {
        this.#live += 1;
        const error = new VoiceliveError('synthetic refused the connection.', { code: 'refused' });
        listener({ type: 'refused', attempt, error, retryable: true });
      });
      return () => false;
    }
    const session = { id: this.#id('sess'), model: 'gpt-realtime', turn_detection: null };
    const mute = !first && this.#happens(0.1);
    later(() => {
      listener({ type: 'open', attempt });
      if (!mute) later(() => say({ type: 'session.created', session }));
    });
    const handle = this.#session(served, { later, say, session });
    return (text) => {
      if (!isLive()) return false;
      const event: unknown = JSON.parse(text);
      if (isJsonObject(event)) handle(event);
      return true;
    };
  }

  #session(
    served: ServedConnection,
    line: {
      readonly later: (task: () => void) => void;
      readonly say: (event: JsonObject) => boolean;
      readonly session: JsonObject;
    },
  ): (event: JsonObject) => void {
    const { later, say, session } = line;
    let active: { readonly id: string; cancelled: boolean } | undefined;
    const steps = (
      events: readonly (() => JsonObject)[],
      response: { cancelled: boolean },
    ): void => {
      const [next, ...rest] = events;
      if (next === undefined) return;
      later(() => {
        const skips = response.cancelled && rest.length > 0;
        if (skips || say(next())) steps(rest, response);
      });
    };
    const respond = (): void => {
      if (active !== undefined) {
        this.wrong.push('a response while one is active');
        return;
      }
      const id = this.#id('resp');
      const mine = { id, cancelled: false };
      active = mine;
      const place = { response_id: id, output_index: 0, content_index: 0 };
      const asked = served.items.findLast(({ role }) => role === 'user');
      const lastCall = served.items.findLastIndex(({ type }) => type === 'function_call_output');
      const answersTool = lastCall > served.items.findLastIndex(({ role }) => role === 'user');
      const end = (): JsonObject => {
        active = undefined;
        const status = mine.cancelled ? 'cancelled' : 'completed';
        return { type: 'response.done', response: { id, status } };
      };
      const begin = (): JsonObject => ({ type: 'response.created', response: { id } });
      if (asked !== undefined && textOf(asked).includes('tool') && !answersTool) {
        const callId = this.#id('call');
        const call = { item_id: this.#id('item'), call_id: callId, name: 'get_weather' };
        const args = (): JsonObject => {
          served.items.push({ type: 'function_call', call_id: callId });
          return {
            type: 'response.function_call_arguments.done',
            ...place,
            ...call,
            arguments: '{}',
          };
        };
        steps([begin, args, end], mine);
        return;
      }
      const itemId = this.#id('item');
      const at = { ...place, item_id: itemId };
      const words = `answer ${id}`;
      const sound = this.#settings.withSound;
      const kind = sound ? 'audio_transcript' : 'text';
      const content = [{ type: 'text', text: words }];
      const delta = (): JsonObject => {
        served.items.push({ type: 'message', role: 'assistant', id: itemId, content });
        return { type: `response.${kind}.delta`, ...at, delta: words };
      };
      const done = (): JsonObject => ({
        type: `response.${kind}.done`,
        ...at,
        [sound ? 'transcript' : 'text']: words,
      });
      const audio = (): JsonObject => ({
        type: 'response.audio.delta',
        ...at,
        delta: encodeBase64(new Int16Array(2_400), 'pcm16'),
      });
      const audioDone = (): JsonObject => ({ type: 'response.audio.done', ...at });
      const spoken = sound ? [audio, audio, audioDone] : [];
      steps([begin, delta, ...spoken, done, end], mine);
    };
    const create = (item: JsonObject): void => {
      const { id, type } = item;
      if (id !== undefined && served.items.some((other) => other['id'] === id))
        this.wrong.push(`item ${JSON.stringify(id)} twice`);
      const calls = served.items.filter(({ call_id: call }) => call === item['call_id']);
      if (type === 'function_call' && calls.length > 0) this.wrong.push('a call twice');
      if (type === 'function_call_output' && calls.length !== 1)
        this.wrong.push(`an output beside ${String(calls.length)} items of its call`);
      served.items.push(item);
      later(() =>
        say({ type: 'conversation.item.created', item: { status: 'completed', ...item } }),
      );
    };
    return (event) => {
      const { item } = event;
      switch (event['type']) {
        case 'session.update':
          later(() => {
            served.wasReady = say({ type: 'session.updated', session });
          });
          return;
        case 'conversation.item.create':
          if (isJsonObject(item)) create(item);
          return;
        case 'response.create':
          respond();
          return;
        case 'response.cancel':
          if (active) active.cancelled = true;
          return;
        case 'conversation.item.truncate':
        case 'conversation.item.delete': {
          const known = served.items.some(({ id }) => id === event['item_id']);
          if (!known && event['type'] === 'conversation.item.delete') return;
          if (!known) this.wrong.push('a truncation of an item that is not there');
          return;
        }
        default:
          this.wrong.push(`unexpected ${JSON.stringify(event['type'])}`);
      }
    };
  }
}
