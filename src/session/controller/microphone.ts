import type { CapturedFrame, PlayedFrame } from '../../audio/kernel/engine-types.js';
import { CaptureHistory } from '../../audio/pure/capture-history.js';
import { EchoReference } from '../../audio/pure/echo-reference.js';
import { encodeBase64, samplesToMs } from '../../audio/pure/pcm.js';
import { VoiceFollower } from '../../audio/pure/voice-follower.js';
import type { JsonObject } from '../../shared/json.js';
import type { Transport } from '../../transport/types.js';
import type { AudioReference } from '../inputs.js';
import { isMicrophoneKept, isMicrophoneOpen } from '../selectors.js';
import type { SessionOptions, SessionState } from '../state.js';
import { OutageAudio } from './outage-audio.js';
import type { AudioMark, Outputs } from './outputs.js';

/** Bytes that may wait in the socket before microphone audio is dropped instead: about 2 s of 24 kHz PCM16. */
const maxBacklogBytes = 128 * 1024;
/** Users start to speak when they press the key, or just before. */
const preRollMs = 300;
/** Half-duplex: a room echoes for a moment after the speaker. */
const roomTailMs = 150;

interface MicrophoneParts {
  /** As they are once the devices are open. */
  readonly options: SessionOptions;
  /** Clock of the frames' `atMs`. */
  readonly nowMs: () => number;
  readonly getState: () => SessionState;
  readonly transport: Pick<Transport, 'send' | 'bufferedBytes'>;
  readonly outputs: Pick<Outputs, 'microphone' | 'has'>;
  readonly dispatch: (
    input:
      | {
          type: 'sent';
          raw: JsonObject;
          bytes: number;
          audio: AudioReference;
          preRoll?: true;
          lateMs: number;
        }
      | { type: 'append-dropped'; samples: number; outage?: true },
  ) => void;
}

interface Frame {
  /** As it goes out: two channels with the client's echo reference. */
  readonly wire: Int16Array;
  readonly samples: Int16Array;
  readonly mark: AudioMark | undefined;
  readonly atMs: number;
}

/** The path of a microphone frame: always recorded; sent while the turn is open and the connection keeps up. */
export class Microphone {
  readonly #parts: MicrophoneParts;
  readonly #history: CaptureHistory<Frame>;
  readonly #outage: OutageAudio<Frame>;
  readonly #echo: EchoReference | undefined;
  #lastSequence = -1;
  #soundUntilMs = 0;
  #wasOpen = false;
  readonly #voice: VoiceFollower;

  constructor(parts: MicrophoneParts) {
    const { inputRateHz, outputRateHz, session, echoRoundTripMs } = parts.options;
    this.#parts = parts;
    this.#voice = new VoiceFollower(inputRateHz);
    this.#history = new CaptureHistory(inputRateHz, preRollMs);
    this.#outage = new OutageAudio(inputRateHz);
    const byClient = session.input_audio_echo_cancellation?.reference_source === 'client';
    this.#echo = byClient
      ? new EchoReference({
          inputRateHz,
          outputRateHz,
          ...(echoRoundTripMs === undefined ? {} : { roundTripMs: echoRoundTripMs }),
        })
      : undefined;
  }

  /** When the last voice ended, on the clock of the frames; undefined before the first. */
  get voiceEndMs(): number | undefined {
    return this.#voice.endMs;
  }

  /** The speaker took a frame: what the microphone hears of it is not the user. */
  heard(frame: PlayedFrame): void {
    this.#soundUntilMs = frame.atMs + frame.depthMs + roomTailMs;
    this.#echo?.played(frame);
  }

  /** The last of the samples that the speaker took were dropped. */
  unheard(samples: number): void {
    this.#soundUntilMs -= samplesToMs(samples, this.#parts.options.outputRateHz);
    this.#echo?.unheard(samples);
  }

  take(frame: CapturedFrame): void {
    const { getState, options, outputs } = this.#parts;
    const deaf = options.halfDuplex === true && frame.atMs < this.#soundUntilMs;
    // Muted is silence everywhere: it is not recorded, and turn detection hears the user stop.
    const muted = deaf || getState().playback.microphoneMuted;
    const samples = muted ? new Int16Array(frame.samples.length) : frame.samples;
    this.#voice.push(samples, frame.atMs);
    const wire = this.#echo?.captured({ ...frame, samples }) ?? samples;
    const follows = frame.sequence === this.#lastSequence + 1;
    const mark = outputs.microphone(samples, frame.atMs, follows);
    this.#lastSequence = frame.sequence;

    const open = isMicrophoneOpen(getState());
    const byKey = options.mode === 'push-to-talk';
    if (open && byKey && !this.#wasOpen) {
      for (const earlier of this.#history.take(preRollMs)) this.#send(earlier, true);
    }
    this.#wasOpen = open;
    const taken = { wire, samples, mark, atMs: frame.atMs };
    if (open) this.#send(taken, false);
    else if (byKey) this.#history.push(taken);
    else if (!muted && isMicrophoneKept(getState())) this.#outage.push(taken);
  }

  /** The session is ready again: what was heard while the connection was lost is sent first. */
  resume(): void {
    const { frames, droppedSamples } = this.#outage.take();
    if (droppedSamples > 0)
      this.#parts.dispatch({ type: 'append-dropped', samples: droppedSamples, outage: true });
    for (const frame of frames) this.#send(frame, false);
  }

  /** What was heard while the connection is lost is not sent. */
  forget(): void {
    this.#outage.take();
  }

  #send({ wire, samples, mark, atMs }: Frame, preRoll: boolean): void {
    const { transport, dispatch, options, nowMs, outputs } = this.#parts;
    // A recording that ended, or began only after the frame was captured, does not have it.
    const isRecorded = mark !== undefined && outputs.has(mark.output);
    if (transport.bufferedBytes() > maxBacklogBytes) {
      dispatch({ type: 'append-dropped', samples: samples.length });
      return;
    }
    const audio = encodeBase64(wire, options.session.input_audio_format ?? 'pcm16');
    const text = `{"type":"input_audio_buffer.append","audio":"${audio}"}`;
    if (!transport.send(text)) return;
    const payloadBytes = Buffer.byteLength(audio, 'base64');
    dispatch({
      type: 'sent',
      raw: { type: 'input_audio_buffer.append', audio: `<audio ${payloadBytes} bytes>` },
      bytes: text.length,
      audio: {
        track: 'microphone',
        ...(isRecorded ? { offset: mark.offset } : {}),
        length: samples.length,
      },
      ...(preRoll ? { preRoll: true } : {}),
      lateMs: Math.round((nowMs() - atMs) * 10) / 10,
    });
  }
}
