import type { ResponseSession, ServerEvent } from '../protocol/generated/types.js';
import { exitCodes } from '../shared/errors.js';
import type { JsonValue } from '../shared/json.js';
import { compareApplied } from './applied.js';
import { expireCalls } from './approval.js';
import type { Failure } from './inputs.js';
import { responseError } from './response.js';
import type { SessionState } from './state.js';
import { stay, takeId, type Step } from './step.js';
import { addNotice } from './transcript.js';

/** The session begins: first attempt to connect. */
export function start(state: SessionState): Step {
  if (state.connection.phase !== 'idle') return stay(state);
  return {
    state: { ...state, connection: { phase: 'connecting', attempt: 1 } },
    effects: [{ type: 'connect', attempt: 1 }],
  };
}

/** Upgraded: the service now says `session.created`, or why not. */
export function socketOpen(state: SessionState, attempt: number): Step {
  if (state.connection.phase !== 'connecting' || state.connection.attempt !== attempt)
    return stay(state);
  return stay({ ...state, connection: { phase: 'opening', attempt } });
}

/** `session.created`: send what was asked for. */
export function opened(state: SessionState, session: ResponseSession): Step {
  if (state.connection.phase !== 'opening') return stay({ ...state, applied: session });
  const { id, state: next } = takeId(state, 'event');
  return {
    state: {
      ...next,
      applied: session,
      connection: { phase: 'configuring', attempt: state.connection.attempt },
    },
    effects: [
      {
        type: 'send',
        event: { type: 'session.update', event_id: id, session: state.options.session },
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
  const next = compareApplied({ ...state, applied: session }, reported);
  if (state.connection.phase !== 'configuring') return stay(next);
  return stay({
    ...next,
    connection: { phase: 'ready', attempt: state.connection.attempt, sinceMs: state.nowMs },
  });
}

/** Ends the session for good. */
export function end(state: SessionState, failure?: Failure): Step {
  if (state.connection.phase === 'closed') return stay(state);
  const expired = expireCalls(state);
  return {
    state: { ...expired, connection: failure ? { phase: 'closed', failure } : { phase: 'closed' } },
    effects: [{ type: 'disconnect' }, failure ? { type: 'end', failure } : { type: 'end' }],
  };
}

/** The service took the connection but did not open the session in time. */
export function openTimeout(state: SessionState, attempt: number, afterMs: number): Step {
  const { connection } = state;
  const waiting = connection.phase === 'opening' || connection.phase === 'configuring';
  if (!waiting || connection.attempt !== attempt) return stay(state);
  const event = connection.phase === 'opening' ? 'session.created' : 'session.updated';
  return end(state, {
    code: 'open-timeout',
    sentence: `${state.options.target} accepted the connection but sent no ${event} within ${afterMs / 1000} s.`,
    hint: 'Check that the endpoint is a Voice Live service: --endpoint, --api-version.',
    exitCode: exitCodes.session,
  });
}

type ErrorEvent = Extract<ServerEvent, { type: 'error' }>;

/**
 * An `error` event. Before `session.created` it is the refusal of the connection (an unknown model, recorded); while
 * the session is being configured it refuses the options; later the session goes on.
 */
export function serverError(state: SessionState, event: ErrorEvent): Step {
  const { code, message, param } = event.error;
  const { phase } = state.connection;
  if (phase === 'opening') {
    return end(state, {
      code: code ?? 'refused',
      sentence: `The service refused the session: ${message}`,
      hint: refusalHint(code, state.options.model),
      exitCode: exitCodes.session,
    });
  }
  if (phase === 'configuring') {
    return end(state, {
      code: code ?? 'session-refused',
      sentence: `The service refused the session options${param ? ` (${param})` : ''}: ${message}`,
      hint: 'Change the option named above, or the file given with --session.',
      exitCode: exitCodes.usage,
    });
  }
  const aboutResponse = responseError(state, event);
  if (aboutResponse) return aboutResponse;
  const idle: SessionState =
    state.input.phase === 'committing' &&
    (event.error.event_id ?? state.input.eventId) === state.input.eventId
      ? { ...state, input: { phase: 'idle' } }
      : state;
  return stay(
    addNotice(idle, 'error', `The service reports an error: ${message}${code ? ` (${code})` : ''}`),
  );
}

function refusalHint(code: string | undefined, model: string): string {
  if (code === 'invalid_model')
    return `Choose another model with --model: ${model} is not offered where this resource is.`;
  return 'Check the endpoint, the model and the api-version; `voicelive talk --emulator` needs none of them.';
}

/** The socket closed under a session that wanted to go on. */
export function socketClosed(
  state: SessionState,
  closed: { readonly attempt: number; readonly code: number; readonly reason: string },
): Step {
  const { connection } = state;
  if (
    connection.phase === 'closed' ||
    connection.phase === 'idle' ||
    connection.attempt !== closed.attempt
  ) {
    return stay(state);
  }
  const reason = closed.reason === '' ? '' : `: ${closed.reason}`;
  return end(state, {
    code: 'connection-closed',
    sentence: `The connection to ${state.options.target} ended (code ${closed.code})${reason}.`,
    hint: 'Nothing said so far is lost: the transcript and the recording are complete up to here.',
    exitCode: exitCodes.session,
  });
}
