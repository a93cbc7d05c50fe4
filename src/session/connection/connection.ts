import { changed } from '../change-state.js';
import type { ResponseSession, ServerEvent } from '../../protocol/generated/types.js';
import { exitCodes } from '../../shared/errors.js';
import type { JsonValue } from '../../shared/json.js';
import { changeApplied, changeRefused } from '../commands/session-change.js';
import { tellDifferences } from './session-differences.js';
import { expireCalls } from '../tools/approval.js';
import type { Failure } from '../failure.js';
import { logLine, loseConnection, maxAttempts, nextTry, outageOf } from './outage.js';
import { supportWords } from './support-words.js';
import { leaveUnsent } from './unsent.js';
import { goBack } from './renew.js';
import { responseError } from '../turn/response.js';
import { restore } from './restore.js';
import type { SessionState } from '../state.js';
import { chain, noEffects, takeId, type Step } from '../step.js';
import { addNotice } from '../log/transcript.js';
import { isSpent } from '../metrics/usage.js';

/** Upgraded: the service now says `session.created`, or why not. */
export function socketOpen(
  state: SessionState,
  { attempt, requestId }: { readonly attempt: number; readonly requestId?: string },
): Step {
  if (state.connection.phase !== 'connecting' || state.connection.attempt !== attempt)
    return noEffects(state);
  const logged =
    requestId === undefined ? state : logLine(state, 'connection.open', `request id ${requestId}`);
  return noEffects(
    changed(logged, { requestId, connection: { ...state.connection, phase: 'opening' } }),
  );
}

/** The connection was not made: the next try of a session that had one, or the end. */
export function socketRefused(
  state: SessionState,
  refused: { readonly attempt: number; readonly failure: Failure; readonly retryable: boolean },
): Step {
  const { connection } = state;
  if (connection.phase !== 'connecting' || connection.attempt !== refused.attempt)
    return noEffects(state);
  const { failure, attempt } = refused;
  return refused.retryable && connection.outage !== undefined
    ? tryFailed(state, attempt, failure.sentence)
    : (goBack(state, attempt, failure.sentence) ?? end(state, failure));
}

/** One more try, or the end when there were enough. */
function tryFailed(state: SessionState, attempt: number, why: string): Step {
  const reason = why.replace(/\.$/, '');
  const most = maxAttempts(state);
  const tries = most === 1 ? '1 attempt' : `${String(most)} attempts`;
  return (
    nextTry(state, attempt, reason) ??
    goBack(state, attempt, reason) ??
    endWithIds(state, {
      code: 'connection-closed',
      sentence: `The connection to ${state.options.target} was lost, and ${tries} to reconnect failed; the last: ${reason}.`,
      hint: savedHint,
      exitCode: exitCodes.session,
    })
  );
}

const savedHint = 'The transcript and the recording are complete up to here.';

/** `session.created`: send what was asked for, later changes included. */
export function opened(state: SessionState, session: ResponseSession): Step {
  if (state.connection.phase !== 'opening')
    return noEffects(changed(state, { reportedSession: session }));
  const { id, state: next } = takeId(state, 'event');
  return {
    state: changed(next, {
      reportedSession: session,
      connection: { ...state.connection, phase: 'configuring' },
    }),
    effects: [
      {
        type: 'send',
        event: { type: 'session.update', event_id: id, session: state.asked },
      },
    ],
  };
}

/** `session.updated`: ready to talk. `reported`: the session as it came, nulls included. */
export function configured(
  state: SessionState,
  session: ResponseSession,
  reported: JsonValue | undefined,
): Step {
  const applied = changed(state, { reportedSession: session });
  const told = changeApplied(applied, state.reportedSession, reported);
  const next = tellDifferences(told, reported);
  const { connection } = state;
  if (connection.phase !== 'configuring') return noEffects(next);
  const ready: SessionState = changed(next, {
    connection: { phase: 'ready', attempt: connection.attempt, sinceMs: state.nowMs },
  });
  return chain(
    ready,
    (current) =>
      current.options.mode === 'text'
        ? noEffects(current)
        : { state: current, effects: [{ type: 'begin-input' }] },
    (current) =>
      connection.outage === undefined ? noEffects(current) : restore(current, connection.outage),
  );
}

/** The session is as old as it may become, and must not be made again. */
function endExpired(state: SessionState, code: number): Step {
  return end(state, {
    code: 'session-expired',
    sentence: `The session with ${state.options.target} reached its time limit and was closed (code ${code}).`,
    hint: `${savedHint} A longer conversation needs to reconnect: leave out --no-reconnect.`,
    exitCode: exitCodes.session,
  });
}

/** Ends the session for good. */
export function end(state: SessionState, failure?: Failure): Step {
  if (state.connection.phase === 'closed') return noEffects(state);
  return chain(expireCalls(state), leaveUnsent, (current) => ({
    state: changed(current, {
      connection: failure ? { phase: 'closed', failure } : { phase: 'closed' },
    }),
    effects: [{ type: 'disconnect' }, failure ? { type: 'end', failure } : { type: 'end' }],
  }));
}

/** An end that the service may be asked about. */
function endWithIds(state: SessionState, failure: Failure): Step {
  const hint = [failure.hint, supportWords(state)].filter((words) => words !== undefined);
  return end(state, hint.length === 0 ? failure : { ...failure, hint: hint.join(' ') });
}

/** The service took the connection but did not open the session in time. */
export function openTimeout(state: SessionState, afterMs: number): Step {
  const { connection } = state;
  if (connection.phase !== 'opening' && connection.phase !== 'configuring') return noEffects(state);
  const event = connection.phase === 'opening' ? 'session.created' : 'session.updated';
  const sentence = `${state.options.target} accepted the connection but sent no ${event} within ${afterMs / 1000} s.`;
  if (connection.outage !== undefined) return tryFailed(state, connection.attempt, sentence);
  return endWithIds(state, {
    code: 'open-timeout',
    sentence,
    hint: 'Check that the endpoint is a Voice Live service: --endpoint, --api-version.',
    exitCode: exitCodes.session,
  });
}

/** Names the end by `--timeout`. */
export const timeoutCode = 'timeout';

/** `--timeout` is over. */
export function timedOut(state: SessionState): Step {
  return end(state, {
    code: timeoutCode,
    sentence: `The session did not end within ${(state.options.timeoutMs ?? 0) / 1000} s.`,
    hint: 'Use a longer --timeout.',
    exitCode: exitCodes.session,
  });
}

type ErrorEvent = Extract<ServerEvent, { type: 'error' }>;

/**
 * An `error` event. Before `session.created` it is the refusal of the connection (an unknown model, recorded); while
 * the session is being configured it refuses the options; later the session continues.
 */
export function serverError(state: SessionState, event: ErrorEvent): Step {
  const { code, message, param } = event.error;
  const { connection } = state;
  const { phase } = connection;
  const opens = phase === 'opening' || phase === 'configuring';
  // A service that fails while it comes back is tried again; one that refuses is not.
  if (opens && connection.outage !== undefined && event.error.type === 'server_error')
    return tryFailed(state, connection.attempt, `the service failed: ${message}`);
  const back = opens ? goBack(state, connection.attempt, message) : undefined;
  if (back !== undefined) return back;
  if (phase === 'opening') {
    return endWithIds(state, {
      code: code ?? 'refused',
      sentence: `The service refused the session: ${message}`,
      hint: refusalHint(code, state.options.model),
      exitCode: exitCodes.session,
    });
  }
  if (phase === 'configuring') {
    if (connection.outage !== undefined && connection.basic === undefined)
      return askForLess(state, connection, message);
    return endWithIds(state, {
      code: code ?? 'session-refused',
      sentence: `The service refused the session options${param ? ` (${param})` : ''}: ${message}`,
      hint: 'Change that option, or the --session file.',
      exitCode: exitCodes.usage,
    });
  }
  const refused = changeRefused(state, event.error);
  if (refused !== undefined) return noEffects(refused);
  const aboutResponse = responseError(state, event);
  if (aboutResponse) return aboutResponse;
  const known: SessionState =
    code === sessionExpired && connection.phase === 'ready'
      ? changed(state, { connection: { ...connection, expired: true } })
      : state;
  const idle: SessionState =
    known.input.phase === 'committing' &&
    (event.error.event_id ?? known.input.eventId) === known.input.eventId
      ? changed(known, { input: { phase: 'idle' } })
      : known;
  return noEffects(
    addNotice(idle, 'error', `The service reports an error: ${message}${code ? ` (${code})` : ''}`),
  );
}

/** The service says so before it closes a session that is as old as it may become. */
const sessionExpired = 'session_expired';

/**
 * The service refuses what was asked for in the course of the session, maybe again: the options of its start, which it
 * took once, are asked for instead.
 */
function askForLess(
  state: SessionState,
  connection: Extract<SessionState['connection'], { phase: 'configuring' }>,
  message: string,
): Step {
  const { session } = state.options;
  const text = `The service refused your changes to the session options. The initial options apply: ${message}`;
  const { id, state: next } = takeId(addNotice(state, 'warning', text), 'event');
  return {
    state: changed(next, { asked: session, connection: { ...connection, basic: true } }),
    effects: [{ type: 'send', event: { type: 'session.update', event_id: id, session } }],
  };
}

/** What to do about a session that the service does not open. */
export function refusalHint(code: string | undefined, model: string): string {
  if (code === 'invalid_model')
    return `Choose another model with --model. ${model} is not available in this region.`;
  return 'Check the endpoint, the model and the API version, or try `voicelive talk --emulator`.';
}

/** The socket closed under a session that wanted to go on: it is made again where that may help. */
export function socketClosed(
  state: SessionState,
  closed: {
    readonly attempt: number;
    readonly code: number;
    readonly reason: string;
    readonly retryable: boolean;
  },
): Step {
  const { connection } = state;
  if (!('attempt' in connection) || connection.phase === 'reconnecting') return noEffects(state);
  if (connection.attempt !== closed.attempt) return noEffects(state);
  const { attempt, code } = closed;
  const reason = closed.reason === '' ? '' : `: ${closed.reason}`;
  if (connection.phase === 'ready' && (closed.retryable || connection.expired === true)) {
    if (!isSpent(state) && maxAttempts(state) > 0)
      return loseConnection(state, attempt, `(code ${code})${reason}`);
    if (connection.expired === true) return endExpired(state, code);
  } else if (closed.retryable && outageOf(state) !== undefined) {
    return tryFailed(state, attempt, `the connection ended (code ${code})${reason}`);
  }
  const back = goBack(state, attempt, `the connection ended (code ${code})${reason}`);
  return (
    back ??
    endWithIds(state, {
      code: 'connection-closed',
      sentence: `The connection to ${state.options.target} ended (code ${code})${reason}.`,
      hint: savedHint,
      exitCode: exitCodes.session,
    })
  );
}
