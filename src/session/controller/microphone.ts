import type { CapturedFrame } from '../../audio/engine-types.js';
import { encodeBase64, samplesToBytes, type WireFormat } from '../../audio/pure/pcm.js';
import type { Recorder } from '../../recording/types.js';
import type { Transport } from '../../transport/types.js';
import type { AudioReference } from '../inputs.js';
import { isMicrophoneOpen } from '../selectors.js';
import type { SessionState } from '../state.js';
import type { JsonObject } from '../../shared/json.js';

/** Bytes that may wait in the socket before microphone audio is dropped instead: about 2 s of 24 kHz PCM16. */
const backlogLimitBytes = 128 * 1024;

interface MicrophoneParts {
  readonly format: WireFormat;
  readonly getState: () => SessionState;
  readonly transport: Transport;
  readonly recorder: Recorder | undefined;
  readonly dispatch: (
    input:
      | { type: 'sent'; raw: JsonObject; bytes: number; audio: AudioReference }
      | { type: 'append-dropped'; samples: number },
  ) => void;
}

/** The way of a microphone frame: recorded always; sent when the turn is open and the line keeps up. */
export class Microphone {
  readonly #parts: MicrophoneParts;
  #captured = 0;

  constructor(parts: MicrophoneParts) {
    this.#parts = parts;
  }

  take(frame: CapturedFrame): void {
    const { recorder, transport, getState, dispatch, format } = this.#parts;
    // Muted is silence everywhere: it is not recorded, and turn detection hears the person stop.
    const muted = getState().playback.microphoneMuted;
    const samples = muted ? new Int16Array(frame.samples.length) : frame.samples;
    const offset = recorder?.microphone(samples, frame.atMs) ?? this.#captured;
    this.#captured += samples.length;
    if (!isMicrophoneOpen(getState())) return;
    if (transport.bufferedBytes() > backlogLimitBytes) {
      dispatch({ type: 'append-dropped', samples: samples.length });
      return;
    }
    const text = `{"type":"input_audio_buffer.append","audio":"${encodeBase64(samples, format)}"}`;
    if (!transport.send(text)) return;
    dispatch({
      type: 'sent',
      raw: {
        type: 'input_audio_buffer.append',
        audio: `<audio ${samplesToBytes(samples).length} bytes>`,
      },
      bytes: text.length,
      audio: { track: 'microphone', offset, length: samples.length },
    });
  }
}
