import { isJsonObject, type JsonObject } from '../../shared/json.js';
import { reject } from '../kernel/service-error.js';
import type { SessionContext } from '../kernel/session-context.js';
import { sdpAnswer } from './sdp.js';
import { videoPiece } from './video.js';

/** A response being played to the user. */
interface PlayingResponse {
  readonly responseId: string;
  readonly startMs: number;
  audioMs: number;
}

/**
 * Outputs of a session beyond its audio deltas: the avatar and the WebRTC call, with the events that report what they
 * play.
 */
export class MediaOutputs {
  readonly #context: SessionContext;
  #avatarConnected = false;
  #calling = false;
  #playing: PlayingResponse | undefined;
  #videoPieces = 0;

  constructor(context: SessionContext) {
    this.#context = context;
  }

  /** `session.avatar.connect`. @throws ServiceErrorThrown without an avatar in the session, or for no offer */
  connectAvatar(clientSdp: string): void {
    if (this.#avatar() === undefined) {
      reject('avatar_not_configured', 'The session has no avatar to connect to.', 'client_sdp');
    }
    const answer = sdpAnswer(clientSdp);
    if (answer === undefined) {
      reject('invalid_sdp', "Invalid 'client_sdp': not an SDP offer.", 'client_sdp');
    }
    this.#avatarConnected = true;
    this.#context.send({ type: 'session.avatar.connecting', server_sdp: answer });
  }

  /** `rtc.call.sdp.create`: the answer, or `rtc.call.error`. */
  call(sdpOffer: string): void {
    const { send, ids } = this.#context;
    const answer = sdpAnswer(sdpOffer);
    const callId = ids.rtcCall();
    if (answer === undefined) {
      send({
        type: 'rtc.call.error',
        operation: 'sdp.create',
        rtc_call_id: callId,
        error: {
          type: 'invalid_request_error',
          code: 'invalid_sdp_offer',
          message: "Invalid 'sdp_offer': not an SDP offer.",
        },
      });
      return;
    }
    this.#calling = true;
    send({ type: 'rtc.call.sdp.created', rtc_call_id: callId, sdp_answer: answer });
  }

  /** Audio of a response was sent. */
  audio(responseId: string, outputIndex: number, ms: number): void {
    if (this.#playing?.responseId !== responseId) {
      this.#finish();
      const startMs = this.#context.pace.nowMs();
      this.#playing = { responseId, startMs, audioMs: 0 };
      this.#announce(true, responseId);
    }
    this.#playing.audioMs += ms;
    if (this.#hasAvatar() && this.#overWebSocket()) this.#video(outputIndex, ms);
  }

  /** All audio of a response was sent; resolves when it has finished playing. */
  async ended(responseId: string): Promise<void> {
    const playing = this.#playing;
    if (playing?.responseId !== responseId) return;
    const { pace } = this.#context;
    await pace.until(playing.startMs + playing.audioMs);
    if (this.#playing === playing) this.#finish();
  }

  /** The user interrupts: playback stops. */
  interrupt(): void {
    this.#finish();
  }

  /** `output_audio_buffer.clear`. @throws ServiceErrorThrown when there is neither an avatar nor a call that plays audio */
  clear(): void {
    if (this.#avatar() === undefined && !this.#calling) {
      const text = 'output_audio_buffer.clear is only supported with an avatar.';
      reject('invalid_value', text, 'output_audio_buffer.clear');
    }
    this.#finish();
    this.#context.send({ type: 'output_audio_buffer.cleared' });
  }

  /** Audio still to be played, milliseconds. */
  get remainingMs(): number {
    const playing = this.#playing;
    if (playing === undefined) return 0;
    return Math.max(0, playing.startMs + playing.audioMs - this.#context.pace.nowMs());
  }

  #finish(): void {
    const playing = this.#playing;
    this.#playing = undefined;
    if (playing !== undefined) this.#announce(false, playing.responseId);
  }

  #announce(speaking: boolean, responseId: string): void {
    const { send } = this.#context;
    if (this.#calling) {
      const type = `output_audio_buffer.${speaking ? 'started' : 'stopped'}`;
      send({ type, response_id: responseId });
    }
    if (this.#hasAvatar()) {
      const type = `session.avatar.switch_to_${speaking ? 'speaking' : 'idle'}`;
      send({ type, turn_id: responseId });
    }
  }

  #avatar(): JsonObject | undefined {
    const avatar = this.#context.session()['avatar'];
    return isJsonObject(avatar) ? avatar : undefined;
  }

  #overWebSocket(): boolean {
    return this.#avatar()?.['output_protocol'] === 'websocket';
  }

  /** An avatar over the WebSocket needs no connection of its own. */
  #hasAvatar(): boolean {
    return this.#avatar() !== undefined && (this.#avatarConnected || this.#overWebSocket());
  }

  #video(outputIndex: number, ms: number): void {
    this.#context.send({
      type: 'response.video.delta',
      output_index: outputIndex,
      codec: 'h264',
      delta: videoPiece(this.#videoPieces, ms).toString('base64'),
    });
    this.#videoPieces += 1;
  }
}
