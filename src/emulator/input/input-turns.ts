import { decodeWire, type WireFormat } from '../../audio/pure/pcm.js';
import { isJsonObject, type JsonObject } from '../../shared/json.js';
import { reject } from '../kernel/service-error.js';
import type { Responder } from '../response/responder.js';
import type { SessionContext } from '../kernel/session-context.js';
import { inputChannels, inputRateHz, wireFormat } from '../kernel/session-values.js';
import { InputBuffer } from './input-buffer.js';
import type { SpokenTurns } from './spoken-turns.js';
import { isOn, TurnDetector, vadSettings, type VadEvent } from './turn-detection.js';

const minCommitMs = 100;

/** Only the first channel is the user; the second is the client's loudspeaker. */
function firstChannel(samples: Int16Array, channels: 1 | 2): Int16Array {
  if (channels === 1) return samples;
  return Int16Array.from({ length: samples.length >> 1 }, (_, index) => samples[2 * index] ?? 0);
}

/** The user's audio input: the input buffer, and where turns begin and end in it. */
export class InputTurns {
  readonly #context: SessionContext;
  readonly #responder: Responder;
  readonly #spoken: SpokenTurns;
  readonly #buffer: InputBuffer;
  readonly #onSpeech: () => void;
  #detector: TurnDetector | undefined;
  #format: WireFormat = 'pcm16';
  #channels: 1 | 2 = 1;
  #turnId: string | undefined;
  /** Id of a turn that the client started with `input_audio.turn.start`. */
  #clientTurn: string | undefined;
  #received = false;
  #toldDroppedMs = 0;

  /** @param onSpeech called when the user starts to speak */
  constructor(
    context: SessionContext,
    responder: Responder,
    spoken: SpokenTurns,
    onSpeech: () => void,
  ) {
    this.#context = context;
    this.#responder = responder;
    this.#spoken = spoken;
    this.#onSpeech = onSpeech;
    this.#buffer = new InputBuffer(inputRateHz(context.session()));
    this.configure();
  }

  /** True once the client has sent audio; its channels are fixed from then on. */
  get received(): boolean {
    return this.#received;
  }

  get rateHz(): number {
    return this.#buffer.rateHz;
  }

  /** What the buffered audio takes. */
  get bytes(): number {
    return this.#buffer.bytes;
  }

  /** Applies the session's formats and turn detection. */
  configure(): void {
    const session = this.#context.session();
    this.#format = wireFormat(session['input_audio_format']);
    this.#channels = inputChannels(session);
    this.#buffer.changeRate(inputRateHz(session));
    this.#restartDetection();
  }

  /** @throws ServiceErrorThrown when the text is not base64, or lacks half of a stereo pair */
  append(base64: string): void {
    const samples = this.#decoded(base64);
    this.#context.ears.prepare();
    this.#received ||= samples.length > 0;
    this.#buffer.append(samples);
    // Told of the first and then of each doubling, so that no flood fills the log.
    if (this.#buffer.droppedMs > 2 * this.#toldDroppedMs) {
      this.#toldDroppedMs = this.#buffer.droppedMs;
      this.#context.log(`input buffer full: ${Math.round(this.#toldDroppedMs)} ms dropped so far`);
    }
    if (this.#clientTurn !== undefined) return;
    for (const event of this.#detector?.push(samples) ?? []) this.#onVad(event);
  }

  /** @throws ServiceErrorThrown when there is too little audio */
  commit(): void {
    const { bufferedMs } = this.#buffer;
    if (bufferedMs < minCommitMs) {
      reject(
        'input_audio_buffer_commit_empty',
        `Error committing input audio buffer: buffer too small. Expected at least ${minCommitMs}ms of audio, but buffer only has ${bufferedMs.toFixed(2)}ms of audio.`,
      );
    }
    const itemId = this.#turnId ?? this.#context.ids.spokenItem();
    this.#restartDetection();
    this.#spoken.commit(itemId, this.#buffer.takeAll(), this.rateHz);
  }

  clear(): void {
    this.#buffer.clear();
    this.#restartDetection();
    this.#context.send({ type: 'input_audio_buffer.cleared' });
  }

  /** `input_audio.turn.start`: until the turn ends nothing is detected, since the client decides. */
  startTurn(turnId: string): void {
    if (this.#clientTurn !== undefined) {
      reject('invalid_value', `Turn '${this.#clientTurn}' has not ended.`, 'turn_id');
    }
    this.#buffer.clear();
    this.#restartDetection();
    this.#clientTurn = turnId;
    this.#onSpeech();
  }

  appendToTurn(turnId: string, base64: string): void {
    this.#checkTurn(turnId);
    this.append(base64);
  }

  endTurn(turnId: string): void {
    this.#checkTurn(turnId);
    this.#clientTurn = undefined;
    this.commit();
  }

  cancelTurn(turnId: string): void {
    this.#checkTurn(turnId);
    this.#clientTurn = undefined;
    this.clear();
  }

  #checkTurn(turnId: string): void {
    if (turnId === this.#clientTurn) return;
    reject('invalid_value', `There is no turn '${turnId}' in progress.`, 'turn_id');
  }

  #decoded(base64: string): Int16Array {
    if (!/^[\w+/-]*={0,2}$/.test(base64)) {
      reject('invalid_value', "Invalid 'audio': expected base64-encoded audio bytes.", 'audio');
    }
    const bytes = Buffer.from(base64, 'base64');
    if (this.#channels === 2 && bytes.length % 4 !== 0) {
      reject('invalid_value', "Invalid 'audio': two channels come in pairs of samples.", 'audio');
    }
    return firstChannel(decodeWire(bytes, this.#format), this.#channels);
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
      this.#onSpeech();
      send({
        type: 'input_audio_buffer.speech_started',
        audio_start_ms: Math.round(event.startMs),
        item_id: itemId,
      });
      if (isOn(turnDetection, 'interrupt_response')) this.#responder.interrupt(turnDetection ?? {});
      return;
    }
    this.#turnId = undefined;
    send({
      type: 'input_audio_buffer.speech_stopped',
      audio_end_ms: Math.round(event.endMs),
      item_id: itemId,
    });
    this.#spoken.commit(itemId, this.#buffer.take(event.startMs, event.endMs), this.rateHz);
    if (isOn(turnDetection, 'create_response')) {
      this.#responder.createAutomatically(this.#spoken.settled);
    }
  }
}
