import { changed } from '../change-state.js';
import type { ServerEvent } from '../../protocol/generated/types.js';
import type { RemoteState } from './remote-state.js';
import type { SessionState } from '../state.js';
import { addNotice } from '../log/transcript.js';

type EventOf<Type extends ServerEvent['type']> = Extract<ServerEvent, { type: Type }>;

/** Limits that are remembered: the service has names for two. */
const maxRateLimits = 16;

function withRemote(state: SessionState, change: Partial<RemoteState>): SessionState {
  return changed(state, { remote: { ...state.remote, ...change } });
}

export function rateLimitsUpdated(
  state: SessionState,
  event: EventOf<'rate_limits.updated'>,
): SessionState {
  return withRemote(state, { rateLimits: event.rate_limits.slice(0, maxRateLimits) });
}

/** The service answered the SDP of `session.avatar.connect`. */
export function avatarConnecting(state: SessionState): SessionState {
  return addNotice(
    withRemote(state, { avatar: { phase: 'connecting' } }),
    'info',
    'The avatar is connecting. Its SDP answer is in the event log.',
  );
}

export function avatarSwitched(state: SessionState, phase: 'idle' | 'speaking'): SessionState {
  return withRemote(state, { avatar: { phase } });
}

export function outputBuffer(
  state: SessionState,
  phase: Exclude<RemoteState['outputBuffer'], 'unknown'>,
): SessionState {
  return withRemote(state, { outputBuffer: phase });
}

export function callCreated(
  state: SessionState,
  event: EventOf<'rtc.call.sdp.created'>,
): SessionState {
  return addNotice(
    state,
    'info',
    `WebRTC call ${event.rtc_call_id} is set up. Its SDP answer is in the event log.`,
  );
}

export function callFailed(state: SessionState, event: EventOf<'rtc.call.error'>): SessionState {
  const { code, message } = event.error;
  return addNotice(
    state,
    'error',
    `The WebRTC call failed: ${message}${code === undefined ? '' : ` (${code})`}`,
  );
}

/** The limit of which the smallest share is left; undefined when the service reported none. */
export function tightestLimit(
  state: SessionState,
): { readonly name: string; readonly remaining: number; readonly limit: number } | undefined {
  const known = state.remote.rateLimits.flatMap(({ name, limit, remaining }) =>
    limit === undefined || remaining === undefined || limit <= 0
      ? []
      : [{ name: name ?? 'requests', remaining, limit }],
  );
  return known.reduce<(typeof known)[number] | undefined>(
    (tightest, each) =>
      tightest === undefined || each.remaining / each.limit < tightest.remaining / tightest.limit
        ? each
        : tightest,
    undefined,
  );
}
