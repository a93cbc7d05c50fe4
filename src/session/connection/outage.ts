import { changed } from '../change-state.js';
import { beginConnecting } from './begin-connecting.js';
import { loseCalls } from '../tools/approval.js';
import { appendLog } from '../log/event-log.js';
import { startAudioAnew } from '../metrics/latency.js';
import { flush } from '../playback/playback.js';
import { isLocal } from '../commands/local-answers.js';
import { countLoss } from '../turn/repeats.js';
import { activeResponseId, markStale } from '../turn/response.js';
import { activeTurnDetection } from '../../protocol/turn-detection.js';
import type { Outage } from './connection-state.js';
import type { ResponseState, SessionState, TranscriptEntry } from '../state.js';
import { noEffects, type Step } from '../step.js';
import { addNotice } from '../log/transcript.js';

const defaultAttempts = 5;

/** Tries to reconnect in a row before the session is given up. */
export function maxAttempts({ options }: SessionState): number {
  return options.maxRetries ?? defaultAttempts;
}

type AssistantEntry = Extract<TranscriptEntry, { kind: 'assistant' }>;

/** The outage that the session is in; undefined while it has its connection, never had one, or is over. */
export function outageOf({ connection }: SessionState): Outage | undefined {
  return 'outage' in connection ? connection.outage : undefined;
}

/** What the session does while its connection is made again, e.g. `reconnecting, attempt 2 of 5`. */
export function outageWords(state: SessionState): string | undefined {
  const outage = outageOf(state);
  if (outage === undefined) return undefined;
  const { previousModel, limitMinutes } = outage.renewal ?? {};
  const renewing = limitMinutes === undefined ? 'reconnecting' : 'renewing the session';
  const doing = previousModel === undefined ? renewing : `switching to ${state.options.model}`;
  return `${doing}, attempt ${String(outage.failures)} of ${String(maxAttempts(state))}`;
}

/**
 * The connection of a session that was ready is lost. What was finished stays as it is and is restored later; what was
 * under way is settled as far as it came, and a try to reconnect follows.
 */
export function loseConnection(state: SessionState, attempt: number, reason: string): Step {
  const { connection, options } = state;
  const isExpired = connection.phase === 'ready' && connection.expired === true;
  const text = isExpired
    ? `The session reached its time limit${connection.renewal === undefined ? '' : ' without a quiet moment to renew it'}. Reconnecting.`
    : `The connection to ${options.target} was lost ${reason}. Reconnecting.`;
  const logged = logLine(state, 'connection.lost', reason);
  return cutOff(addNotice(countLoss(logged), 'warning', text), attempt, { reason });
}

/** Settles what was under way, and waits for the next connection. */
export function cutOff(
  state: SessionState,
  attempt: number,
  why: Pick<Outage, 'reason' | 'renewal'>,
): Step {
  const unanswered = isUnanswered(state);
  const settled = forgetRemote(startAudioAnew(loseCalls(settleTurns(tellOfInput(state)))));
  const lost: SessionState = changed(settled, {
    connection: {
      phase: 'reconnecting',
      attempt,
      outage: { failures: 1, sinceMs: state.nowMs, unanswered, ...why },
    },
    input: { phase: 'idle' },
    // What was asked for is asked for again with the options of the next connection.
    changes: [],
    // What this program does by itself continues; the service will answer nothing any more.
    awaited: settled.awaited.filter(({ type }) => isLocal(type)),
  });
  return quietReply(lost);
}

/** A try failed: the next one, or undefined when there were enough. */
export function nextTry(state: SessionState, attempt: number, reason: string): Step | undefined {
  const outage = outageOf(state);
  if (outage === undefined || outage.failures >= maxAttempts(state)) return undefined;
  const failures = outage.failures + 1;
  return noEffects(
    changed(logLine(state, 'connection.failed', reason), {
      connection: { phase: 'reconnecting', attempt, outage: { ...outage, failures, reason } },
    }),
  );
}

/** The time of a try has come. */
export function reconnect(state: SessionState): Step {
  const { connection } = state;
  if (connection.phase !== 'reconnecting') return noEffects(state);
  const { outage, attempt } = connection;
  const summary = `attempt ${String(outage.failures)} of ${String(maxAttempts(state))}`;
  return beginConnecting(logLine(state, 'connection.try', summary), attempt + 1, outage);
}

/** A line of this side in the event log. */
export function logLine(state: SessionState, type: string, summary: string): SessionState {
  const level = type === 'connection.lost' || type === 'connection.failed' ? 'warning' : 'normal';
  return appendLog(state, { direction: 'local', type, event: {}, bytes: 0, summary, level });
}

/** A user turn waits for an answer of which nothing was heard yet. */
function isUnanswered(state: SessionState): boolean {
  const { active, queued } = state.response;
  if (queued || state.approval.calls.some((call) => call.phase === 'waiting')) return true;
  switch (active.phase) {
    case 'requested':
      return !active.cancelled;
    case 'active':
      return !repliesOf(state, active.id).some(
        (entry) => entry.playedSamples > 0 || (isWhole(state, entry) && entry.text !== ''),
      );
    case 'cancelling':
      return false;
    case 'none':
      return awaitsServersOwn(state);
  }
}

/** A spoken turn was committed; the service asks for its answer by itself, and did not yet. */
function awaitsServersOwn(state: SessionState): boolean {
  const { committedMs, requestedMs, createdMs } = state.latency.current;
  const detection = activeTurnDetection(state.reportedSession);
  return (
    committedMs !== undefined &&
    requestedMs === undefined &&
    createdMs === undefined &&
    detection !== undefined &&
    detection.create_response !== false
  );
}

function repliesOf(state: SessionState, responseId: string): readonly AssistantEntry[] {
  return state.transcript.flatMap((entry) =>
    entry.kind === 'assistant' && entry.responseId === responseId ? [entry] : [],
  );
}

/** All of the reply came: words and sound. */
function isWhole(state: SessionState, entry: AssistantEntry): boolean {
  const coming = state.playback.parts.some(
    (part) => part.itemId === entry.itemId && !part.complete,
  );
  return entry.final && !coming;
}

/** Nothing in the transcript waits for the service any more. */
function settleTurns(state: SessionState): SessionState {
  const { active } = state.response;
  const transcript = state.transcript.map((entry): TranscriptEntry => {
    if (entry.kind === 'user' && entry.phase !== 'final') {
      const said = entry.text === '' ? '' : `${entry.text} … `;
      const text = `${said}(not transcribed: the connection was lost)`;
      return { ...entry, phase: 'final', text, wordless: true };
    }
    if (entry.kind !== 'assistant' || isWhole(state, entry)) return entry;
    const lost =
      active.phase === 'active' && entry.responseId === active.id && entry.playedSamples === 0;
    return { ...entry, final: true, ...(lost ? { lost: true } : {}) };
  });
  const id = activeResponseId(state);
  const stale = id === undefined ? state : markStale(state, id);
  const response: ResponseState = {
    ...stale.response,
    active: { phase: 'none' },
    queued: false,
    held: [],
  };
  return changed(stale, { transcript, response });
}

/** Silences the reply of which the rest will not come; one that is complete plays on. */
function quietReply(state: SessionState): Step {
  const parts = state.playback.parts.map((part) => ({ ...part, earlier: true }) as const);
  const { flushing } = state.playback;
  const playback = {
    ...state.playback,
    parts,
    ...(flushing === undefined ? {} : { flushing: { ...flushing, truncate: false } }),
  };
  const marked: SessionState = changed(state, { playback });
  return parts.some((part) => !part.complete) ? flush(marked, false) : noEffects(marked);
}

function tellOfInput(state: SessionState): SessionState {
  const { input } = state;
  if (input.phase === 'committing') {
    const text = 'Your last turn may not have arrived. Say it again.';
    return addNotice(state, 'warning', text);
  }
  return input.phase === 'capturing' && input.by === 'key'
    ? addNotice(state, 'warning', 'What you said was not sent. Say it again.')
    : state;
}

/** What the service kept and ran ended with its session. */
function forgetRemote(state: SessionState): SessionState {
  const { rateLimits } = state.remote;
  return changed(state, {
    remote: {
      items: [],
      withdrawn: [],
      servers: [],
      rateLimits,
      avatar: { phase: 'none' },
      outputBuffer: 'unknown',
    },
  });
}
