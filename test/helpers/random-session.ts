import { readFrame } from '../../src/session/controller/incoming.js';
import type { Decision, Input, Intent } from '../../src/session/inputs.js';
import type { SessionState } from '../../src/session/state.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/shared/json.js';
import { sanitise } from '../../src/shared/sanitise.js';
import { newSearch, withQuery } from '../../src/tui/search/search.js';
import { continueSearch } from '../../src/tui/search/searching.js';
import { initialUi, type UiState } from '../../src/tui/ui-state.js';
import { serverSamples } from './distort.js';
import { SessionScript } from './session.js';

/** A source of numbers from 0 up to 1 that a seed repeats. */
export type Random = () => number;

/** Mulberry32, a generator with 32 bits of state. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<Each>(random: Random, list: readonly Each[]): Each {
  const [found] = list.slice(Math.floor(random() * list.length));
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

/** What a far side may write: words, wide and joined characters, right-to-left script, and what a terminal would obey. */
const pieces = [
  'weather',
  'It is four degrees in Oslo. ',
  'one two three four five six seven eight nine ten ',
  'unbrokenword'.repeat(12),
  '東京の天気は晴れです',
  '한글 ',
  'مرحبا بالعالم ',
  'שלום ',
  'e\u0301te\u0301 ',
  '👍',
  '👩‍👩‍👧 ',
  '❤\ufe0f',
  '\x1b[2J\x1b[31m',
  '\x1b]0;title\x07',
  '\u202egnissim',
  '\u0300\u0301\u0302\u0303\u0304\u0305\u0306',
  '\r\n\t',
  '\x00\x9b1m',
  '│●█…',
  ' ',
] as const;

function words(random: Random): string {
  const count = 1 + Math.floor(random() * 6);
  return Array.from({ length: count }, () => pick(random, pieces)).join(random() < 0.5 ? ' ' : '');
}

const samples = serverSamples();
const itemIds = ['item_1', 'item_2', 'item_3'] as const;
const responseIds = ['resp_1', 'resp_2'] as const;
const intents = [
  'talk-start',
  'talk-send',
  'talk-discard',
  'commit',
  'interrupt',
  'cancel',
  'truncate',
  'clear-input',
  'list-items',
  'tell-health',
];

/** The sample's texts replaced by other ones here and there, its ids by those of the items that are under way. */
function vary(random: Random, value: JsonValue, key = ''): JsonValue {
  if (typeof value === 'string') {
    if (key === 'type' || key === 'status') return value;
    if (key === 'item_id' || key === 'id') return random() < 0.7 ? pick(random, itemIds) : value;
    if (key === 'response_id') return pick(random, responseIds);
    return random() < 0.3 ? words(random) : value;
  }
  if (Array.isArray(value)) {
    const list: readonly JsonValue[] = value;
    return list.map((each) => vary(random, each));
  }
  if (!isJsonObject(value)) return value;
  const fields = Object.entries(value).map(
    ([name, field]) => [name, vary(random, field, name)] as const,
  );
  return Object.fromEntries(fields);
}

/** A session whose far side, person and devices do anything at any time, as a seed repeats it. */
export class RandomSession {
  readonly #random: Random;
  readonly #script: SessionScript;

  constructor(random: Random) {
    this.#random = random;
    this.#script = new SessionScript({
      mode: pick(random, ['hands-free', 'push-to-talk', 'text']),
      emulated: random() < 0.5,
      target: random() < 0.8 ? 'emulator' : words(random),
      model: random() < 0.8 ? 'gpt-realtime' : words(random),
    });
    if (random() < 0.9) this.#script.ready();
  }

  get state(): SessionState {
    return this.#script.state;
  }

  get inputs(): readonly Input[] {
    return this.#script.inputs;
  }

  /** One more thing happens. */
  step(): void {
    const random = this.#random;
    const script = this.#script;
    script.nowMs += Math.floor(random() * random() * 3000);
    const kind = random();
    if (kind < 0.35) this.#reply();
    else if (kind < 0.7) this.#server(vary(random, pick(random, samples)));
    else if (kind < 0.8) script.intent(this.#intent());
    else if (kind < 0.86) this.#device();
    else if (kind < 0.9) script.append(1 + Math.floor(random() * 5));
    else if (kind < 0.94)
      script.input({
        type: 'notice',
        level: pick(random, ['info', 'warning', 'error']),
        text: words(random),
      });
    else if (kind < 0.96) this.#levels();
    else if (kind < 0.97) this.#line();
    else this.#server({ type: words(random), [words(random)]: words(random) });
  }

  /** Some seconds of sound, as loud as it likes. */
  #levels(): void {
    const script = this.#script;
    for (let left = Math.floor(this.#random() * 40); left >= 0; left -= 1) {
      script.nowMs += 99;
      const [microphoneDb, speakerDb] = [-60 * this.#random(), -60 * this.#random()];
      script.input({ type: 'meters', microphoneDb, speakerDb });
    }
  }

  #server(event: JsonValue): void {
    const json = JSON.stringify(event);
    this.#script.input(readFrame(json, 'pcm16').input);
  }

  /** The connection is lost, or comes back a step further. */
  #line(): void {
    const { connection } = this.state;
    if (!('attempt' in connection)) return;
    const { attempt, phase } = connection;
    if (phase === 'ready') {
      const closed = { attempt, code: 1006, reason: words(this.#random), retryable: true };
      this.#script.input({ type: 'socket-closed', ...closed });
    } else if (phase === 'reconnecting') {
      this.#script.input({ type: 'woke', id: 'reconnect' });
      this.#script.input({ type: 'socket-open', attempt: attempt + 1 });
    } else {
      const session = { id: 'sess_9' };
      this.#script.server({ type: 'session.created', session });
      this.#script.server({ type: 'session.updated', session });
    }
  }

  /** A reply that grows: text and sound of one of a few items. */
  #reply(): void {
    const random = this.#random;
    const place: JsonObject = {
      response_id: pick(random, responseIds),
      item_id: pick(random, itemIds),
      output_index: 0,
      content_index: 0,
    };
    const { state } = this.#script;
    if (state.response.active.phase === 'none' || random() < 0.05) {
      this.#script.server({
        type: 'response.created',
        response: { id: place['response_id'], status: 'in_progress' },
      });
    }
    if (random() < 0.6) {
      const type = pick(random, ['response.audio_transcript.delta', 'response.text.delta']);
      this.#script.server({ type, ...place, delta: words(random) });
    } else {
      const seconds = Math.ceil(random() * 4);
      this.#script.server(
        { type: 'response.audio.delta', ...place, delta: 'AAAA' },
        seconds * 24_000,
      );
    }
  }

  #intent(): Intent {
    const random = this.#random;
    const [call] = this.state.approval.calls;
    if (call !== undefined && random() < 0.5) {
      const decision: Decision = pick(random, ['once', 'session', 'deny']);
      return { type: 'decide', callId: call.callId, decision };
    }
    const type = pick(random, [...intents, 'say', 'mute'] as const);
    if (type === 'say') return { type, text: words(random) };
    if (type === 'mute')
      return { type, what: pick(random, ['microphone', 'speaker']), muted: random() < 0.5 };
    return plainIntent(type);
  }

  #device(): void {
    const random = this.#random;
    const { flushing, parts } = this.state.playback;
    if (flushing !== undefined) {
      const items = parts.map(({ itemId, contentIndex, receivedSamples, handedSamples }) => ({
        itemId,
        contentIndex,
        receivedSamples,
        handedSamples,
      }));
      this.#script.input({ type: 'flushed', flushId: flushing.flushId, items });
      return;
    }
    const [part] = parts;
    if (part !== undefined) {
      const left = part.receivedSamples - part.handedSamples;
      const heard = Math.ceil(left * random());
      const run = { itemId: part.itemId, contentIndex: part.contentIndex, samples: heard };
      this.#script.input({ type: 'played', runs: [{ ...run, fromSample: part.handedSamples }] });
      return;
    }
    this.#script.input(
      pick(random, [
        { type: 'audio-lost', what: 'both', reason: words(random) },
        { type: 'audio-restored' },
      ] as const),
    );
  }
}

function plainIntent(type: string): Intent {
  switch (type) {
    case 'talk-start':
    case 'talk-send':
    case 'talk-discard':
    case 'commit':
    case 'cancel':
    case 'truncate':
    case 'clear-input':
    case 'list-items':
    case 'tell-health':
      return { type };
    default:
      return { type: 'interrupt' };
  }
}

/** What the person may have open: any focus, overlay, filter and place to look at. */
export function randomUi(random: Random, state: SessionState): UiState {
  // What is typed or pasted is sanitised before it is kept.
  const line = pick(random, ['', '', '/', '/v', '/voice ', '/image ', '/say ']);
  const text = line + (random() < 0.5 ? sanitise(words(random)) : '');
  const editor = { text, cursor: text.length };
  const [entry] = state.log.slice(Math.floor(random() * state.log.length));
  const overlay = random();
  const [turn] = state.transcript.slice(Math.floor(random() * state.transcript.length));
  const area = pick(random, ['transcript', 'log'] as const);
  const query = pick(random, ['e', 'in', 'O', '東京', '\u0301', '👩', 'event', 'four five']);
  const search = withQuery(newSearch(area, initialUi), { text: query, cursor: query.length });
  const ui: UiState = {
    ...initialUi,
    focus: pick(random, [
      'session',
      'session',
      'keys',
      'text',
      'transcript',
      'log',
      'filter',
      'search',
    ] as const),
    overlay:
      overlay < 0.1
        ? { kind: 'help' }
        : overlay < 0.2 && entry !== undefined
          ? { kind: 'event', sequence: entry.sequence }
          : { kind: 'none' },
    editor,
    ...(random() < 0.3 ? { palette: { text, at: Math.floor(random() * 5) } } : {}),
    ...(random() < 0.5
      ? { listing: { directory: '', names: ['a/', sanitise(words(random))] } }
      : {}),
    ...(random() < 0.2 ? { filter: editor } : {}),
    ...(random() < 0.3 ? { transcriptScroll: Math.floor(random() * 30) } : {}),
    ...(random() < 0.3 ? { panelScroll: Math.floor(random() * 30) } : {}),
    panel: pick(random, ['log', 'log', 'latency', 'sound'] as const),
    ...(random() < 0.2 ? { hint: sanitise(words(random)) } : {}),
    ...(entry === undefined ? {} : { selected: entry.sequence }),
    ...(random() < 0.5 ? { search } : {}),
    ...(random() < 0.2 && entry !== undefined ? { logEnd: entry.sequence } : {}),
    ...(random() < 0.2 ? { lookedAwayFrom: turn?.key } : {}),
    turn: turn?.key,
  };
  return random() < 0.8 ? continueSearch(ui, state) : ui;
}
