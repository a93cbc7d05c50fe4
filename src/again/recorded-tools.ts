import { setTimeout as delay } from 'node:timers/promises';
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
): ToolRunner {
  const recorded = new InOrder<RecordedResult>();
  for (const result of results) recorded.add(callKey(result), result);
  const closing = new AbortController();
  return {
    load: (path) => real.load(path),
    async run(call): Promise<ToolOutcome> {
      const found = recorded.take(callKey(call));
      if (found === undefined) return runs(call.name) ? real.run(call) : unrecorded(call, results);
      const { ok, output, elapsedMs } = found;
      // A session that closes does not wait for it.
      await delay(elapsedMs, undefined, { signal: closing.signal }).catch(() => undefined);
      return { ok, output, elapsedMs };
    },
    async close() {
      closing.abort();
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
