import { isSounding } from '../../session/playback/playback.js';
import { isSettled } from '../../session/selectors.js';
import type { SessionState } from '../../session/state.js';
import type { SessionView } from '../../session/view.js';
import type { Clock } from '../../shared/clock.js';
import type { Caller } from '../model/script.js';
import { isQuiet } from '../perform/open-calls.js';
import { callerTools, silenceMessage } from './caller-role.js';
import type { CallerTools, Conclusion } from './caller-tools.js';

/** How a conversation ended. */
export type Ending = { readonly turns: number } & (
  | ({ readonly type: 'concluded' } & Conclusion)
  | { readonly type: 'turns-spent' }
  | { readonly type: 'timed-out'; readonly afterMs: number }
  | { readonly type: 'over'; readonly whose: 'agent' | 'caller' }
);

interface Sides {
  readonly agent: SessionView;
  readonly caller: SessionView;
  readonly settings: Caller;
  readonly tools: CallerTools;
  readonly clock: Clock;
}

/** What a turn may take on average. */
const turnMs = 60_000;
/** After a conclusion both are heard out; the conversation ends when nobody has spoken for so long … */
const silenceAtEndMs = 1000;
/** … or after this in any case. */
const heardOutMs = 30_000;

const toolNames = callerTools.map(({ name }) => name);

/** Lets the caller speak, turn by turn, until it ends the conversation or may not go on. */
export function converse(sides: Sides): Promise<Ending> {
  return new Promise((resolve) => {
    new Conversation(sides, resolve).begin();
  });
}

class Conversation {
  readonly #sides: Sides;
  readonly #resolve: (ending: Ending) => void;
  readonly #stops: (() => void)[] = [];
  #turns = 0;
  #hasBegun = false;
  /** The turns are spent, and the caller was asked for its conclusion. */
  #isLast = false;
  #isConcluded = false;
  #isOver = false;
  /** The turn of the agent that the caller answered last. */
  #answered: string | undefined;
  #cancelSilence: (() => void) | undefined;

  constructor(sides: Sides, resolve: (ending: Ending) => void) {
    this.#sides = sides;
    this.#resolve = resolve;
  }

  begin(): void {
    const { agent, caller, settings, tools, clock } = this.#sides;
    const look = (): void => {
      this.#look();
    };
    tools.onConclusion = look;
    const limitMs = (settings.maxTurns + 1) * (turnMs + settings.patienceMs);
    this.#stops.push(
      agent.subscribe(look),
      caller.subscribe(look),
      clock.after(limitMs, () => {
        this.#end({ type: 'timed-out', afterMs: limitMs });
      }),
    );
    look();
  }

  #look(): void {
    if (this.#isOver) return;
    const agent = this.#sides.agent.getState();
    const caller = this.#sides.caller.getState();
    const { conclusion } = this.#sides.tools;
    // What a caller that interrupts has talked over needs no answer.
    if (this.#sides.settings.interrupts && !isFree(caller)) this.#answered = newestHeard(caller);
    if (agent.connection.phase === 'closed') this.#end(this.#ofConclusion('agent'));
    else if (caller.connection.phase === 'closed') this.#end(this.#ofConclusion('caller'));
    else if (agent.connection.phase !== 'ready' || caller.connection.phase !== 'ready')
      this.#watchSilence(false);
    else if (conclusion !== undefined) this.#hearOut(agent, caller);
    else if (this.#isLast) {
      if (isFree(caller)) this.#end({ type: 'turns-spent' });
    } else if (this.#isCallersTurn(agent, caller)) this.#ask();
    else this.#watchSilence(isSettled(agent) && isQuiet(caller, toolNames));
  }

  #isCallersTurn(agent: SessionState, caller: SessionState): boolean {
    if (!this.#hasBegun && !greets(agent)) return true;
    const heard = newestHeard(caller);
    if (heard === undefined || heard === this.#answered) return false;
    return this.#sides.settings.interrupts
      ? isFree(caller)
      : isQuiet(caller, toolNames) && isSettled(agent);
  }

  /** @param isSilence the agent said nothing */
  #ask(isSilence = false): void {
    const { caller, settings } = this.#sides;
    this.#hasBegun = true;
    this.#answered = newestHeard(caller.getState());
    this.#isLast = this.#turns === settings.maxTurns;
    if (!this.#isLast) this.#turns += 1;
    this.#watchSilence(false);
    if (isSilence) {
      const content = [{ type: 'input_text', text: silenceMessage }] as const;
      const item = { type: 'message', role: 'system', content } as const;
      caller.dispatch({ type: 'send-event', event: { type: 'conversation.item.create', item } });
    }
    // What it says after its last turn is not spoken: only a conclusion counts.
    const response = this.#isLast ? { response: { modalities: ['text' as const] } } : {};
    caller.dispatch({ type: 'send-event', event: { type: 'response.create', ...response } });
  }

  #hearOut(agent: SessionState, caller: SessionState): void {
    if (!this.#isConcluded) {
      this.#isConcluded = true;
      this.#watchSilence(false);
      this.#stops.push(
        this.#sides.clock.after(heardOutMs, () => {
          this.#end(this.#ofConclusion('caller'));
        }),
      );
    }
    this.#watchSilence(isSettled(agent) && isQuiet(caller, toolNames));
  }

  #watchSilence(isSilent: boolean): void {
    if (!isSilent) {
      this.#cancelSilence?.();
      this.#cancelSilence = undefined;
      return;
    }
    const { clock, settings } = this.#sides;
    const ms = this.#isConcluded ? silenceAtEndMs : settings.patienceMs;
    this.#cancelSilence ??= clock.after(ms, () => {
      this.#cancelSilence = undefined;
      if (this.#isConcluded) this.#end(this.#ofConclusion('caller'));
      else this.#ask(this.#hasBegun);
    });
  }

  #ofConclusion(whose: 'agent' | 'caller'): WithoutTurns {
    const { conclusion } = this.#sides.tools;
    return conclusion === undefined
      ? { type: 'over', whose }
      : { type: 'concluded', ...conclusion };
  }

  #end(ending: WithoutTurns): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#watchSilence(false);
    for (const stop of this.#stops) stop();
    this.#resolve({ ...ending, turns: this.#turns });
  }
}

type WithoutTurns = Ending extends infer Each
  ? Each extends Ending
    ? Omit<Each, 'turns'>
    : never
  : never;

/** Whether the caller can begin to speak, whatever it hears. */
function isFree(state: SessionState): boolean {
  const { response, approval, playback } = state;
  return (
    response.active.phase === 'none' &&
    !response.queued &&
    approval.calls.length === 0 &&
    playback.flushing === undefined &&
    !isSounding(state)
  );
}

/** Whether the agent speaks first. One with instructions of its own may; it is given the time to. */
function greets({ options, reportedSession }: SessionState): boolean {
  return options.agent === true || (reportedSession?.greeting ?? null) !== null;
}

/** The last turn that the session heard to its end. */
function newestHeard({ transcript }: SessionState): string | undefined {
  return transcript.findLast((entry) => entry.kind === 'user' && entry.phase !== 'speaking')?.key;
}
