import type { SessionOutput } from '../../session/session-output.js';
import type { SessionView } from '../../session/view.js';
import type { StepProblem } from '../model/result.js';
import type { StepMark } from '../model/step-mark.js';
import type { Action, Moment, Script, Step } from '../model/script.js';
import { silentFromMs, whenState, wordsSpoken } from '../turns.js';
import { unansweredReason } from '../unanswered.js';
import { answersCall, deedOf, type Deed, type Surroundings } from './actions.js';
import { waitFor, type MomentSources } from './moments.js';
import { SessionWatch, type Outcome, type StepLimit } from './session-watch.js';
import type { Stage } from './stage.js';

/** A session that a script can be performed in. */
export interface PerformedSession extends SessionView {
  attach(parts: { readonly outputs: readonly SessionOutput[] }): void;
}

/**
 * Performs the steps of a script, one after the other, until the last one is answered or the session is over. Attach it
 * before the session connects.
 * @returns steps that could not be done or were not answered
 */
export function performScript(
  session: PerformedSession,
  script: Script,
  stage: Stage,
): Promise<readonly StepProblem[]> {
  return new Performance(session, script, stage).run();
}

/** What comes after a step. */
type End = 'next' | 'last';

class Performance {
  readonly #session: PerformedSession;
  readonly #script: Script;
  readonly #stage: Stage;
  readonly #watch: SessionWatch;
  readonly #sources: MomentSources;
  readonly #around: Surroundings;
  readonly #problems: StepProblem[] = [];
  /** Audio that is to be sent until turn detection has seen the end of what was said last. */
  #silentFromMs = 0;
  /** The newest step that asks for an answer, how much had been said before, and its first line in the event log. */
  #asked: { readonly step: number; readonly words: number; readonly sequence: number } | undefined;

  constructor(session: PerformedSession, script: Script, stage: Stage) {
    this.#session = session;
    this.#script = script;
    this.#stage = stage;
    this.#watch = new SessionWatch(session, stage.clock);
    this.#sources = {
      ...stage,
      since: this.#watch.since,
      isSilent: ({ latency }) => latency.sentAudioMs >= this.#silentFromMs,
    };
    this.#around = {
      session,
      stage,
      watch: this.#watch,
      sources: this.#sources,
      onSpoken: () => {
        const state = session.getState();
        if (state.options.mode === 'hands-free') this.#silentFromMs = silentFromMs(state);
      },
    };
  }

  async run(): Promise<readonly StepProblem[]> {
    const { microphone } = this.#stage;
    this.#session.attach({ outputs: [this.#watch] });
    // How long connecting may take is the session's own matter.
    if (!(await whenState(this.#session, ({ connection }) => connection.phase === 'ready')))
      return [];
    microphone?.setNoise(this.#script.noise && this.#stage.sounds.noise(this.#script.noise));
    for (const [index, step] of this.#script.steps.entries())
      if ((await this.#perform(index, step)) === 'last') break;
    microphone?.end();
    return this.#problems;
  }

  async #perform(index: number, step: Step): Promise<End> {
    const limit = {
      fromMs: this.#stage.clock.nowMs(),
      ...(step.timeoutMs === undefined ? {} : { timeoutMs: step.timeoutMs }),
    };
    const deed = deedOf(index, step.action, this.#around);
    if (deed.fault !== undefined)
      return this.#endOf(index, { type: 'missed', reason: deed.fault, late: false });
    // Nothing settles while a call waits for this very step.
    const at: Moment =
      answersCall(step.action) && step.at.type === 'settled' ? { type: 'now' } : step.at;
    const begun = await this.#watch.until(
      {
        ...waitFor(at, this.#sources),
        act: () => {
          this.#begin(index, deed);
        },
      },
      limit,
    );
    if (begun.type !== 'met') return this.#endOf(index, begun);
    const done = (await deed.finish?.(limit)) ?? begun;
    const end =
      done.type === 'met' && this.#isAnswerAwaited(index)
        ? await this.#settle(index, limit)
        : this.#endOf(index, done);
    this.#mark(index, 'end');
    return end;
  }

  #begin(index: number, { beginsTurn, asks, begin }: Deed): void {
    this.#mark(index, 'start');
    this.#watch.since.startStep();
    if (beginsTurn) this.#watch.since.startTurn();
    if (asks) {
      const state = this.#session.getState();
      this.#asked = { step: index, words: wordsSpoken(state), sequence: state.nextLogSequence };
    }
    begin();
  }

  /** Not where the next step comes before the end of the answer, or is what the answer waits for. */
  #isAnswerAwaited(index: number): boolean {
    const next = this.#script.steps[index + 1];
    return next === undefined || (next.at.type === 'settled' && !answersCall(next.action));
  }

  async #settle(index: number, limit: StepLimit): Promise<End> {
    const outcome = await this.#watch.until(waitFor({ type: 'settled' }, this.#sources), limit);
    if (outcome.type !== 'met') {
      const end = this.#endOf(index, outcome);
      return end === 'next' ? 'last' : end;
    }
    const asked = this.#asked;
    this.#asked = undefined;
    if (asked !== undefined && wordsSpoken(this.#session.getState()) <= asked.words)
      this.#note(asked.step, unansweredReason(this.#session.getState(), asked.sequence));
    return 'next';
  }

  /** After a step that came too late those after it would only be late as well. */
  #endOf(index: number, outcome: Outcome): End {
    if (outcome.type === 'met') return 'next';
    if (outcome.type === 'over') return 'last';
    this.#note(index, outcome.reason);
    return outcome.late ? 'last' : 'next';
  }

  #note(index: number, reason: string): void {
    const step = this.#script.steps[index];
    if (step !== undefined) this.#problems.push({ place: step.place, step: index, reason });
  }

  #mark(index: number, phase: StepMark['phase']): void {
    const action = this.#script.steps[index]?.action;
    const { nowMs, inputs } = this.#watch;
    this.#stage.onStep({
      step: index,
      phase,
      nowMs,
      inputs,
      ...wordsOf(action),
    });
  }
}

/** What is said in a step, as far as the script knows. */
function wordsOf(action: Action | undefined): Pick<StepMark, 'said'> {
  if (action?.type === 'say') return { said: action.text };
  return action?.type === 'play' && action.said !== undefined ? { said: action.said } : {};
}
