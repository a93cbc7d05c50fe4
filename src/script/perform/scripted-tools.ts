import type { Clock } from '../../shared/clock.js';
import type { ToolOutcome, ToolRunner } from '../../tools/tool-call.js';

interface HeldCall {
  readonly name: string;
  readonly sinceMs: number;
  readonly answer: (outcome: ToolOutcome) => void;
}

/** Tools that a script plays: a call waits until the script has its result. */
export class ScriptedTools {
  readonly #names: ReadonlySet<string>;
  readonly #clock: Clock;
  #held: readonly HeldCall[] = [];

  constructor(names: readonly string[], clock: Clock) {
    this.#names = new Set(names);
    this.#clock = clock;
  }

  /** @param real runs the tools that the script does not play */
  over(real: ToolRunner): ToolRunner {
    return {
      load: (path) => real.load(path),
      run: (call) =>
        this.#names.has(call.name)
          ? new Promise((answer) => {
              const sinceMs = this.#clock.nowMs();
              this.#held = [...this.#held, { name: call.name, sinceMs, answer }];
            })
          : real.run(call),
      close: () => {
        this.#held = [];
        return real.close();
      },
    };
  }

  /** Names of the tools whose calls wait for the script. */
  get held(): readonly string[] {
    return this.#held.map(({ name }) => name);
  }

  /** Answers the oldest call of a tool; false when there is none. */
  answer(name: string, { ok, output }: Pick<ToolOutcome, 'ok' | 'output'>): boolean {
    const call = this.#held.find((each) => each.name === name);
    if (call === undefined) return false;
    this.#held = this.#held.filter((each) => each !== call);
    call.answer({ ok, output, elapsedMs: Math.round(this.#clock.nowMs() - call.sinceMs) });
    return true;
  }
}
