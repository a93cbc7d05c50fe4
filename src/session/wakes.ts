import { retryWindow } from './connection/backoff.js';
import { openTimeout, timedOut } from './connection/connection.js';
import { reconnect } from './connection/outage.js';
import { nextRotationStep, rotate } from './connection/rotation.js';
import type { Effect } from './effects.js';
import type { WakeId } from './inputs.js';
import { nextMeterStep } from './playback/levels.js';
import type { SessionState } from './state.js';
import { noEffects, type Step } from './step.js';
import { sendTurnNow } from './turn/turn.js';

/** The service says `session.created` within 100 ms or so. */
const openDeadlineMs = 10_000;

/** A timer that a state needs. */
interface Wake {
  /** Another value is another timer: it starts again. */
  readonly key: number;
  readonly minMs: number;
  readonly maxMs: number;
}

interface WakeRow {
  /** The timer that a state needs, if any. */
  readonly needed: (state: SessionState) => Wake | undefined;
  /** What to do when it fires. */
  readonly woke: (state: SessionState) => Step;
}

/** Every timer of the session. They derive from the state, so that none is forgotten or outlives its reason. */
const wakes: Readonly<Record<WakeId, WakeRow>> = {
  reconnect: {
    needed: ({ connection, connectionStartsMs, nowMs }) =>
      connection.phase === 'reconnecting'
        ? {
            key: connection.attempt,
            ...retryWindow(connection.outage.failures, connectionStartsMs, nowMs),
          }
        : undefined,
    woke: reconnect,
  },
  rotation: {
    needed: (state) => {
      const step = nextRotationStep(state);
      return step && after(step.inMs, step.key);
    },
    woke: rotate,
  },
  'open-deadline': {
    needed: ({ connection }) =>
      connection.phase === 'opening' || connection.phase === 'configuring'
        ? after(openDeadlineMs, connection.attempt)
        : undefined,
    woke: (state) => openTimeout(state, openDeadlineMs),
  },
  'hang-over': {
    needed: ({ input, options }) =>
      input.phase === 'capturing' && input.releasedMs !== undefined
        ? after(options.hangOverMs ?? 0, input.releasedMs)
        : undefined,
    woke: (state) =>
      state.input.phase === 'capturing' && state.input.releasedMs !== undefined
        ? sendTurnNow(state)
        : noEffects(state),
  },
  timeout: {
    needed: ({ connection, connectionStartsMs, options }) =>
      options.timeoutMs === undefined ||
      connectionStartsMs.length === 0 ||
      connection.phase === 'closed'
        ? undefined
        : after(options.timeoutMs, 0),
    woke: timedOut,
  },
  meters: {
    needed: (state) => {
      const step = nextMeterStep(state);
      return step && after(step.inMs, step.cell);
    },
    // The meters show the time before now.
    woke: noEffects,
  },
};

const wakeIds: readonly WakeId[] = [
  'reconnect',
  'rotation',
  'open-deadline',
  'hang-over',
  'timeout',
  'meters',
];
/** Those that can change with the time alone, or with how busy the session is. */
const timedIds: readonly WakeId[] = ['rotation', 'meters'];

function after(delayMs: number, key: number): Wake {
  return { key, minMs: delayMs, maxMs: delayMs };
}

/** A timer fired; one that is no longer needed is ignored. */
export function woke(state: SessionState, id: WakeId): Step {
  const row = wakes[id];
  return row.needed(state) === undefined ? noEffects(state) : row.woke(state);
}

/** Sets and cancels timers where the new state needs others than the state before it. */
export function withWakes(before: SessionState, step: Step): Step {
  const changes: Effect[] = [];
  const { state } = step;
  const isTimeOnly =
    before.connection === state.connection &&
    before.connectionStartsMs === state.connectionStartsMs &&
    before.input === state.input &&
    before.options === state.options;
  for (const id of isTimeOnly ? timedIds : wakeIds) {
    const earlier = wakes[id].needed(before);
    const needed = wakes[id].needed(state);
    if (needed === undefined) {
      if (earlier !== undefined) changes.push({ type: 'cancel-wake', id });
    } else if (needed.key !== earlier?.key)
      changes.push({ type: 'wake', id, minMs: needed.minMs, maxMs: needed.maxMs });
  }
  return changes.length === 0 ? step : { state, effects: [...step.effects, ...changes] };
}
