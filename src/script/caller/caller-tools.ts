import { isJsonObject } from '../../shared/json.js';
import { sanitise } from '../../shared/sanitise.js';
import type { ToolCall, ToolOutcome, ToolRunner } from '../../tools/tool-call.js';

/** What the caller came to. */
export interface Conclusion {
  readonly reached: boolean;
  readonly reason: string;
}

const maxReason = 500;

/** The functions with which the caller ends the conversation. The first call counts; none is answered. */
export class CallerTools implements ToolRunner {
  /** Called with the conclusion. */
  onConclusion: () => void = () => undefined;
  #conclusion: Conclusion | undefined;

  get conclusion(): Conclusion | undefined {
    return this.#conclusion;
  }

  load(): Promise<never> {
    return Promise.reject(new Error('a caller has no tool files'));
  }

  run({ name, arguments: given }: ToolCall): Promise<ToolOutcome> {
    this.#conclusion ??= { reached: name === 'goal_reached', reason: reasonIn(given) };
    this.onConclusion();
    return new Promise(() => undefined);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function reasonIn(given: string): string {
  let reason: unknown;
  try {
    const parsed: unknown = JSON.parse(given);
    reason = isJsonObject(parsed) ? parsed['reason'] : undefined;
  } catch {
    // What a model writes need not be JSON; the call counts all the same.
  }
  if (typeof reason !== 'string' || reason.trim() === '') return 'no reason given';
  return sanitise(reason.trim()).slice(0, maxReason);
}
