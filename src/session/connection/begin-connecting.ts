import { changed } from '../change-state.js';
import { maxConnectionsPerMinute } from './backoff.js';
import type { Outage } from './connection-state.js';
import type { SessionState } from '../state.js';
import type { Step } from '../step.js';

/** Starts a connection; `outage` when the session had one before. */
export function beginConnecting(state: SessionState, attempt: number, outage?: Outage): Step {
  return {
    state: changed(state, {
      connection: { phase: 'connecting', attempt, ...(outage === undefined ? {} : { outage }) },
      connectionStartsMs: [...state.connectionStartsMs, state.nowMs].slice(
        -maxConnectionsPerMinute,
      ),
    }),
    effects: [
      {
        type: 'connect',
        attempt,
        ...(state.chosenModel === undefined ? {} : { model: state.chosenModel }),
      },
    ],
  };
}
