import type { ScriptedMicrophone } from '../../audio/files/scripted-microphone.js';
import { isSettled } from '../../session/selectors.js';
import type { SessionState } from '../../session/state.js';
import { approvalName } from '../../session/tools/tool-name.js';
import type { Clock } from '../../shared/clock.js';
import type { Moment } from '../model/script.js';
import { isQuiet, openCalls } from './open-calls.js';
import type { ScriptedTools } from './scripted-tools.js';
import type { Verdict, Wait } from './session-watch.js';
import type { SinceStep } from './since-step.js';

/** What moments are told from. */
export interface MomentSources {
  readonly clock: Clock;
  readonly microphone?: ScriptedMicrophone;
  readonly tools: ScriptedTools;
  readonly since: SinceStep;
  /** Whether turn detection has seen the end of what was said. */
  readonly isSilent: (state: SessionState) => boolean;
}

/** How a moment is waited for. */
export function waitFor(moment: Moment, sources: MomentSources): Wait {
  switch (moment.type) {
    case 'settled':
      return { what: 'the end of the reply', look: (state) => settled(state, sources) };
    case 'now':
      return { what: 'nothing', look: () => 'met' };
    case 'after':
      return after(moment.ms, sources);
    case 'event': {
      const { event } = moment;
      return {
        what: `the event ${event}`,
        look: () => (sources.since.has(event) ? 'met' : undefined),
      };
    }
    case 'heard':
      return heard(moment.ms, sources);
  }
}

function settled(state: SessionState, { isSilent, tools }: MomentSources): Verdict {
  if (!isSilent(state)) return undefined;
  if (isSettled(state)) return 'met';
  const [call] = openCalls(state, tools.held);
  if (call === undefined || !isQuiet(state, tools.held)) return undefined;
  const [waits, step] =
    call.phase === 'waiting' ? ['approval', 'approve or deny'] : ['its result', 'tool_result'];
  return {
    impossible: `The call of ${approvalName(call)} waits for ${waits}, and no ${step} step comes next.`,
  };
}

function after(ms: number, { clock, microphone }: MomentSources): Wait {
  return {
    what: `${String(ms)} ms to pass`,
    look: () => undefined,
    begin: (met) => {
      if (microphone === undefined) return clock.after(ms, met);
      void microphone.silence(ms).done.then((isDone) => {
        if (isDone) met();
      });
      return () => undefined;
    },
  };
}

function heard(ms: number, { since, isSilent, tools }: MomentSources): Wait {
  const amount = `${String(ms)} ms of the reply`;
  return {
    what: `${amount} to be heard`,
    look: (state) => {
      const heardMs = since.heardMs(state.options.outputRateHz);
      if (state.options.mode === 'text')
        return { impossible: `${amount} cannot be heard: the session has no audio.` };
      if (heardMs >= ms) return 'met';
      if (!isSilent(state) || !isQuiet(state, tools.held)) return undefined;
      const instead = since.hasReply
        ? `it ended after ${String(Math.floor(heardMs))} ms`
        : 'there was no reply';
      return { impossible: `${amount} were to be heard, but ${instead}.` };
    },
  };
}
