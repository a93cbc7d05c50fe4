import type { Intent } from '../session/inputs.js';
import { initialState } from '../session/initial.js';
import type { SessionOptions, SessionState } from '../session/state.js';
import { update } from '../session/update.js';
import type { SessionView } from '../session/view.js';

/** A session whose parts are being opened: something to look at and to type into from the first moment. */
export interface Opening extends SessionView {
  /** Says on the screen that `what` is being done until `work` settles; returns the same promise. */
  during<Value>(what: string, work: Promise<Value>): Promise<Value>;
  /** From now on this is `session`, which is told what the person wanted so far. */
  become(session: SessionView): void;
}

/**
 * Stands for a session that is not there yet. What the person does meanwhile takes its way through the session's own
 * core, so that it shows and waits as in a session that is connecting.
 * @param clock monotonic milliseconds
 */
export function createOpening(options: SessionOptions, clock: () => number): Opening {
  const startedMs = clock();
  const listeners = new Set<() => void>();
  const works: string[] = [];
  let state: SessionState = initialState(options);
  let session: SessionView | undefined;

  function set(next: SessionState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  function showWorks(): void {
    if (session === undefined && state.connection.phase === 'idle')
      set({ ...state, connection: { phase: 'idle', opening: [...works] } });
  }

  return {
    getState: () => session?.getState() ?? state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch(intent) {
      if (session) session.dispatch(intent);
      else set(update(state, { type: 'intent', intent, nowMs: clock() - startedMs }).state);
    },
    async during(what, work) {
      works.push(what);
      showWorks();
      try {
        return await work;
      } finally {
        works.splice(works.indexOf(what), 1);
        showWorks();
      }
    },
    become(opened) {
      for (const intent of wishes(state)) opened.dispatch(intent);
      session = opened;
      opened.subscribe(() => {
        for (const listener of listeners) listener();
      });
      for (const listener of listeners) listener();
    },
  };
}

/** What the person wanted and is not done yet. */
function wishes({ postponed, playback }: SessionState): readonly Intent[] {
  const { microphoneMuted, speakerMuted } = playback;
  return [
    ...(microphoneMuted ? ([{ type: 'mute', what: 'microphone', muted: true }] as const) : []),
    ...(speakerMuted ? ([{ type: 'mute', what: 'speaker', muted: true }] as const) : []),
    ...postponed,
  ];
}
