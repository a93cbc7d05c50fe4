import type { AudioEvent } from '../../audio/engine-types.js';
import type { WireFormat } from '../../audio/pure/pcm.js';
import { checkClientEvent } from '../../protocol/parse.js';
import { elidePayloads } from '../../protocol/payloads.js';
import { formatProblem } from '../../validation/problem.js';
import type { ClientEvent } from '../../protocol/generated/types.js';
import { messageOf } from '../../shared/errors.js';
import { systemTimers } from '../../shared/timers.js';
import type { Transport, TransportEvent } from '../../transport/types.js';
import type { Effect } from '../effects.js';
import { initialState } from '../initial-state.js';
import type { Failure, Input, Intent, PartName, Untimed } from '../inputs.js';
import type { SessionState } from '../state.js';
import { update } from '../update.js';
import type { SessionView } from '../view.js';
import { audioInput } from './audio-input.js';
import type { AttachedParts, ControllerParts } from './controller-parts.js';
import { readFrame } from './incoming.js';
import { Meters } from './meters.js';
import { Microphone } from './microphone.js';
import { Outputs } from './outputs.js';
import { promiseWithResolvers, settled } from './promises.js';
import { transportInput } from './transport-input.js';
import { WakeTimers } from './wake-timers.js';

/** What whoever opens the parts of a session tells it. */
type Report = Untimed<
  Extract<Input, { part: PartName } | { type: 'start' | 'notice' | 'recording-trouble' }>
>;

/** A running session. */
export interface Controller extends SessionView {
  /** Gives the session a part that is open now; it closes the part at its end. */
  attach(parts: AttachedParts): void;
  report(input: Report): void;
  /** What the audio engine tells; given to `AudioEngine.start`. */
  onAudio(event: AudioEvent): void;
  /** Settles when the session is over, with the reason when it ended badly. */
  readonly ended: Promise<Failure | undefined>;
  /** Closes everything in reverse order; idempotent. Each part keeps its own deadline. */
  close(): Promise<void>;
}

interface Queued {
  readonly input: Input;
  /** The PCM that came with the input: for the `play` effect, never for the state. */
  readonly samples?: Int16Array;
}

/**
 * Drives the pure core: turns what the devices, the network and the person do into inputs, and carries out effects. It
 * decides nothing. Inputs are taken one at a time, in order; an effect's own consequences queue up behind.
 */
export function createController(parts: ControllerParts): Controller {
  const { clock, readImage, random = Math.random } = parts;
  const after =
    parts.after ?? ((delayMs: number, task: () => void) => systemTimers.after(delayMs, task));
  const startedMs = clock();
  const listeners = new Set<() => void>();
  const queue: Queued[] = [];
  let state: SessionState = initialState(parts.options);
  let draining = false;
  let closing: Promise<void> | undefined;
  let transport: Transport | undefined;
  let audio: AttachedParts['audio'];
  let tools: AttachedParts['tools'];
  let attempt = 0;
  const { promise: ended, resolve: settle } = promiseWithResolvers<Failure | undefined>();

  const dispatch = (body: Untimed, samples?: Int16Array): void => {
    if (closing) return;
    const input: Input = { nowMs: Math.round((clock() - startedMs) * 1000) / 1000, ...body };
    queue.push(samples ? { input, samples } : { input });
    if (draining) return;
    draining = true;
    try {
      for (let next = queue.shift(); next; next = queue.shift()) take(next);
    } finally {
      draining = false;
    }
  };

  const take = ({ input, samples }: Queued): void => {
    outputs.input(input);
    const step = update(state, input);
    state = step.state;
    if (state.connectionStartsMs.length > 0) outputs.endEarly();
    for (const effect of step.effects) carryOut(effect, samples);
    for (const listener of listeners) listener();
  };

  const carryOut = (effect: Effect, samples: Int16Array | undefined): void => {
    switch (effect.type) {
      case 'connect':
        attempt = effect.attempt;
        transport?.connect(attempt);
        return;
      case 'disconnect':
        void transport?.close();
        return;
      case 'wake':
        wakes.wake(effect);
        return;
      case 'cancel-wake':
        wakes.cancel(effect.id);
        return;
      case 'send':
        sendEvent(effect.event);
        return;
      case 'begin-input':
        audio?.beginInput();
        return;
      case 'resume-microphone':
        microphone?.resume();
        return;
      case 'forget-microphone':
        microphone?.forget();
        return;
      case 'play':
        if (samples) audio?.play(effect.itemId, effect.contentIndex, samples);
        return;
      case 'finish-playback':
        audio?.finish(effect.itemId, effect.contentIndex);
        return;
      case 'flush':
        audio?.flush(effect.flushId);
        return;
      case 'mute-speaker':
        audio?.muteSpeaker(effect.muted);
        return;
      case 'run-tool':
        void tools?.run(effect).then((result) => {
          dispatch({ type: 'tool-finished', callId: effect.callId, ...result });
        });
        return;
      case 'read-image':
        void showImage(effect.path);
        return;
      case 'end':
        settle(effect.failure);
    }
  };

  const sendEvent = (event: ClientEvent): void => {
    const notSent = (reason: string): void => {
      dispatch({ type: 'not-sent', event: event.type, reason });
    };
    const [problem] = checkClientEvent(event);
    if (problem) {
      notSent(formatProblem(problem));
      return;
    }
    const text = JSON.stringify(event);
    if (transport?.send(text) !== true) {
      notSent('the connection is not writable.');
      return;
    }
    dispatch({
      type: 'sent',
      raw: elidePayloads({ ...event }).event,
      bytes: Buffer.byteLength(text),
    });
  };

  const showImage = async (path: string): Promise<void> => {
    try {
      if (!readImage) throw new Error('images of this machine cannot be read here');
      dispatch({ type: 'image-read', path, url: await readImage(path) });
    } catch (thrown) {
      dispatch({ type: 'image-read', path, problem: messageOf(thrown) });
    }
  };

  const onTransport = (event: TransportEvent): void => {
    // A connection that was given up has nothing more to say.
    if (event.attempt !== attempt) return;
    if (event.type === 'frame') onFrame(event.text);
    else dispatch(transportInput(event));
  };

  const onFrame = (text: string): void => {
    const format: WireFormat = state.options.session.output_audio_format ?? 'pcm16';
    const { input, samples, video } = readFrame(text, format);
    if (video) outputs.video(video.codec, video.bytes);
    dispatch(input, samples);
  };

  const outputs = new Outputs((text) => {
    dispatch({ type: 'notice', level: 'error', text });
  });
  const wakes = new WakeTimers({
    random,
    after,
    onWoke: (id) => {
      dispatch({ type: 'woke', id });
    },
  });
  const meters = new Meters((levels) => {
    dispatch({ type: 'meters', ...levels });
  }, clock);
  let microphone: Microphone | undefined;

  const onAudio = (event: AudioEvent): void => {
    if (event.type === 'captured') {
      meters.microphone(event.frame.samples);
      // What is heard while the sound opens is noise of a room without a session.
      if (state.parts.sound !== 'opening') openMicrophone().take(event.frame);
      return;
    }
    if (event.type === 'heard') {
      meters.speaker(event.frame.samples);
      openMicrophone().heard(event.frame);
    }
    const input = audioInput(event, {
      outputs,
      nowMs: clock(),
      outputRateHz: state.options.outputRateHz,
    });
    if (input) dispatch(input);
  };

  const openMicrophone = (): Microphone =>
    (microphone ??= new Microphone({
      options: state.options,
      clock,
      getState: () => state,
      transport: {
        send: (text) => transport?.send(text) ?? false,
        bufferedBytes: () => transport?.bufferedBytes() ?? 0,
      },
      outputs,
      dispatch,
    }));

  const attach = (attached: AttachedParts): void => {
    transport = attached.openTransport?.(onTransport) ?? transport;
    audio = attached.audio ?? audio;
    tools = attached.tools ?? tools;
    for (const output of attached.outputs ?? []) outputs.attach(output);
  };

  const closeAll = async (): Promise<void> => {
    queue.length = 0;
    listeners.clear();
    wakes.close();
    const problems = [await settled(transport), await settled(audio), await settled(tools)];
    await outputs.close();
    const problem = problems.find((each) => each !== undefined);
    if (problem !== undefined)
      throw new Error(`closing the session: ${messageOf(problem)}`, { cause: problem });
  };

  attach(parts);
  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch: (intent: Intent) => {
      dispatch({ type: 'intent', intent });
    },
    attach,
    report: dispatch,
    onAudio,
    ended,
    close: () => (closing ??= closeAll()),
  };
}
