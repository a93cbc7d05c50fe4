import type { SessionView } from '../../src/session/view.js';
import { openTui } from '../../src/tui/open-tui.js';
import { soundUnderLoad } from '../../test/sound/load/sound-under-load.js';
import { percentile, tenth, type Figure } from './figures.js';
import { NoTerminal } from './no-terminal.js';

const frameMs = 20;

/** The user's screen, on a terminal that accepts everything. */
function screen(view: SessionView): { close(): Promise<void> } {
  const terminal = new NoTerminal();
  return openTui(view, { stdin: terminal, stdout: terminal, theme: 'terminal', colorDepth: 1 });
}

/** L1: the delay the program adds to a microphone frame on its way to the socket while the service sends fast. */
export async function microphoneToSocket(seconds: number): Promise<Figure> {
  const load = { seconds, wordsPerSecond: 500, bigPerSecond: 0, misbehaves: false };
  const { delaysMs } = await soundUnderLoad({ ...load, show: screen });
  const bare = await soundUnderLoad(load);
  const p99 = percentile(delaysMs, 0.99);
  const p50 = percentile(delaysMs, 0.5);
  const bareP99 = percentile(bare.delaysMs, 0.99);
  return {
    id: 'L1',
    what: 'microphone frame from the audio host to the socket at 500 events/s with the screen on; without a screen',
    target: 'p99 ≤ 20 ms',
    result: `p99 ${tenth(p99)} ms, p50 ${tenth(p50)} ms of ${delaysMs.length}; p99 ${tenth(bareP99)} ms`,
    met: p99 <= frameMs,
    values: {
      p99Ms: tenth(p99),
      p50Ms: tenth(p50),
      frames: delaysMs.length,
      withoutScreenP99Ms: tenth(bareP99),
    },
  };
}

/** L1: what is lost when the program's own code, the garbage collector and huge events stall it. */
export async function soundWithoutLoss(seconds: number): Promise<Figure> {
  const outcome = await soundUnderLoad({
    seconds,
    wordsPerSecond: 500,
    bigPerSecond: 1,
    misbehaves: true,
    show: screen,
  });
  const { engine, wire, frames, replies, whole, gaps, bigEvents, collections } = outcome;
  const lost = engine.lost + wire.lost;
  const reordered = engine.reordered + wire.reordered;
  const longest = tenth(Math.max(...outcome.delaysMs));
  return {
    id: 'L1',
    what: `${seconds} s to the service and from it, main thread blocked 100 ms twice a second, ${collections.major} major collections, ${bigEvents} events of 20,000 objects`,
    target: '0 lost, 0 reordered, 0 gaps',
    result: `${lost} lost, ${reordered} reordered of ${frames} frames; ${gaps} gaps in ${replies} replies; held up for ${longest} ms at most`,
    met: lost === 0 && reordered === 0 && gaps === 0 && whole === replies,
    values: {
      lostAtEngine: engine.lost,
      lostAtWire: wire.lost,
      reordered,
      frames,
      gaps,
      replies,
      whole,
      bigEvents,
      majorCollections: collections.major,
      longestCollectionMs: tenth(collections.longestMs),
      longestDelayMs: longest,
    },
  };
}
