import type { Intent } from '../../session/inputs.js';
import { initialState } from '../../session/initial-state.js';
import type { ConnectionState } from '../../session/connection/connection-state.js';
import type { SessionOptions, SessionState } from '../../session/state.js';
import { update } from '../../session/update.js';
import type { SessionView } from '../../session/view.js';

/** What is opened before a session can start. */
export type Work = 'sound' | 'emulator';

const words: Readonly<Record<Work, string>> = {
  sound: 'opening microphone and speaker',
  emulator: 'starting the emulator',
};

/** A session whose parts are being opened: something to look at and to type into from the first moment. */
export interface Opening extends SessionView {
  /** The screen says that this work is being done until it settles; gives back what it gives. */
  follow<Value>(work: Work, done: Promise<Value>): Promise<Value>;
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
  let works: readonly Work[] = [
    ...(options.mode === 'text' ? [] : (['sound'] as const)),
    ...(options.emulated ? (['emulator'] as const) : []),
  ];
  let state: SessionState = { ...initialState(options), connection: idle() };
  let session: SessionView | undefined;

  function set(next: SessionState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  function idle(): ConnectionState {
    return { phase: 'idle', opening: works.map((work) => words[work]) };
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
    async follow(work, done) {
      try {
        return await done;
      } finally {
        works = works.filter((each) => each !== work);
        if (state.connection.phase === 'idle') set({ ...state, connection: idle() });
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
