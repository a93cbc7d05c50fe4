import { PerformanceObserver, constants } from 'node:perf_hooks';
import { isJsonObject } from '../../../src/shared/json.js';
import { monotonicMs } from '../../../src/shared/clock.js';

const blockMs = 100;
const blockEveryMs = 500;
const litterEveryMs = 20;
const litterObjects = 15_000;
const litterBytes = 2_000_000;
/** What is kept for a while grows old, and only a major collection finds it. */
const keptLitters = 20;

/** How often and how long the collector stopped this process. */
export interface Collections {
  readonly major: number;
  readonly longestMs: number;
}

function block(ms: number): void {
  const untilMs = monotonicMs() + ms;
  while (monotonicMs() < untilMs);
}

/** Makes this process work badly: held up for 100 ms twice a second, and full of garbage. */
export function misbehave(): { stop(): Promise<Collections> } {
  let major = 0;
  let longestMs = 0;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const detail: unknown = 'detail' in entry ? entry.detail : undefined;
      const isMajor =
        isJsonObject(detail) && detail['kind'] === constants.NODE_PERFORMANCE_GC_MAJOR;
      if (isMajor) major += 1;
      longestMs = Math.max(longestMs, entry.duration);
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  const litters: object[][] = [];
  const littering = setInterval(() => {
    const things = Array.from({ length: litterObjects }, (_, n) => ({
      n,
      text: `${n}`,
      list: [n],
    }));
    litters.push([...things, new Uint8Array(litterBytes)]);
    if (litters.length > keptLitters) litters.shift();
  }, litterEveryMs);
  const blocking = setInterval(() => {
    block(blockMs);
  }, blockEveryMs);
  return {
    async stop() {
      clearInterval(littering);
      clearInterval(blocking);
      // The observer is told of collections in a later turn.
      await new Promise((resolve) => setImmediate(resolve));
      observer.disconnect();
      return { major, longestMs };
    },
  };
}
