import { systemClock, type Clock } from '../shared/clock.js';
import type { ToolCall, ToolOutcome, ToolRunner } from '../tools/tool-call.js';
import { callKey } from './call-key.js';
import { InOrder } from './in-order.js';
import type { RecordedResult } from './recorded-user.js';

const shownArguments = 200;
const shownCalls = 3;

/**
 * Answers calls with what the same calls answered in a recording, after as long as they took there. Other calls run for
 * real where that is allowed; else the model is told that there is no recorded result.
 * @param runs whether a tool may run for real
 */
export function recordedTools(
  results: readonly RecordedResult[],
  real: ToolRunner,
  runs: (name: string) => boolean,
  clock: Clock = systemClock,
): ToolRunner {
  const recorded = new InOrder<RecordedResult>();
  for (const result of results) recorded.add(callKey(result), result);
  const waiting = new Set<() => void>();
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const finish = (): void => {
        cancel();
        waiting.delete(finish);
        resolve();
      };
      const cancel = clock.after(ms, finish);
      waiting.add(finish);
    });
  return {
    load: (path) => real.load(path),
    async run(call): Promise<ToolOutcome> {
      const found = recorded.take(callKey(call));
      if (found === undefined) return runs(call.name) ? real.run(call) : unrecorded(call, results);
      const { ok, output, elapsedMs } = found;
      // A session that closes does not wait for it.
      await wait(elapsedMs);
      return { ok, output, elapsedMs };
    },
    async close() {
      for (const finish of waiting) finish();
      await real.close();
    },
  };
}

function unrecorded({ name }: ToolCall, results: readonly RecordedResult[]): ToolOutcome {
  const same = results.filter((result) => result.name === name).map((each) => each.arguments);
  const shown = [...new Set(same)]
    .slice(0, shownCalls)
    .map((each) => each.slice(0, shownArguments));
  const known =
    shown.length === 0
      ? 'The tool was not called there'
      : `Recorded arguments: ${shown.join(', ')}`;
  return {
    ok: false,
    output: `The recording has no result of ${name} for these arguments. ${known}.`,
    elapsedMs: 0,
  };
}
