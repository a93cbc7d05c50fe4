import { Evidence } from '../../src/script/check/evidence.js';
import { evaluate } from '../../src/script/check/evaluate.js';
import type { Check } from '../../src/script/model/check.js';
import type { CheckResult } from '../../src/script/model/result.js';
import type { Script } from '../../src/script/model/script.js';
import type { StepMark } from '../../src/script/model/step-mark.js';
import type { Judge } from '../../src/script/judge/judge.js';
import type { RecordingReport } from '../../src/analysis/report.js';
import { initialState } from '../../src/session/initial-state.js';
import type { SessionOptions } from '../../src/session/state.js';
import { update } from '../../src/session/update.js';
import { SessionScript, handsFree } from './session.js';

export const somewhere = { file: 'weather.yaml', line: 7, column: 5 };

/** A check without its place and name. */
export type Expectation = Check extends infer Each
  ? Each extends Check
    ? Omit<Each, 'place' | 'name'>
    : never
  : never;

export function check(expectation: Expectation): Check {
  return { place: somewhere, name: expectation.type, ...expectation };
}

export function scriptOf(
  steps: readonly (readonly Check[])[],
  checks: readonly Check[] = [],
): Script {
  return {
    name: 'weather',
    file: 'weather.yaml',
    options: {},
    steps: steps.map((each) => ({
      place: somewhere,
      action: { type: 'intent', intent: { type: 'say', text: 'hello' } },
      at: { type: 'settled' },
      checks: each,
    })),
    checks,
  };
}

/** A session in which the steps of a script are marked; ids of items and responses end with their number. */
export class ScriptedSession {
  readonly session: SessionScript;
  readonly #options: SessionOptions;
  readonly #marks: StepMark[] = [];
  #steps = 0;
  #responses = 0;

  constructor(options: Partial<SessionOptions> = {}) {
    this.#options = { ...handsFree, ...options };
    this.session = new SessionScript(this.#options).ready();
  }

  /** The next step begins. */
  step(said?: string): void {
    this.#marks.push({
      step: this.#steps,
      phase: 'start',
      nowMs: this.session.nowMs,
      inputs: this.session.inputs.length,
      ...(said === undefined ? {} : { said }),
    });
    this.#steps += 1;
  }

  /** The user types, and what is to be sent for it is sent. */
  type(text: string): void {
    this.session.effects = [];
    this.session.intent({ type: 'say', text });
    for (const effect of this.session.effects)
      if (effect.type === 'send')
        this.session.input({ type: 'sent', raw: { ...effect.event }, bytes: 100 });
    this.session.effects = [];
  }

  /** The user speaks, and the service writes it down. */
  speak(itemId: string, transcript: string): void {
    const { session } = this;
    session.append(5);
    session.server({
      type: 'input_audio_buffer.speech_started',
      audio_start_ms: 0,
      item_id: itemId,
    });
    session.append(25);
    session.server({
      type: 'input_audio_buffer.speech_stopped',
      audio_end_ms: 500,
      item_id: itemId,
    });
    session.server({ type: 'input_audio_buffer.committed', item_id: itemId });
    session.server({
      type: 'conversation.item.input_audio_transcription.completed',
      item_id: itemId,
      content_index: 0,
      transcript,
    });
  }

  /** A response begins; returns its id and that of its item. */
  begin(): { readonly response_id: string; readonly item_id: string } {
    this.#responses += 1;
    const response_id = `resp_${this.#responses}`;
    this.session.server({
      type: 'response.created',
      response: { id: response_id, status: 'in_progress' },
    });
    return { response_id, item_id: `item_${this.#responses}` };
  }

  write(ids: { readonly response_id: string; readonly item_id: string }, delta: string): void {
    this.session.server({
      type: 'response.text.delta',
      ...ids,
      output_index: 0,
      content_index: 0,
      delta,
    });
  }

  /** Words and their audio. */
  speakReply(
    ids: { readonly response_id: string; readonly item_id: string },
    delta: string,
    seconds: number,
  ): void {
    const place = { ...ids, output_index: 0, content_index: 0 };
    this.session.server({ type: 'response.audio_transcript.delta', ...place, delta });
    this.session.server(
      { type: 'response.audio.delta', ...place, delta: 'AAAA' },
      seconds * 24_000,
    );
    this.session.server({ type: 'response.audio.done', ...place });
  }

  call(
    ids: { readonly response_id: string },
    name: string,
    given: string,
    call_id = `call_${name}`,
  ): void {
    const item_id = `item_${call_id}`;
    const item = {
      id: item_id,
      type: 'function_call',
      status: 'in_progress',
      call_id,
      name,
      arguments: '',
    };
    this.session.server({ type: 'response.output_item.added', ...ids, output_index: 0, item });
    this.session.server({
      type: 'response.function_call_arguments.done',
      ...ids,
      item_id,
      output_index: 0,
      call_id,
      name,
      arguments: given,
    });
  }

  end({ response_id }: { readonly response_id: string }, status = 'completed', tokens = 10): void {
    const usage = { input_tokens: 2 * tokens, output_tokens: tokens, total_tokens: 3 * tokens };
    this.session.server({ type: 'response.done', response: { id: response_id, status, usage } });
  }

  /** One turn, typed and answered in text. */
  turn(text: string, answer: string): void {
    this.step();
    this.type(text);
    const ids = this.begin();
    this.write(ids, answer);
    this.end(ids);
  }

  evidence(maxEvents?: number): Evidence {
    const evidence = new Evidence(initialState(this.#options), maxEvents);
    this.session.inputs.forEach((input, index) => {
      for (const mark of this.#marks) if (mark.inputs === index) evidence.mark(mark);
      evidence.input(input);
    });
    for (const mark of this.#marks)
      if (mark.inputs >= this.session.inputs.length) evidence.mark(mark);
    return evidence;
  }

  /** As `evidence`, taken from the states of a session while it runs. */
  watched(): Evidence {
    let state = initialState(this.#options);
    const evidence = new Evidence(state);
    const listeners: (() => void)[] = [];
    evidence.watch({
      getState: () => state,
      subscribe: (listener) => {
        listeners.push(listener);
        return () => undefined;
      },
    });
    this.session.inputs.forEach((input, index) => {
      for (const mark of this.#marks) if (mark.inputs === index) evidence.mark(mark);
      evidence.input(input);
      ({ state } = update(state, input));
      for (const listener of listeners) listener();
    });
    return evidence;
  }

  /** The result of one check of one step, or of the whole session without a step. */
  async result(
    expectation: Expectation,
    step?: number,
    { report, judge }: { readonly report?: RecordingReport; readonly judge?: Judge } = {},
  ): Promise<CheckResult> {
    const steps = Array.from({ length: Math.max(this.#steps, (step ?? -1) + 1) }, (_, index) =>
      index === step ? [check(expectation)] : [],
    );
    const script = scriptOf(steps, step === undefined ? [check(expectation)] : []);
    const [result] = await evaluate(script, this.evidence(), report, judge);
    if (result === undefined) throw new Error('there is no result');
    return result;
  }
}
