import type { SessionView } from '../../src/session/view.js';
import { soundUnderLoad } from '../../test/sound/load/sound-under-load.js';
import { percentile, tenth, type Figure } from './figures.js';
import { NoTerminal } from './no-terminal.js';

const frameMs = 20;

/** Ink as it is in the program: React must be told before it is loaded. */
async function screen(): Promise<(view: SessionView) => { close(): Promise<void> }> {
  process.env['NODE_ENV'] = 'production';
  const { openTui } = await import('../../src/tui/open-tui.js');
  return (view) => {
    const terminal = new NoTerminal();
    return openTui(view, { stdin: terminal, stdout: terminal, color: true });
  };
}

/** L1: what the program adds to the way of a microphone frame to the socket while the service talks fast. */
export async function microphoneToSocket(seconds: number): Promise<Figure> {
  const { delaysMs } = await soundUnderLoad({
    seconds,
    wordsPerSecond: 500,
    bigPerSecond: 0,
    misbehaves: false,
    show: await screen(),
  });
  const p99 = percentile(delaysMs, 0.99);
  return {
    id: 'L1',
    what: 'microphone frame from the audio host to the socket at 500 events/s with the screen on',
    target: 'p99 ≤ 20 ms',
    result: `p99 ${tenth(p99)} ms of ${delaysMs.length} frames`,
    met: p99 <= frameMs,
    values: { p99Ms: tenth(p99), frames: delaysMs.length },
  };
}

/** L1: what is lost when the program is held up by itself, by the collector and by huge events. */
export async function soundWithoutLoss(seconds: number): Promise<Figure> {
  const outcome = await soundUnderLoad({
    seconds,
    wordsPerSecond: 500,
    bigPerSecond: 1,
    misbehaves: true,
    show: await screen(),
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
