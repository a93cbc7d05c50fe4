import type { ScriptedMicrophone } from '../../audio/files/scripted-microphone.js';
import type { CheckResult, StepProblem } from '../../script/model/result.js';
import type { Script } from '../../script/model/script.js';
import { performScript, type PerformedSession } from '../../script/perform/perform-script.js';
import { ScriptedTools } from '../../script/perform/scripted-tools.js';
import type { StepMark } from '../../script/model/step-mark.js';
import { ScriptSounds } from '../../script/speech/script-sounds.js';
import type { Failure } from '../../session/failure.js';
import { systemClock, type Clock } from '../../shared/clock.js';
import type { Transport } from '../../transport/types.js';
import type { SessionUser } from './session-to-open.js';

/** What became of what a script does. */
export interface Performed {
  readonly problems: readonly StepProblem[];
  /** Of the user itself, before those of the script. */
  readonly checks: readonly CheckResult[];
  /** Of a session beside the script's. */
  readonly failure?: Failure;
}

/** A script as the user of a session. */
export interface ScriptedUser {
  /** For `SessionTerms`, where `microphone` is `script` in a session with sound. */
  readonly user: SessionUser;
  /** Whether the script answers calls: others wait for somebody who is not there. */
  readonly canAsk: boolean;
  /** Performs the script; to be called before the session connects. */
  readonly perform: (
    session: PerformedSession,
    onStep: (mark: StepMark) => void,
  ) => Promise<Performed>;
}

/**
 * Makes a script the user of one session.
 * @param sounds what it says, made before; undefined in text mode
 */
export async function scriptedUser(
  script: Script,
  sounds: ScriptSounds | undefined,
  clock: Clock = systemClock,
): Promise<ScriptedUser> {
  const actions = script.steps.map(({ action }) => action);
  const played = actions.flatMap((action) => (action.type === 'tool-result' ? [action.tool] : []));
  const tools = new ScriptedTools(played, clock);
  const microphone = sounds && (await scriptedMicrophone());
  let transport: Transport | undefined;
  return {
    user: {
      ...(microphone && { microphone }),
      tools: (real) => tools.over(real),
      onTransport: (opened) => {
        transport = opened;
      },
    },
    canAsk: played.length > 0 || actions.some(({ type }) => type === 'decide'),
    perform: async (session, onStep) => {
      const problems = await performScript(session, script, {
        clock,
        tools,
        ...(microphone && { microphone }),
        sounds: sounds ?? new ScriptSounds(new Map(), new Map()),
        disconnect: () => transport?.sever('the script broke the connection'),
        onStep,
      });
      return { problems, checks: [] };
    },
  };
}

async function scriptedMicrophone(): Promise<ScriptedMicrophone> {
  const { ScriptedMicrophone } = await import('../../audio/files/scripted-microphone.js');
  return new ScriptedMicrophone();
}
