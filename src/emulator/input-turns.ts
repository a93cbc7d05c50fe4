import { decodeWire, type WireFormat } from '../audio/pure/pcm.js';
import { isJsonObject, type JsonObject } from '../shared/json.js';
import type { Brain } from './brain.js';
import type { HeardSpeech } from './conversation.js';
import { InputBuffer } from './input-buffer.js';
import { previousIdOnWire } from './message-stream.js';
import type { Responder } from './responder.js';
import { reject } from './service-error.js';
import type { SessionContext } from './session-context.js';
import { inputChannels, inputRateHz, wireFormat } from './session-config.js';
import { isOn, TurnDetector, vadSettings, type VadEvent } from './turn-detection.js';

const shortestCommitMs = 100;
/** How long after a turn its transcription comes when no response carries it along. */
const loneTranscriptionMs = 250;

/** Only the first channel is the user; the second is the sound of the client's loudspeaker. */
function firstChannel(samples: Int16Array, channels: 1 | 2): Int16Array {
  if (channels === 1) return samples;
  return Int16Array.from({ length: samples.length >> 1 }, (_, index) => samples[2 * index] ?? 0);
}

/** What the user says: the input audio buffer, turn detection on it, and the items it becomes. */
export class InputTurns {
  readonly #context: SessionContext;
  readonly #brain: Brain;
  readonly #responder: Responder;
  readonly #buffer: InputBuffer;
  #detector: TurnDetector | undefined;
  #format: WireFormat = 'pcm16';
  #channels: 1 | 2 = 1;
  #turnId: string | undefined;
  #settled: Promise<void> = Promise.resolve();
  #droppedMs = 0;

  constructor(context: SessionContext, brain: Brain, responder: Responder) {
    this.#context = context;
    this.#brain = brain;
    this.#responder = responder;
    this.#buffer = new InputBuffer(inputRateHz(context.session()));
    this.configure();
  }

  /** Resolves when every committed turn is an item of the conversation. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** Takes over the session's formats and turn detection. */
  configure(): void {
    const session = this.#context.session();
    this.#format = wireFormat(session['input_audio_format']);
    this.#channels = inputChannels(session);
    this.#buffer.changeRate(inputRateHz(session));
    this.#restartDetection();
  }

  /** @throws ServiceErrorThrown when the text is not base64 */
  append(base64: string): void {
    if (!/^[\w+/-]*={0,2}$/.test(base64)) {
      reject('invalid_value', "Invalid 'audio': expected base64-encoded audio bytes.", 'audio');
    }
    const samples = firstChannel(
      decodeWire(Buffer.from(base64, 'base64'), this.#format),
      this.#channels,
    );
    this.#context.ears.prepare();
    this.#buffer.append(samples);
    if (this.#buffer.droppedMs > this.#droppedMs) {
      this.#droppedMs = this.#buffer.droppedMs;
      this.#context.log(`input buffer full: ${Math.round(this.#droppedMs)} ms dropped so far`);
    }
    for (const event of this.#detector?.push(samples) ?? []) this.#onVad(event);
  }

  /** @throws ServiceErrorThrown when there is too little audio */
  commit(): void {
    const { bufferedMs } = this.#buffer;
    if (bufferedMs < shortestCommitMs) {
      reject(
        'input_audio_buffer_commit_empty',
        `Error committing input audio buffer: buffer too small. Expected at least ${shortestCommitMs}ms of audio, but buffer only has ${bufferedMs.toFixed(2)}ms of audio.`,
      );
    }
    const itemId = this.#turnId ?? this.#context.ids.spokenItem();
    this.#restartDetection();
    this.#commitSpeech(itemId, this.#buffer.takeAll());
  }

  clear(): void {
    this.#buffer.clear();
    this.#restartDetection();
    this.#context.send({ type: 'input_audio_buffer.cleared' });
  }

  /** Speech at the rate of the input, whose recognition begins now, in the background. */
  heard(samples: Int16Array): HeardSpeech {
    const { ears, log } = this.#context;
    const { rateHz } = this.#buffer;
    const phrase = ears.recognise(samples, rateHz).catch((error: unknown) => {
      log(`speech recogniser: ${String(error)}`);
      return undefined;
    });
    return { samples, rateHz, phrase };
  }

  #turnDetection(): JsonObject | undefined {
    const value = this.#context.session()['turn_detection'];
    return isJsonObject(value) ? value : undefined;
  }

  #restartDetection(): void {
    this.#turnId = undefined;
    const settings = vadSettings(this.#turnDetection(), this.#context.profile.speechDurationMs);
    this.#detector =
      settings === undefined
        ? undefined
        : new TurnDetector(settings, this.#buffer.rateHz, this.#buffer.positionMs);
  }

  #onVad(event: VadEvent): void {
    const { send, ids } = this.#context;
    const turnDetection = this.#turnDetection();
    this.#turnId ??= ids.spokenItem();
    const itemId = this.#turnId;
    if (event.type === 'started') {
      send({
        type: 'input_audio_buffer.speech_started',
        audio_start_ms: Math.round(event.startMs),
        item_id: itemId,
      });
      if (isOn(turnDetection, 'interrupt_response')) {
        this.#responder.interrupt('turn_detected', turnDetection?.['auto_truncate'] === true);
      }
      return;
    }
    this.#turnId = undefined;
    send({
      type: 'input_audio_buffer.speech_stopped',
      audio_end_ms: Math.round(event.endMs),
      item_id: itemId,
    });
    this.#commitSpeech(itemId, this.#buffer.take(event.startMs, event.endMs));
    if (isOn(turnDetection, 'create_response')) this.#responder.createAutomatically(this.#settled);
  }

  #commitSpeech(itemId: string, samples: Int16Array): void {
    const context = this.#context;
    context.send({
      type: 'input_audio_buffer.committed',
      previous_item_id: previousIdOnWire(context, context.conversation.lastId),
      item_id: itemId,
    });
    const speech = this.heard(samples);
    const transcript = speech.phrase.then((heard) =>
      heard === undefined
        ? `(${(samples.length / speech.rateHz).toFixed(1)} s of speech)`
        : this.#brain.spelling(heard),
    );
    const transcribes = isJsonObject(context.session()['input_audio_transcription']);
    if (context.profile.modelClass === 'cascade') {
      this.#settled = this.#settled
        .then(async () => {
          const text = transcribes ? await transcript : null;
          if (text !== null) this.#sendTranscript(itemId, text);
          this.#addItem(itemId, text, speech);
        })
        .catch((error: unknown) => {
          context.log(`spoken turn ${itemId}: ${String(error)}`);
        });
      return;
    }
    this.#addItem(itemId, null, speech);
    if (transcribes) void transcript.then((text) => this.#transcribeLater(itemId, text));
  }

  #addItem(itemId: string, transcript: string | null, speech: HeardSpeech): void {
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
    const body = { previous_item_id: previousIdOnWire(this.#context, previousId), item };
    send({ type: 'conversation.item.created', ...body });
    if (profile.modelClass === 'realtime') send({ type: 'conversation.item.done', ...body });
  }

  #setTranscript(itemId: string, transcript: string): void {
    const entry = this.#context.conversation.find(itemId);
    if (entry === undefined) return;
    entry.item = { ...entry.item, content: [{ type: 'input_audio', transcript }] };
  }

  #sendTranscript(itemId: string, transcript: string): void {
    const language =
      this.#context.profile.modelClass === 'cascade' ? { language: 'en-US' } : undefined;
    this.#context.send({
      type: 'conversation.item.input_audio_transcription.completed',
      item_id: itemId,
      content_index: 0,
      transcript,
      ...language,
    });
  }

  /** Realtime class: in the middle of the response, or alone if none comes. */
  async #transcribeLater(itemId: string, transcript: string): Promise<void> {
    const { sideEvents, send, pace } = this.#context;
    this.#setTranscript(itemId, transcript);
    const sendDelta = (): void => {
      send({
        type: 'conversation.item.input_audio_transcription.delta',
        item_id: itemId,
        content_index: 0,
        delta: transcript,
      });
    };
    sideEvents.push(sendDelta, () => {
      this.#sendTranscript(itemId, transcript);
    });
    await pace.until(pace.nowMs() + loneTranscriptionMs);
    if (!this.#responder.busy) sideEvents.sendAll();
  }
}
