import { samplesToMs } from '../../audio/pure/pcm.js';
import type { ScriptedSound } from '../../audio/files/scripted-microphone.js';
import { asksForReply } from '../../session/connection/pending-intents.js';
import type { Intent } from '../../session/inputs.js';
import { isTalkKeyHeld } from '../../session/selectors.js';
import type { PendingCall, SessionState } from '../../session/state.js';
import { approvalName, covers } from '../../session/tools/tool-name.js';
import type { SessionView } from '../../session/view.js';
import type { Clock } from '../../shared/clock.js';
import type { Action } from '../model/script.js';
import { waitFor, type MomentSources } from './moments.js';
import { nothingToDo } from './nothing-to-do.js';
import { isQuiet, openCalls } from './open-calls.js';
import type { Outcome, SessionWatch, StepLimit, Wait } from './session-watch.js';
import type { Stage } from './stage.js';

/** How a step does what it does. */
export interface Deed {
  /** The reply that is heard from now on is the one to this step. */
  readonly beginsTurn: boolean;
  /** The assistant has to answer. */
  readonly asks: boolean;
  /** Said of the step where it cannot be done in this session. */
  readonly fault?: string;
  /** At the very moment. */
  readonly begin: () => void;
  /** What follows. */
  readonly finish?: (limit: StepLimit) => Promise<Outcome>;
}

/** What steps are done with. */
export interface Surroundings {
  readonly session: SessionView;
  readonly stage: Stage;
  readonly watch: SessionWatch;
  readonly sources: MomentSources;
  /** The user has stopped speaking. */
  readonly onSpoken: () => void;
}

/** A microphone that stands still for so long is broken. */
const graceMs = 30_000;

const met: Outcome = { type: 'met' };
const still = { beginsTurn: false, asks: false } as const;
const soundless = { fault: 'This step needs audio, and the session has none.' };

const unsent = 'The speech was not sent: push-to-talk was not open to its end.';

const brokenConnection: Wait = {
  what: 'the connection to break',
  look: ({ connection }) => (connection.phase === 'ready' ? undefined : 'met'),
};

/** How a step is done. */
export function deedOf(step: number, action: Action, around: Surroundings): Deed {
  const { session, stage, watch, sources } = around;
  const { microphone } = stage;
  switch (action.type) {
    case 'intent':
      return intended(action.intent, session);
    case 'say':
    case 'play':
      return speech(step, action.pushToTalk, around);
    case 'silence':
      return silence(action.ms, around);
    case 'noise':
      return {
        ...still,
        ...(microphone === undefined ? soundless : {}),
        begin: () => {
          microphone?.setNoise(action.noise && stage.sounds.noise(action.noise));
        },
      };
    case 'decide':
      return decide(action, around);
    case 'tool-result':
      return toolResult(action, around);
    case 'disconnect':
      return {
        ...still,
        begin: () => {
          stage.disconnect();
        },
        finish: (limit) => watch.until(brokenConnection, limit),
      };
    case 'wait':
      return {
        ...still,
        begin: () => undefined,
        finish: (limit) => watch.until(waitFor(action.for, sources), limit),
      };
  }
}

/** Whether the next step is what a call waits for. */
export function answersCall({ type }: Action): boolean {
  return type === 'decide' || type === 'tool-result';
}

function beginsTurn(intent: Intent): boolean {
  return asksForReply(intent) || intent.type === 'send-event' || intent.type === 'commit';
}

function intended(intent: Intent, session: SessionView): Deed {
  let reason: string | undefined;
  return {
    beginsTurn: beginsTurn(intent),
    asks: asksForReply(intent),
    begin: () => {
      reason = nothingToDo(session.getState(), intent);
      session.dispatch(intent);
    },
    finish: () =>
      Promise.resolve(reason === undefined ? met : { type: 'missed', reason, late: false }),
  };
}

function speech(
  step: number,
  byKey: boolean,
  { session, stage, watch, onSpoken }: Surroundings,
): Deed {
  const { microphone, sounds, clock } = stage;
  const audio = sounds.of(step);
  const base = { beginsTurn: true, asks: byKey };
  if (microphone === undefined || audio === undefined)
    return { ...base, ...soundless, begin: () => undefined };
  const { mode } = session.getState().options;
  let sound: ScriptedSound | undefined;
  return {
    ...base,
    ...(byKey !== (mode === 'push-to-talk')
      ? {
          fault: byKey
            ? 'Push-to-talk needs a session without turn detection.'
            : 'The session has no turn detection: speech needs push-to-talk.',
        }
      : {}),
    begin: () => {
      if (byKey) session.dispatch({ type: 'talk-start' });
      sound = microphone.play(audio);
    },
    finish: async (limit) => {
      const ms = samplesToMs(audio.samples.length, audio.sampleRateHz);
      const outcome = await watch.until(
        soundWait('the end of the speech', sound),
        soundLimit(limit, ms, clock),
      );
      if (outcome.type !== 'met') return outcome;
      onSpoken();
      if (!byKey) return met;
      if (!isTalkKeyHeld(session.getState()))
        return { type: 'missed', reason: unsent, late: false };
      session.dispatch({ type: 'talk-send' });
      return met;
    },
  };
}

function silence(ms: number, { stage, watch }: Surroundings): Deed {
  const { microphone, clock } = stage;
  let sound: ScriptedSound | undefined;
  return {
    ...still,
    ...(microphone === undefined ? soundless : {}),
    begin: () => {
      sound = microphone?.silence(ms);
    },
    finish: (limit) => watch.until(soundWait('the silence', sound), soundLimit(limit, ms, clock)),
  };
}

function soundWait(what: string, sound: ScriptedSound | undefined): Wait {
  return {
    what,
    look: () => undefined,
    begin: (isMet) => {
      void sound?.done.then((isDone) => {
        if (isDone) isMet();
      });
      return () => undefined;
    },
  };
}

/** Without a limit of its own a step has as long as its sound takes. */
function soundLimit(limit: StepLimit, ms: number, clock: Clock): StepLimit {
  return limit.timeoutMs === undefined ? { fromMs: clock.nowMs(), timeoutMs: ms + graceMs } : limit;
}

function decide(
  { decision, tool }: Extract<Action, { type: 'decide' }>,
  { session, watch, ...around }: Surroundings,
): Deed {
  const waiting = (state: SessionState): PendingCall | undefined => waitingCall(state, tool);
  return {
    ...still,
    begin: () => undefined,
    finish: (limit) =>
      watch.until(
        {
          ...callWait((state) => waiting(state) !== undefined, tool, around),
          act: () => {
            const call = waiting(session.getState());
            if (call !== undefined)
              session.dispatch({ type: 'decide', callId: call.callId, decision });
          },
        },
        limit,
      ),
  };
}

/** A call that waits for the user is allowed first: the script's result means that it was. */
function toolResult(
  { tool, output, ok }: Extract<Action, { type: 'tool-result' }>,
  { session, watch, ...around }: Surroundings,
): Deed {
  const { tools } = around.stage;
  const isHeld = (): boolean => tools.held.includes(tool);
  const waiting = (state: SessionState): PendingCall | undefined => waitingCall(state, tool);
  return {
    ...still,
    begin: () => undefined,
    finish: async (limit) => {
      const came = await watch.until(
        callWait((state) => isHeld() || waiting(state) !== undefined, tool, around),
        limit,
      );
      if (came.type !== 'met') return came;
      const call = waiting(session.getState());
      if (call !== undefined && !isHeld())
        session.dispatch({ type: 'decide', callId: call.callId, decision: 'once' });
      const held = await watch.until(callWait(isHeld, tool, around), limit);
      if (held.type !== 'met') return held;
      tools.answer(tool, {
        ok,
        output: typeof output === 'string' ? output : JSON.stringify(output),
      });
      return met;
    },
  };
}

function waitingCall(
  { approval }: SessionState,
  tool: string | undefined,
): PendingCall | undefined {
  return approval.calls.find(
    (call) =>
      call.phase === 'waiting' && (tool === undefined || covers(tool, call) || call.name === tool),
  );
}

function callWait(
  hasCome: (state: SessionState) => boolean,
  tool: string | undefined,
  { stage, sources }: Pick<Surroundings, 'stage' | 'sources'>,
): Wait {
  const named = tool === undefined ? 'tool call' : `call of ${tool}`;
  return {
    what: `a ${named}`,
    look: (state) => {
      if (hasCome(state)) return 'met';
      if (!sources.isSilent(state) || !isQuiet(state, stage.tools.held)) return undefined;
      const [other] = openCalls(state, stage.tools.held);
      const instead =
        other === undefined
          ? 'the turn ended without one'
          : `${approvalName(other)} was called instead`;
      return { impossible: `No ${named} came: ${instead}.` };
    },
  };
}
