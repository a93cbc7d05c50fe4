import type { Decision, Intent, SoundHealth } from '../../src/session/inputs.js';
import { silenceDb } from '../../src/session/playback/levels.js';
import type { SessionOptions, SessionState } from '../../src/session/state.js';
import { isJsonObject } from '../../src/shared/json.js';
import { SessionScript } from '../../test/helpers/session.js';

const rateHz = 24_000;
/** Levels are reported ten times a second. */
const reportFrames = 5;

const usage = {
  total_tokens: 512,
  input_tokens: 388,
  output_tokens: 124,
  input_token_details: { text_tokens: 300, audio_tokens: 88, cached_tokens: 192 },
  output_token_details: { text_tokens: 36, audio_tokens: 88 },
};

/** The level of a voice so long after it began: syllables in phrases. */
function voiceDb(ms: number): number {
  const syllable = Math.abs(Math.sin(ms / 310) * Math.cos(ms / 770));
  const phrase = 0.75 + 0.25 * Math.sin(ms / 1130);
  return Math.round(silenceDb + 52 * Math.sqrt(syllable) * phrase);
}

/** A conversation as the pure core has it, told event by event; what the core sends appears in its log. */
export class Story {
  readonly #script: SessionScript;
  #turns = 0;
  #responses = 0;

  constructor(options: Partial<SessionOptions> = {}) {
    this.#script = new SessionScript({ target: 'emulator', emulated: true, ...options });
    this.#script.input({ type: 'start' });
  }

  get state(): SessionState {
    return this.#script.state;
  }

  /** The session's clock, in milliseconds. */
  at(nowMs: number): this {
    this.#script.nowMs = nowMs;
    return this;
  }

  after(milliseconds: number): this {
    return this.at(this.#script.nowMs + milliseconds);
  }

  /** What the sound tells of itself. */
  sounds(health: SoundHealth): this {
    this.#script.input({ type: 'audio-health', health });
    return this;
  }

  /** The speaker ran dry so many times. */
  hiccups(underruns: number): this {
    this.#script.input({
      type: 'audio-counters',
      droppedCaptureFrames: 0,
      droppedPlaybackSamples: 0,
      underruns,
      restarts: 0,
    });
    return this;
  }

  server(event: Record<string, unknown>, audioSamples = 0): this {
    this.#script.server(event, audioSamples);
    return this.#sent();
  }

  person(intent: Intent): this {
    this.#script.intent(intent);
    return this.#sent();
  }

  /** The person speaks for so long: frames of the microphone go out. */
  speaks(milliseconds: number): this {
    return this.#listens(milliseconds, true);
  }

  /** The microphone hears nothing for so long. */
  waits(milliseconds: number): this {
    return this.#listens(milliseconds, false);
  }

  #listens(milliseconds: number, isSpeech: boolean): this {
    const frames = Math.round(milliseconds / 20);
    for (let frame = 0; frame < frames; frame += 1) {
      this.#script.nowMs += 19;
      this.#script.append();
      if (isSpeech && frame % reportFrames === 0) this.#levels(voiceDb(frame * 20), silenceDb);
    }
    return this;
  }

  #levels(microphoneDb: number, speakerDb: number): void {
    this.#script.nowMs -= 1;
    this.#script.input({ type: 'meters', microphoneDb, speakerDb });
  }

  opened(): this {
    const { mode, model } = this.state.options;
    const session = {
      id: 'sess_1',
      model,
      voice: { type: 'openai', name: 'alloy' },
      turn_detection: mode === 'hands-free' ? { type: 'server_vad' } : null,
    };
    this.at(180).#script.input({ type: 'socket-open', attempt: 1 });
    this.after(45).server({ type: 'session.created', session });
    this.after(12).server({ type: 'session.updated', session });
    this.#script.input({
      type: 'notice',
      level: 'info',
      text: 'No endpoint configured: using the built-in emulator.',
    });
    return this;
  }

  /** A turn that the service heard, with its words. */
  userSays(text: string, milliseconds: number): this {
    this.#turns += 1;
    const item_id = `item_user_${String(this.#turns)}`;
    // The first frame of this speech, not the last one before it.
    const startMs = this.state.latency.sentAudioMs + 1;
    this.speaks(200).server({
      type: 'input_audio_buffer.speech_started',
      item_id,
      audio_start_ms: startMs,
    });
    this.speaks(milliseconds);
    const endMs = this.state.latency.sentAudioMs;
    this.waits(200).server({
      type: 'input_audio_buffer.speech_stopped',
      item_id,
      audio_end_ms: endMs,
    });
    this.after(8).server({ type: 'input_audio_buffer.committed', item_id });
    return this.after(30).server({
      type: 'conversation.item.input_audio_transcription.completed',
      item_id,
      content_index: 0,
      transcript: text,
    });
  }

  /** A reply begins: its words and so many milliseconds of sound come in. */
  replies(text: string, soundMs: number): this {
    this.#responses += 1;
    this.after(60).server({
      type: 'response.created',
      response: { id: this.#responseId, status: 'in_progress' },
    });
    const place = this.#place();
    for (const word of text.split(/(?<= )/)) {
      this.after(6).server({ type: 'response.audio_transcript.delta', ...place, delta: word });
      const samples = Math.round((soundMs / text.split(' ').length / 1000) * rateHz);
      this.after(3).server({ type: 'response.audio.delta', ...place, delta: 'AAAA' }, samples);
    }
    return this;
  }

  /** The reply's generation is over. */
  generated(): this {
    const place = this.#place();
    this.after(4).server({ type: 'response.audio.done', ...place });
    const response = { id: this.#responseId, status: 'completed', output: [], usage };
    return this.after(4).server({ type: 'response.done', response });
  }

  /** The speaker plays so much of the reply. */
  plays(milliseconds: number): this {
    const { itemId } = this.#ids();
    const from = this.#handed(itemId);
    const frames = Math.round(milliseconds / 20);
    for (let frame = 0; frame < frames; frame += 1) {
      this.#script.nowMs += 19;
      this.#script.heard(0.02, itemId, from + frame * 480);
      if (frame % reportFrames === 0) this.#levels(silenceDb, voiceDb(frame * 20 + 1300));
    }
    return this;
  }

  /** The person interrupts; the device tells what it had played, and the service truncates there. */
  interrupted(): this {
    const { itemId } = this.#ids();
    this.after(20).person({ type: 'interrupt' });
    const part = this.state.playback.parts.find((each) => each.itemId === itemId);
    const receivedSamples = part?.receivedSamples ?? 0;
    const handedSamples = part?.handedSamples ?? 0;
    this.after(6).#script.flushed({ itemId, contentIndex: 0, receivedSamples, handedSamples });
    this.#sent();
    this.after(25).server({
      type: 'conversation.item.truncated',
      item_id: itemId,
      content_index: 0,
      audio_end_ms: Math.floor((handedSamples / rateHz) * 1000),
    });
    const response = { id: this.#responseId, status: 'cancelled', output: [], usage };
    return this.after(5).server({ type: 'response.done', response });
  }

  /** The model wants to call a tool. */
  callsTool(name: string, args: Readonly<Record<string, unknown>>): this {
    this.#responses += 1;
    this.after(60).server({
      type: 'response.created',
      response: { id: this.#responseId, status: 'in_progress' },
    });
    const call_id = `call_${String(this.#turns)}`;
    const item_id = `item_call_${String(this.#turns)}`;
    const text = JSON.stringify(args);
    const item = { id: item_id, type: 'function_call', call_id, name, arguments: text };
    const place = { response_id: this.#responseId, output_index: 0 };
    this.after(30).server({
      type: 'response.output_item.added',
      ...place,
      item: { ...item, arguments: '', status: 'in_progress' },
    });
    this.after(30).server({
      type: 'response.function_call_arguments.done',
      ...place,
      item_id,
      call_id,
      name,
      arguments: text,
    });
    this.after(5).server({
      type: 'response.output_item.done',
      ...place,
      item: { ...item, status: 'completed' },
    });
    return this.after(5).server({
      type: 'response.done',
      response: { id: this.#responseId, status: 'completed', output: [], usage },
    });
  }

  /** The person answers the question about the tool call. */
  decides(decision: Decision): this {
    const callId = `call_${String(this.#turns)}`;
    return this.after(900).person({ type: 'decide', callId, decision });
  }

  /** The tool's program ends with a result. */
  toolEnds(output: string, elapsedMs: number): this {
    const callId = `call_${String(this.#turns)}`;
    this.after(elapsedMs).#script.input({
      type: 'tool-finished',
      callId,
      ok: true,
      output,
      elapsedMs,
    });
    return this.#sent();
  }

  /** The connection breaks. */
  breaks(code: number, reason: string): this {
    this.#script.input({ type: 'socket-closed', attempt: 1, code, reason, retryable: true });
    return this.#sent();
  }

  get #responseId(): string {
    return `resp_${String(this.#responses)}`;
  }

  #ids(): { readonly itemId: string } {
    return { itemId: `item_bot_${String(this.#responses)}` };
  }

  #place(): Readonly<Record<string, unknown>> {
    const item_id = this.#ids().itemId;
    return { response_id: this.#responseId, item_id, output_index: 0, content_index: 0 };
  }

  #handed(itemId: string): number {
    const part = this.state.playback.parts.find((each) => each.itemId === itemId);
    return part?.handedSamples ?? 0;
  }

  #sent(): this {
    for (const effect of this.#script.effects) {
      if (effect.type !== 'send') continue;
      const raw: unknown = JSON.parse(JSON.stringify(effect.event));
      if (!isJsonObject(raw)) continue;
      this.#script.input({ type: 'sent', raw, bytes: JSON.stringify(raw).length });
    }
    this.#script.effects = [];
    return this;
  }
}
