import { soundLine } from '../../audio/files/sound-line.js';
import { CallerTools } from '../../script/caller/caller-tools.js';
import { converse, type Ending } from '../../script/caller/converse.js';
import type { CheckResult } from '../../script/model/result.js';
import type { Caller } from '../../script/model/script.js';
import { whenState } from '../../script/turns.js';
import type { SessionView } from '../../session/view.js';
import { exitCodes } from '../../shared/errors.js';
import type { Secrets } from '../../shared/secrets/registry.js';
import type { SessionTime } from '../fast/virtual-time.js';
import { Cleanup } from '../session/cleanup.js';
import { holdSession } from '../session/hold-session.js';
import type { Performed, ScriptedUser } from '../session/scripted-user.js';
import type { SessionTerms } from '../session/session-to-open.js';
import type { ReadyCaller } from './ready-caller.js';
import type { ReadyScript } from './ready-script.js';

/** What the caller's session shares with the agent's. */
export interface CallerTerms {
  readonly time: SessionTime;
  readonly secrets: Secrets;
  readonly closer: Cleanup;
  readonly startEmulator: NonNullable<SessionTerms['startEmulator']>;
}

/** A second session as the user of the agent's: each hears what the other one plays. */
export function simulatedUser(
  { script, planned: agent, caller, sounds }: ReadyScript,
  shared: CallerTerms,
): ScriptedUser | undefined {
  const settings = script.caller;
  if (caller === undefined || settings === undefined) return undefined;
  const noise = script.noise && sounds?.noise(script.noise);
  const toAgent = soundLine(caller.planned.plan.outputRateHz, noise);
  const toCaller = soundLine(agent.plan.outputRateHz);
  const tools = new CallerTools();
  const user = { microphone: toCaller.microphone, sink: toAgent.sink, tools: () => tools };
  return {
    user: { microphone: toAgent.microphone, sink: toCaller.sink },
    canAsk: false,
    perform: async (session) => {
      let ending: Ending | undefined;
      const agentOver = whenState(session, () => false).then(() => exitCodes.ok);
      const terms = { ...shared, outside: agentOver };
      const failure = await holdCaller(caller, user, terms, async (callerSession) => {
        const { clock } = shared.time;
        const sides = { agent: session, caller: callerSession, settings, tools, clock };
        ending = await converse(sides);
      });
      return performed(settings, ending, failure);
    },
  };
}

async function holdCaller(
  { resolved, planned }: ReadyCaller,
  user: NonNullable<SessionTerms['user']>,
  { time, secrets, closer, startEmulator, outside }: CallerTerms & { outside: Promise<number> },
  talk: (session: SessionView) => Promise<void>,
): Promise<Performed['failure']> {
  const own = new Cleanup(secrets.hide, () => undefined);
  closer.add(() => own.close());
  const { failure } = await holdSession(
    { ...resolved, values: { ...resolved.values, speaker: 'none' } },
    { canAsk: false, microphone: 'none', planned, user, startEmulator },
    {
      time,
      secrets,
      outside,
      closer: own,
      tell: () => undefined,
    },
    (session) => ({
      left: talk(session).then(() => exitCodes.ok),
      close: () => Promise.resolve(),
    }),
  );
  return failure && { ...failure, sentence: `The caller's session: ${failure.sentence}` };
}

function performed(
  caller: Caller,
  ending: Ending | undefined,
  failure: Performed['failure'],
): Performed {
  return {
    problems: [],
    checks: ending === undefined ? [] : [goalCheck(caller, ending)],
    ...(failure && { failure }),
  };
}

const maxShownGoal = 200;

function goalCheck({ place, goal }: Caller, ending: Ending): CheckResult {
  return {
    place,
    name: 'caller.goal',
    passed: ending.type === 'concluded' && ending.reached,
    expected: goal.length > maxShownGoal ? `${goal.slice(0, maxShownGoal)}…` : goal,
    actual: sentenceOf(ending),
    events: [],
  };
}

function sentenceOf(ending: Ending): string {
  const turns = `${String(ending.turns)} ${ending.turns === 1 ? 'turn' : 'turns'}`;
  switch (ending.type) {
    case 'concluded':
      return ending.reached
        ? `The caller reached its goal in turn ${String(ending.turns)}: ${ending.reason}`
        : `The caller gave up in turn ${String(ending.turns)}: ${ending.reason}`;
    case 'turns-spent':
      return `The caller did not reach its goal in ${turns} (max_turns).`;
    case 'over':
      return `The ${ending.whose}'s session ended after ${turns}, before the goal was reached.`;
    case 'timed-out':
      return `The caller did not reach its goal in ${String(ending.afterMs / 1000)} s and ${turns}.`;
  }
}
