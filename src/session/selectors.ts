import { outageOf } from './connection/outage.js';
import { isSounding } from './playback/playback.js';
import type { PendingCall, SessionState, TokenCounts } from './state.js';
import { heardMs } from './units.js';
import { priceTable } from './metrics/usage.js';

/** What the session is doing now: derived, never guessed. */
export type Activity =
  | 'connecting'
  | 'listening'
  | 'hearing-you'
  | 'recording'
  | 'sending'
  | 'thinking'
  | 'replying'
  | 'speaking'
  | 'approval'
  | 'reconnecting'
  | 'closed'
  | 'idle';

export function activity(state: SessionState): Activity {
  const { connection, input, response, options } = state;
  if (connection.phase === 'closed') return 'closed';
  if (connection.phase !== 'ready') return outageOf(state) ? 'reconnecting' : 'connecting';
  if (currentApproval(state)) return 'approval';
  if (input.phase === 'capturing') return input.by === 'key' ? 'recording' : 'hearing-you';
  if (isSounding(state) && state.playback.parts.some((part) => part.handedSamples > 0))
    return 'speaking';
  if (input.phase === 'committing') return 'sending';
  if (isReplying(state)) return 'replying';
  const busy = isRunning(state) || isRemoteCallRunning(state) || isSounding(state);
  if (response.active.phase !== 'none' || response.queued || busy) return 'thinking';
  const listens = options.mode === 'hands-free' && options.noMicrophone === undefined;
  return listens && !state.playback.microphoneMuted ? 'listening' : 'idle';
}

/** Words of the response that is being made are arriving. */
function isReplying({ response, transcript }: SessionState): boolean {
  const { active } = response;
  if (active.phase !== 'active') return false;
  const newest = transcript.findLast((entry) => entry.kind !== 'notice');
  return newest?.kind === 'assistant' && newest.responseId === active.id && newest.text !== '';
}

function isRunning(state: SessionState): boolean {
  return state.approval.calls.some((call) => call.phase === 'running');
}

/** A call that was allowed and that the service makes between two responses. */
export function isRemoteCallRunning(state: SessionState): boolean {
  return state.transcript.some(
    (entry) =>
      entry.kind === 'tool' &&
      entry.phase === 'running' &&
      entry.remote === true &&
      entry.approvalId !== undefined,
  );
}

/** The call the user is asked about, oldest first. */
export function currentApproval(state: SessionState): PendingCall | undefined {
  return state.approval.calls.find((call) => call.phase === 'waiting');
}

/** How many calls wait for the user. */
export function waitingApprovals(state: SessionState): number {
  return state.approval.calls.filter((call) => call.phase === 'waiting').length;
}

/** Whether the key of push-to-talk is held; its hang-over does not count. */
export function isTalkKeyHeld({ input }: SessionState): boolean {
  return input.phase === 'capturing' && input.by === 'key' && input.releasedMs === undefined;
}

/** Whether microphone frames are to be kept for the connection that is being made again. */
export function isMicrophoneKept(state: SessionState): boolean {
  return state.options.mode === 'hands-free' && outageOf(state) !== undefined;
}

/** Whether microphone frames are to be sent now. */
export function isMicrophoneOpen(state: SessionState): boolean {
  if (state.connection.phase !== 'ready') return false;
  if (state.options.mode === 'hands-free') return true;
  return state.options.mode === 'push-to-talk' && state.input.phase === 'capturing';
}

/** Nothing is in progress: every turn was answered, and the answer was heard. */
export function isSettled(state: SessionState): boolean {
  return (
    state.connection.phase === 'ready' &&
    state.input.phase === 'idle' &&
    state.response.active.phase === 'none' &&
    !state.response.queued &&
    state.response.held.length === 0 &&
    state.approval.calls.length === 0 &&
    state.awaited.length === 0 &&
    state.pendingIntents.length === 0 &&
    state.playback.flushing === undefined &&
    !isSounding(state) &&
    !state.transcript.some((entry) => entry.kind === 'user' && entry.phase !== 'final') &&
    !isRemoteCallRunning(state)
  );
}

/** Milliseconds from the end of the user's last answered turn to the first audio (or text) of the answer. */
export function lastAnswerMs(state: SessionState): number | undefined {
  return state.latency.answerMs.at(-1);
}

/** Whole minutes since the session was ready, for a header that changes once a minute. */
export function sessionMinutes(state: SessionState): number {
  return state.connection.phase === 'ready'
    ? Math.floor((state.nowMs - state.connection.sinceMs) / 60_000)
    : 0;
}

/** Tokens of all kinds, in and out. */
export function totalTokens(state: SessionState): TokenSums {
  return sumTokens(state.usage.total);
}

interface TokenSums {
  readonly input: number;
  readonly output: number;
}

function sumTokens(counts: TokenCounts): TokenSums {
  return {
    input: counts.inputText + counts.inputAudio + counts.inputImage,
    output: counts.outputText + counts.outputAudio,
  };
}

/** Tokens of the last response; undefined before the first. */
export function lastTokens({ usage }: SessionState): TokenSums | undefined {
  return usage.last === undefined ? undefined : sumTokens(usage.last);
}

/**
 * How many tokens the last response read, which is how long the conversation has become, and how many more than the one
 * before.
 */
export function contextSize({
  usage,
}: SessionState): { readonly tokens: number; readonly growth: number | undefined } | undefined {
  if (usage.last === undefined) return undefined;
  const tokens = sumTokens(usage.last).input;
  const before = usage.before === undefined ? undefined : sumTokens(usage.before).input;
  return { tokens, growth: before === undefined ? undefined : tokens - before };
}

/** The estimated cost so far, and the date of the prices it comes from; undefined where the model has no price. */
export function cost(
  state: SessionState,
): { readonly usd: number; readonly asOf: string } | undefined {
  const { usage } = state;
  return usage.priced && usage.responses > 0
    ? { usd: usage.costUsd, asOf: priceTable(state).asOf }
    : undefined;
}

/** Losses a user should know about: named counters that are not zero. */
export function losses(
  state: SessionState,
): readonly { readonly what: string; readonly count: number }[] {
  const { counters, response, options } = state;
  const all = [
    { what: 'microphone frames dropped', count: counters.droppedCaptureFrames },
    {
      what: 'ms of microphone not sent',
      count: heardMs(counters.droppedAppendSamples, options.inputRateHz),
    },
    {
      what: 'ms of reply dropped',
      count: heardMs(counters.droppedPlaybackSamples, options.outputRateHz),
    },
    { what: 'underruns', count: counters.underruns },
    { what: 'late deltas dropped', count: response.droppedLateDeltas },
    { what: 'held events dropped', count: response.droppedHeld },
    { what: 'malformed events', count: counters.malformedEvents },
  ];
  return all.filter((loss) => loss.count > 0);
}
