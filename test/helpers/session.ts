import { parseServerEvent } from '../../src/protocol/parse.js';
import { readLine } from '../../src/recording/lines/read-line.js';
import { inputLine } from '../../src/recording/lines/write-line.js';
import { isJsonObject } from '../../src/shared/json.js';
import type { Effect } from '../../src/session/effects.js';
import { initialState } from '../../src/session/initial-state.js';
import type { FlushedItem, Input, Intent } from '../../src/session/inputs.js';
import type { SessionOptions, SessionState } from '../../src/session/state.js';
import { update } from '../../src/session/update.js';

export const handsFree: SessionOptions = {
  target: 'test',
  emulated: false,
  model: 'gpt-realtime',
  mode: 'hands-free',
  session: { modalities: ['text', 'audio'] },
  inputRateHz: 24_000,
  outputRateHz: 24_000,
  runnableTools: ['get_weather'],
  approve: 'ask',
  canAsk: true,
};

type WithoutTime<Each> = Each extends Input ? Omit<Each, 'nowMs'> : never;

/** The input as a recording gives it back: what a test says of a session is true of its replay. */
export function recorded(input: Input): Input {
  const line: unknown = JSON.parse(JSON.stringify(inputLine(input)));
  const read = isJsonObject(line) ? readLine(line) : undefined;
  if (read === undefined) throw new Error(`cannot be read back: ${JSON.stringify(line)}`);
  return read;
}

/** Feeds inputs to the pure core and keeps what it asked for: event in, effect out. */
export class SessionScript {
  state: SessionState;
  effects: readonly Effect[] = [];
  nowMs = 0;
  /** Everything that happened. */
  readonly inputs: Input[] = [];

  constructor(options: Partial<SessionOptions> = {}) {
    this.state = initialState({ ...handsFree, ...options });
  }

  input(input: WithoutTime<Input>): readonly Effect[] {
    this.nowMs += 1;
    const happened = recorded({ nowMs: this.nowMs, ...input });
    this.inputs.push(happened);
    const step = update(this.state, happened);
    this.state = step.state;
    this.effects = [...this.effects, ...step.effects];
    return step.effects;
  }

  /** An event of the service, as text would bring it; `audioSamples` is what a payload would have decoded to. */
  server(event: Record<string, unknown>, audioSamples = 0): readonly Effect[] {
    const frame = parseServerEvent(JSON.stringify({ event_id: 'event_test', ...event }));
    if (frame.kind !== 'known') throw new Error(`not a server event: ${JSON.stringify(frame)}`);
    return this.input({
      type: 'server',
      event: frame.event,
      raw: frame.raw,
      bytes: 100,
      audioSamples,
    });
  }

  intent(intent: Intent): readonly Effect[] {
    return this.input({ type: 'intent', intent });
  }

  /** 20 ms of microphone went out. */
  append(times = 1): void {
    for (let sent = 0; sent < times; sent += 1) {
      this.input({
        type: 'sent',
        raw: { type: 'input_audio_buffer.append', audio: '<audio 960 bytes>' },
        bytes: 1300,
        audio: { track: 'microphone', offset: 0, length: 480 },
      });
    }
  }

  /** To the state in which a person can talk. */
  ready(turnDetection: Record<string, unknown> | null = { type: 'server_vad' }): this {
    const session = {
      id: 'sess_1',
      model: this.state.options.model,
      voice: { type: 'openai', name: 'alloy' },
      turn_detection: turnDetection,
      input_audio_transcription: { model: 'whisper-1' },
    };
    this.input({ type: 'start' });
    this.input({ type: 'socket-open', attempt: 1 });
    this.server({ type: 'session.created', session });
    this.server({ type: 'session.updated', session });
    this.effects = [];
    return this;
  }

  /** A response that has begun to speak: `seconds` of audio received, not yet complete. */
  speaking(seconds: number, ids = { responseId: 'resp_1', itemId: 'item_1' }): this {
    const place = {
      response_id: ids.responseId,
      item_id: ids.itemId,
      output_index: 0,
      content_index: 0,
    };
    this.server({
      type: 'response.created',
      response: { id: ids.responseId, status: 'in_progress' },
    });
    this.server({ type: 'response.audio_transcript.delta', ...place, delta: 'One, two, three' });
    this.server({ type: 'response.audio.delta', ...place, delta: 'AAAA' }, seconds * 24_000);
    return this;
  }

  heard(seconds: number, itemId = 'item_1', fromSample = 0): this {
    this.input({
      type: 'played',
      runs: [{ itemId, contentIndex: 0, fromSample, samples: seconds * 24_000 }],
    });
    return this;
  }

  /** The device's answer to the flush that is under way. */
  flushed(...items: readonly FlushedItem[]): readonly Effect[] {
    const flushId = this.state.playback.flushing?.flushId;
    if (flushId === undefined) throw new Error('no flush is under way');
    return this.input({ type: 'flushed', flushId, items });
  }

  /** The events that were sent since the last look, without our own ids. */
  sent(): readonly Record<string, unknown>[] {
    const events = this.effects.flatMap((effect) => (effect.type === 'send' ? [effect.event] : []));
    this.effects = [];
    return events.map((event) => {
      const copy: Record<string, unknown> = { ...event };
      delete copy['event_id'];
      return copy;
    });
  }
}
