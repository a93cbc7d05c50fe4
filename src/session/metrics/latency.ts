import { activeTurnDetection } from '../../protocol/turn-detection.js';
import { changed, type Whole } from '../change-state.js';
import type { PlayedRun } from '../inputs.js';
import { samplesToMs } from '../units.js';
import type { LatencyState, SentAudio, SessionState, TurnMarks } from '../state.js';

/** Answer times kept for the percentiles of a session. */
const maxAnswers = 1000;
/** Appends remembered to find when a moment of the input audio was spoken: 10 s of 20 ms frames. */
const maxSentAudio = 500;
/** They join the others in blocks of this many: each append copies a list. */
const sentBlock = 32;
/** The service's turn detection waits for at most this much silence. */
const longestWaitMs = 3000;
/** Difference between two measures of the same end. */
const toleranceMs = 40;
/** Responses of one turn that are remembered: one for each round of tool calls. */
const maxResponses = 32;

function withLatency(state: SessionState, change: Partial<LatencyState>): SessionState {
  const { latency } = state;
  // Not spread, as in `changed`.
  const copy: Whole<LatencyState> = {
    current: latency.current,
    last: latency.last,
    answerMs: latency.answerMs,
    responses: latency.responses,
    sentAudio: latency.sentAudio,
    sentLately: latency.sentLately,
    sentAudioMs: latency.sentAudioMs,
    sentEarlierMs: latency.sentEarlierMs,
    voiceEndMs: latency.voiceEndMs,
  };
  return changed(state, { latency: Object.assign(copy, change) });
}

/** Sets a mark that is not set yet: the first time is the one that counts. */
function mark(state: SessionState, name: keyof TurnMarks, atMs: number): SessionState {
  const { current } = state.latency;
  return current[name] === undefined
    ? withLatency(state, { current: { ...current, [name]: atMs } })
    : state;
}

/** A new turn begins: its marks start empty. */
export function startTurn(state: SessionState): SessionState {
  return withLatency(state, { current: {}, responses: [] });
}

/** The user's turn was typed: it ends as it begins. */
export function startTypedTurn(state: SessionState): SessionState {
  return mark(startTurn(state), 'typedMs', state.nowMs);
}

/** The model called a tool: what follows is the time of the tool, and of the user who is asked. */
export function markToolCall(state: SessionState): SessionState {
  return mark(state, 'toolCallMs', state.nowMs);
}

/** The tools of the turn have run so far; the turn continues until its answer. */
export function awaitToolAnswer(state: SessionState): SessionState {
  return withLatency(state, { current: { ...state.latency.current, toolDoneMs: state.nowMs } });
}

/** Audio went out; remembers when the last of it was spoken, `lateMs` ago. */
export function markSent(state: SessionState, samples: number, lateMs: number): SessionState {
  const { latency, options, nowMs } = state;
  const sentAudioMs = latency.sentAudioMs + samplesToMs(samples, options.inputRateHz);
  const sentLately = [...(latency.sentLately ?? []), [sentAudioMs, nowMs - lateMs] as const];
  if (sentLately.length < sentBlock) return withLatency(state, { sentAudioMs, sentLately });
  const sentAudio = [...latency.sentAudio, ...sentLately].slice(-maxSentAudio);
  return withLatency(state, { sentAudioMs, sentAudio, sentLately: [] });
}

/**
 * When a moment of the input audio, as the service counts it, was spoken, on the session's clock; undefined when it was
 * not sent, or long ago.
 */
export function spokenAtMs({ latency }: SessionState, audioMs: number): number | undefined {
  const totalMs = latency.sentEarlierMs + audioMs;
  const reaches = ([sentMs]: SentAudio): boolean => sentMs >= totalMs;
  const sent = latency.sentAudio.find(reaches) ?? latency.sentLately?.find(reaches);
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

/** The microphone's last voice ended this long ago, by its samples. */
export function voiceEnded(state: SessionState, agoMs: number): SessionState {
  return withLatency(state, { voiceEndMs: state.nowMs - agoMs });
}

/**
 * When the speech ended that `speech_stopped` is about, on the session's clock: its `audio_end_ms` counts the silence that
 * the service waited for. Measured on the microphone's samples; where these say something else (noise goes on as if it
 * were voice), by the session's `silence_duration_ms`. Undefined when the audio was not sent, or long ago.
 */
export function speechEndMs(state: SessionState, audioEndMs: number): number | undefined {
  const waitedMs = spokenAtMs(state, audioEndMs);
  if (waitedMs === undefined) return undefined;
  const { voiceEndMs } = state.latency;
  const isMeasured =
    voiceEndMs !== undefined &&
    voiceEndMs <= waitedMs + toleranceMs &&
    voiceEndMs >= waitedMs - longestWaitMs;
  const endMs = isMeasured ? voiceEndMs : waitedMs - silenceMs(state);
  return Math.min(endMs, waitedMs, state.nowMs);
}

/** The silence that ends a turn; 0 where the turn detection does not say. */
function silenceMs({ reportedSession }: SessionState): number {
  const detection = activeTurnDetection(reportedSession);
  return (detection && 'silence_duration_ms' in detection && detection.silence_duration_ms) || 0;
}

/** `speech_stopped`: the user's turn ended with the last sample of voice, not when the service noticed. */
export function markSpeechStopped(state: SessionState, audioEndMs: number): SessionState {
  const endMs = speechEndMs(state, audioEndMs);
  const waitedMs = spokenAtMs(state, audioEndMs);
  // What came while the user was speaking does not answer the turn.
  const begun = mark(startTurn(state), 'speechStoppedMs', state.nowMs);
  if (endMs === undefined || waitedMs === undefined) return begun;
  const ended = mark(begun, 'speechEndMs', endMs);
  return waitedMs > endMs ? mark(ended, 'waitedMs', Math.min(waitedMs, state.nowMs)) : ended;
}

/** Another connection: the service's count of the input audio restarts. */
export function startAudioAnew(state: SessionState): SessionState {
  return withLatency(state, { sentEarlierMs: state.latency.sentAudioMs });
}

/** The user let go of the key: that is the end of what they said. */
export function markTalkEnd(state: SessionState): SessionState {
  return mark(state, 'speechEndMs', state.nowMs);
}

export function markCommitted(state: SessionState): SessionState {
  return mark(state, 'committedMs', state.nowMs);
}

export function markRequested(state: SessionState): SessionState {
  // A later request of the same turn is for the answer to its tools.
  return state.latency.current.createdMs === undefined
    ? mark(state, 'requestedMs', state.nowMs)
    : state;
}

export function markCreated(state: SessionState, responseId: string): SessionState {
  const { responses } = state.latency;
  if (responses.includes(responseId)) return state;
  return withLatency(mark(state, 'createdMs', state.nowMs), {
    responses: [...responses, responseId].slice(-maxResponses),
  });
}

export function markFirstText(state: SessionState, responseId: string): SessionState {
  if (!isOfTurn(state, responseId)) return state;
  const next = mark(state, 'firstTextMs', state.nowMs);
  return state.options.mode === 'text' ? answered(state, next) : next;
}

export function markFirstAudio(state: SessionState, responseId: string): SessionState {
  return isOfTurn(state, responseId) ? mark(state, 'firstAudioMs', state.nowMs) : state;
}

/**
 * The first sample of the answer is heard: handed to the device, and through it. How long that takes is an estimate, but
 * never is a sound heard before it arrived.
 */
export function markFirstHeard(
  state: SessionState,
  heardAtMs: number,
  responseId: string,
): SessionState {
  const { firstAudioMs } = state.latency.current;
  if (firstAudioMs === undefined || !isOfTurn(state, responseId)) return state;
  return answered(state, mark(state, 'firstHeardMs', Math.max(heardAtMs, firstAudioMs)));
}

function isOfTurn({ latency }: SessionState, responseId: string): boolean {
  return latency.responses.includes(responseId);
}

/** The first of these that is known is the end of the user's turn. */
const turnEnds = [
  'speechEndMs',
  'speechStoppedMs',
  'typedMs',
  'committedMs',
  'requestedMs',
] as const satisfies readonly (keyof TurnMarks)[];

/** When the user's turn ended, as well as it is known. */
export function turnEndMs(marks: TurnMarks): number | undefined {
  const known = turnEnds.find((name) => marks[name] !== undefined);
  return known && marks[known];
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
