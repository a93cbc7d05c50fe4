import type { AudioEvent } from '../../audio/kernel/engine-types.js';
import type { WireFormat } from '../../audio/pure/pcm.js';
import { checkClientEvent } from '../../protocol/parse.js';
import { elidePayloads } from '../../protocol/payloads.js';
import { formatProblem } from '../../validation/problem.js';
import type { ClientEvent } from '../../protocol/generated/types.js';
import { messageOf } from '../../shared/errors.js';
import { systemClock } from '../../shared/clock.js';
import type { Effect } from '../effects.js';
import { initialState } from '../initial-state.js';
import type { Failure, Input, Intent, Untimed } from '../inputs.js';
import type { SessionState } from '../state.js';
import { update } from '../update.js';
import type { SessionView } from '../view.js';
import { audioInput } from './audio-input.js';
import type { ControllerParts } from './controller-parts.js';
import { readFrame } from './incoming.js';
import { Microphone } from './microphone.js';
import { Meters } from './meters.js';
import { promiseWithResolvers, settled } from './promises.js';
import { RetryTimer } from './retry-timer.js';
import { transportInput } from './transport-input.js';

/** A running session. */
export interface Controller extends SessionView {
  /** Starts to connect. */
  start(): void;
  /** What the audio engine tells; given to `AudioEngine.start`. */
  onAudio(event: AudioEvent): void;
  /** Says something in the transcript and the log. */
  notice(level: 'info' | 'warning' | 'error', text: string): void;
  /** Trouble of the recorder, as it comes. */
  recordingTrouble(sentence: string): void;
  /** Settles when the session is over, with the reason when it ended badly. */
  readonly ended: Promise<Failure | undefined>;
  /** Closes everything in reverse order; idempotent. Each part keeps its own deadline. */
  close(): Promise<void>;
}

/** The service says `session.created` within 100 ms or so; one that takes longer than this is none. */
const sessionDeadlineMs = 10_000;

interface Queued {
  readonly input: Input;
  /** The PCM that came with the input: for the `play` effect, never for the state. */
  readonly samples?: Int16Array;
}

/**
 * Drives the pure core: turns what the devices, the network and the person do into inputs, and carries out effects.
 * Inputs are taken one at a time, in order; an effect's own consequences queue up behind.
 */
export function createController(parts: ControllerParts): Controller {
  const startedMs = parts.clock();
  const listeners = new Set<() => void>();
  const queue: Queued[] = [];
  const format: WireFormat = parts.options.session.output_audio_format ?? 'pcm16';
  let state: SessionState = initialState(parts.options);
  let draining = false;
  let closing: Promise<void> | undefined;
  const { promise: ended, resolve: settle } = promiseWithResolvers<Failure | undefined>();

  const dispatch = (body: Untimed, samples?: Int16Array): void => {
    if (closing) return;
    const input: Input = { nowMs: Math.round((parts.clock() - startedMs) * 1000) / 1000, ...body };
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
    parts.recorder?.input(input);
    parts.observe?.(input);
    const wasReady = state.connection.phase === 'ready';
    const step = update(state, input);
    state = step.state;
    if (!wasReady && state.connection.phase === 'ready') {
      cancelDeadline();
      parts.audio?.beginInput();
    }
    for (const effect of step.effects) carryOut(effect, samples);
    if (!wasReady && state.connection.phase === 'ready') microphone.resume();
    for (const listener of listeners) listener();
  };

  const carryOut = (effect: Effect, samples: Int16Array | undefined): void => {
    switch (effect.type) {
      case 'connect':
        attempt = effect.attempt;
        retry.connecting();
        transport.connect(attempt);
        return;
      case 'wait-to-reconnect':
        retry.wait(effect.failures, () => {
          dispatch({ type: 'reconnect', attempt: effect.attempt });
        });
        return;
      case 'forget-microphone':
        microphone.forget();
        return;
      case 'disconnect':
        void transport.close();
        return;
      case 'send':
        sendEvent(effect.event);
        return;
      case 'play':
        if (samples) parts.audio?.play(effect.itemId, effect.contentIndex, samples);
        return;
      case 'finish-playback':
        parts.audio?.finish(effect.itemId, effect.contentIndex);
        return;
      case 'flush':
        parts.audio?.flush(effect.flushId);
        return;
      case 'mute-speaker':
        parts.audio?.muteSpeaker(effect.muted);
        return;
      case 'run-tool':
        void parts.tools.run(effect).then((result) => {
          dispatch({ type: 'tool-finished', callId: effect.callId, ...result });
        });
        return;
      case 'read-image':
        void readImage(effect.path);
        return;
      case 'end':
        settle(effect.failure);
    }
  };

  const sendEvent = (event: ClientEvent): void => {
    const [problem] = checkClientEvent(event);
    if (problem) {
      dispatch({
        type: 'notice',
        level: 'error',
        text: `Not sent: ${event.type}: ${formatProblem(problem)}`,
      });
      return;
    }
    const text = JSON.stringify(event);
    if (!transport.send(text)) {
      if (state.connection.phase === 'closed') return;
      const reason = 'the connection does not take it';
      dispatch({ type: 'notice', level: 'error', text: `Not sent: ${event.type}: ${reason}.` });
      return;
    }
    dispatch({
      type: 'sent',
      raw: elidePayloads({ ...event }).event,
      bytes: Buffer.byteLength(text),
    });
  };

  const readImage = async (path: string): Promise<void> => {
    try {
      if (!parts.readImage) throw new Error('pictures of this machine cannot be read here');
      dispatch({ type: 'image-read', path, url: await parts.readImage(path) });
    } catch (thrown) {
      dispatch({ type: 'image-read', path, problem: messageOf(thrown) });
    }
  };

  const onFrame = (text: string): void => {
    const { input, samples, video } = readFrame(text, format);
    if (video) parts.recorder?.video(video.codec, video.bytes);
    dispatch(input, samples);
  };

  let attempt = 0;
  const after =
    parts.after ?? ((delayMs: number, task: () => void) => systemClock.after(delayMs, task));
  const retry = new RetryTimer({
    clock: parts.clock,
    random: parts.random ?? Math.random,
    after,
  });
  const transport = parts.openTransport((event) => {
    // A connection that was given up has nothing more to say.
    if (event.attempt !== attempt) return;
    if (event.type === 'frame') {
      onFrame(event.text);
      return;
    }
    dispatch(transportInput(event));
    if (event.type === 'open') awaitSession(event.attempt);
  });

  let hangOver: NodeJS.Timeout | undefined;
  let cancelDeadline = (): void => undefined;
  const awaitSession = (opened: number): void => {
    cancelDeadline();
    cancelDeadline = after(sessionDeadlineMs, () => {
      dispatch({ type: 'open-timeout', attempt: opened, afterMs: sessionDeadlineMs });
    });
  };

  const meters = new Meters((levels) => {
    dispatch({ type: 'meters', ...levels });
  }, parts.clock);
  const microphone = new Microphone({
    options: parts.options,
    clock: parts.clock,
    getState: () => state,
    transport,
    recorder: parts.recorder,
    dispatch,
  });

  const onAudio = (event: AudioEvent): void => {
    if (event.type === 'captured') {
      meters.microphone(event.frame.samples);
      microphone.take(event.frame);
      return;
    }
    if (event.type === 'played') {
      meters.speaker(event.frame.samples);
      microphone.heard(event.frame);
    }
    const input = audioInput(event, {
      recorder: parts.recorder,
      nowMs: parts.clock(),
      outputRateHz: parts.options.outputRateHz,
    });
    if (input) dispatch(input);
  };

  const closeAll = async (): Promise<void> => {
    queue.length = 0;
    listeners.clear();
    cancelDeadline();
    clearTimeout(hangOver);
    retry.stop();
    meters.close();
    const outcomes = [
      await settled(transport),
      await settled(parts.audio),
      await settled(parts.tools),
    ];
    await settled(parts.recorder);
    const failed = outcomes.find((outcome) => outcome !== undefined);
    if (failed !== undefined)
      throw new Error(`closing the session: ${messageOf(failed)}`, { cause: failed });
  };

  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch: (intent: Intent) => {
      const hangOverMs = intent.type === 'talk-send' ? (parts.hangOverMs ?? 0) : 0;
      if (hangOverMs === 0) {
        dispatch({ type: 'intent', intent });
        return;
      }
      hangOver = setTimeout(() => {
        dispatch({ type: 'intent', intent });
      }, hangOverMs);
    },
    start: () => {
      dispatch({ type: 'start' });
    },
    onAudio,
    notice: (level, text) => {
      dispatch({ type: 'notice', level, text });
    },
    recordingTrouble: (sentence) => {
      dispatch({ type: 'recording-trouble', sentence });
    },
    ended,
    close: () => (closing ??= closeAll()),
  };
}
