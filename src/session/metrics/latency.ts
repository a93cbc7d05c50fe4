import type { PlayedRun } from '../inputs.js';
import { samplesToMs } from '../units.js';
import type { LatencyState, SessionState, TurnMarks } from '../state.js';

/** Answer times kept for the percentiles of a session. */
const maxAnswers = 1000;
/** Appends remembered to find when a moment of the input audio was spoken: 10 s of 20 ms frames. */
const maxSentAudio = 500;

function withLatency(state: SessionState, change: Partial<LatencyState>): SessionState {
  return { ...state, latency: { ...state.latency, ...change } };
}

/** Sets marks that are not set yet: the first time is the one that counts. */
function mark(state: SessionState, marks: TurnMarks): SessionState {
  return withLatency(state, { current: { ...marks, ...state.latency.current } });
}

/** A new turn begins: its marks start empty. */
export function startTurn(state: SessionState): SessionState {
  return withLatency(state, { current: {}, freshOnRequest: false });
}

/** The next request answers a tool call: the time that the user or the tool took does not count as the model's. */
export function awaitToolAnswer(state: SessionState): SessionState {
  return withLatency(state, { freshOnRequest: true });
}

/** Audio went out; remembers when the last of it was spoken, `lateMs` ago. */
export function markSent(state: SessionState, samples: number, lateMs: number): SessionState {
  const sentAudioMs = state.latency.sentAudioMs + samplesToMs(samples, state.options.inputRateHz);
  const pair = [sentAudioMs, state.nowMs - lateMs] as const;
  return withLatency(state, {
    sentAudioMs,
    sentAudio: [...state.latency.sentAudio, pair].slice(-maxSentAudio),
  });
}

/**
 * When a moment of the input audio, as the service counts it, was spoken, on the session's clock; undefined when it was
 * not sent, or long ago.
 */
export function spokenAtMs({ latency }: SessionState, audioMs: number): number | undefined {
  const totalMs = latency.sentEarlierMs + audioMs;
  const sent = latency.sentAudio.find(([sentMs]) => sentMs >= totalMs);
  return sent && sent[1] - (sent[0] - totalMs);
}

/**
 * When the first of these samples comes out of the speaker, on the session's clock.
 * @param depthMs from now until the last one does; without it they begin now
 */
export function heardFromMs(
  state: SessionState,
  runs: readonly PlayedRun[],
  depthMs: number | undefined,
): number {
  if (depthMs === undefined) return state.nowMs;
  const samples = runs.reduce((sum, run) => sum + run.samples, 0);
  return state.nowMs + depthMs - samplesToMs(samples, state.options.outputRateHz);
}

/** `speech_stopped`: speech ended with its last sample, not when the service detected the end. */
export function markSpeechStopped(state: SessionState, audioEndMs: number): SessionState {
  const speechEndMs = spokenAtMs(state, audioEndMs);
  return mark(state, {
    speechStoppedMs: state.nowMs,
    ...(speechEndMs === undefined ? {} : { speechEndMs }),
  });
}

/** Another connection: the service's count of the input audio restarts. */
export function startAudioAnew(state: SessionState): SessionState {
  return withLatency(state, { sentEarlierMs: state.latency.sentAudioMs });
}

/** The user let go of the key: that is the end of what they said. */
export function markTalkEnd(state: SessionState): SessionState {
  return mark(state, { speechEndMs: state.nowMs });
}

export function markCommitted(state: SessionState): SessionState {
  return mark(state, { committedMs: state.nowMs });
}

export function markRequested(state: SessionState): SessionState {
  return mark(state.latency.freshOnRequest ? startTurn(state) : state, {
    requestedMs: state.nowMs,
  });
}

export function markCreated(state: SessionState): SessionState {
  return mark(state, { createdMs: state.nowMs });
}

export function markFirstText(state: SessionState): SessionState {
  const next = mark(state, { firstTextMs: state.nowMs });
  return state.options.mode === 'text' ? answered(state, next) : next;
}

export function markFirstAudio(state: SessionState): SessionState {
  return mark(state, { firstAudioMs: state.nowMs });
}

/** The first sample of the answer is heard: handed to the device, and through it. */
export function markFirstHeard(state: SessionState, heardAtMs: number): SessionState {
  return answered(state, mark(state, { firstHeardMs: heardAtMs }));
}

/** When the user's turn ended, as well as it is known: end of speech, else the commit, else the request. */
export function turnEndMs(marks: TurnMarks): number | undefined {
  return marks.speechEndMs ?? marks.speechStoppedMs ?? marks.committedMs ?? marks.requestedMs;
}

function answered(before: SessionState, state: SessionState): SessionState {
  const { current } = state.latency;
  if (before.latency.current === current || isAnswered(before.latency.current, state)) return state;
  const end = turnEndMs(current);
  if (end === undefined) return state;
  const answerMs = [...state.latency.answerMs, (current.firstHeardMs ?? state.nowMs) - end].slice(
    -maxAnswers,
  );
  return withLatency(state, { last: current, answerMs });
}

function isAnswered(marks: TurnMarks, state: SessionState): boolean {
  return (state.options.mode === 'text' ? marks.firstTextMs : marks.firstHeardMs) !== undefined;
}
