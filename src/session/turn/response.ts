import { changed } from '../change-state.js';
import type { ClientEvent, ServerEvent } from '../../protocol/generated/types.js';
import { markRequested } from '../metrics/latency.js';
import type { ResponseState, SessionState } from '../state.js';
import { chain, noEffects, takeId, type Step } from '../step.js';
import { addNotice } from '../log/transcript.js';
import { isSpent } from '../metrics/usage.js';

/** Events held back: the outputs of as many calls as may wait at once, and as many deletions. More are not sent. */
const maxHeld = 64;
/** Ids of responses whose late deltas are dropped; more than can be late at once. */
const maxStale = 16;
/** Ids of responses that are done; repeated events about them come soon or never. */
const maxFinished = 32;

function withResponse(state: SessionState, change: Partial<ResponseState>): SessionState {
  return changed(state, { response: { ...state.response, ...change } });
}

/** The id of the response that is being made or cancelled. */
export function activeResponseId(state: SessionState): string | undefined {
  const { active } = state.response;
  return active.phase === 'active' || active.phase === 'cancelling' ? active.id : undefined;
}

/** Whether what arrives for this response is still wanted. */
export function isStale(state: SessionState, responseId: string): boolean {
  return state.response.stale.includes(responseId);
}

/** Whether this response has ended. */
export function isFinished(state: SessionState, responseId: string): boolean {
  return state.response.finished.includes(responseId);
}

/** From now on, deltas of this response are dropped and counted. */
export function markStale(state: SessionState, responseId: string): SessionState {
  if (isStale(state, responseId)) return state;
  return withResponse(state, { stale: [...state.response.stale, responseId].slice(-maxStale) });
}

/** Counts a delta that came too late to matter. */
export function dropLateDelta(state: SessionState): SessionState {
  return withResponse(state, { droppedLateDeltas: state.response.droppedLateDeltas + 1 });
}

/** Asks for a response now, or as soon as the active one is done: the service allows one at a time. */
export function wantResponse(state: SessionState): Step {
  if (isSpent(state)) return noEffects(withResponse(state, { queued: false }));
  if (state.response.active.phase !== 'none')
    return noEffects(withResponse(state, { queued: true }));
  const { id, state: next } = takeId(state, 'event');
  return {
    state: markRequested(
      withResponse(next, {
        active: { phase: 'requested', eventId: id, cancelled: false },
        queued: false,
      }),
    ),
    effects: [{ type: 'send', event: { type: 'response.create', event_id: id } }],
  };
}

/** Sends an event once no response is active: some are refused while one is. */
export function sendWhenQuiet(event: ClientEvent): (state: SessionState) => Step {
  return (state) => {
    const { active, held } = state.response;
    if (active.phase === 'none') return { state, effects: [{ type: 'send', event }] };
    return noEffects(
      held.length < maxHeld ? withResponse(state, { held: [...held, event] }) : dropHeld(state),
    );
  };
}

/** Counts an event that is not sent; the user is warned of the first. */
function dropHeld(state: SessionState): SessionState {
  const { droppedHeld } = state.response;
  const counted = withResponse(state, { droppedHeld: droppedHeld + 1 });
  const text = `More than ${maxHeld} events are waiting for the response to end; the rest are not sent.`;
  return droppedHeld > 0 ? counted : addNotice(counted, 'warning', text);
}

/** Cancels the active response, if there is one; a requested one is cancelled once it has an id. */
export function cancelResponse(state: SessionState): Step {
  const { active } = state.response;
  if (active.phase === 'requested') {
    return noEffects(
      withResponse(state, { active: { ...active, cancelled: true }, queued: false }),
    );
  }
  if (active.phase !== 'active') return noEffects(withResponse(state, { queued: false }));
  const { id, state: next } = takeId(state, 'event');
  return {
    state: withResponse(markStale(next, active.id), {
      active: { phase: 'cancelling', id: active.id, eventId: id },
      queued: false,
    }),
    effects: [{ type: 'send', event: { type: 'response.cancel', event_id: id } }],
  };
}

/** The turn of the active response is asked again: what it still brings is to be deleted. */
export function withdrawResponse(state: SessionState): SessionState {
  const { active } = state.response;
  switch (active.phase) {
    case 'none':
      return state;
    case 'requested':
      return withResponse(state, { active: { ...active, withdrawn: true } });
    case 'active':
    case 'cancelling':
      return withdrawId(state, active.id);
  }
}

function withdrawId(state: SessionState, id: string): SessionState {
  return withResponse(state, { withdrawn: [...state.response.withdrawn, id].slice(-maxStale) });
}

/** The service cancels by itself when it hears the user: the client only drops the old response. */
export function expectServerCancel(state: SessionState): SessionState {
  const { active } = state.response;
  if (active.phase !== 'active') return state;
  return withResponse(markStale(state, active.id), {
    active: { phase: 'cancelling', id: active.id },
  });
}

/** `response.created`. */
export function responseCreated(state: SessionState, id: string): Step {
  if (isFinished(state, id)) return noEffects(state);
  const { active } = state.response;
  const isWithdrawn = active.phase === 'requested' && active.withdrawn === true;
  const known = isWithdrawn ? withdrawId(state, id) : state;
  const next = withResponse(known, { active: { phase: 'active', id } });
  if (active.phase !== 'requested' || !active.cancelled) return noEffects(next);
  const cancelled = cancelResponse(next);
  // What was asked for after the cancel is still wanted.
  const { queued } = state.response;
  return { ...cancelled, state: withResponse(cancelled.state, { queued }) };
}

/** `response.done`: sends what waited for it, and the next request. */
export function responseDone(before: SessionState, id: string): Step {
  const state = finish(before, id);
  if (activeResponseId(state) !== undefined && activeResponseId(state) !== id)
    return noEffects(state);
  const { held, queued } = state.response;
  const quiet = withResponse(state, { active: { phase: 'none' }, held: [], queued: false });
  const released: Step = { state: quiet, effects: held.map((event) => ({ type: 'send', event })) };
  return queued ? chain(quiet, () => released, wantResponse) : released;
}

function finish(state: SessionState, id: string): SessionState {
  // Without ids responses cannot be told apart.
  if (id === '' || isFinished(state, id)) return state;
  const finished = [...state.response.finished, id].slice(-maxFinished);
  return withResponse(state, { finished });
}

type ErrorEvent = Extract<ServerEvent, { type: 'error' }>;

/**
 * An `error` that answers one of our own requests about responses. Undefined when it is about something else.
 * A refused cancel is the normal race with the service's own end of the response.
 */
export function responseError(state: SessionState, { error }: ErrorEvent): Step | undefined {
  const { active } = state.response;
  if (active.phase === 'requested' && error.event_id === active.eventId) {
    const none = withResponse(state, { active: { phase: 'none' } });
    if (error.code === 'conversation_already_has_active_response') {
      const waiting = withResponse(none, { queued: true });
      return noEffects(
        addNotice(
          waiting,
          'info',
          'The service is still responding; the request will be sent again when it is done.',
        ),
      );
    }
    return noEffects(addNotice(none, 'error', `No response: ${error.message}`));
  }
  if (
    active.phase === 'cancelling' &&
    error.event_id !== undefined &&
    error.event_id === active.eventId
  ) {
    return responseDone(state, active.id);
  }
  return error.code === 'response_cancel_not_active' ? noEffects(state) : undefined;
}
