import { Worker } from 'node:worker_threads';

/** Ticks every 5 ms in a thread that does nothing else, and adds up how late the ticks are; a little late is usual. */
const ticker = `
const { parentPort } = require('node:worker_threads');
const tickMs = 5;
const usualMs = 2;
let heldUpMs = 0;
let dueMs = performance.now() + tickMs;
const tick = () => {
  const nowMs = performance.now();
  heldUpMs += Math.max(0, nowMs - dueMs - usualMs);
  dueMs = nowMs + tickMs;
};
const timer = setInterval(tick, tickMs);
parentPort.once('message', () => {
  clearInterval(timer);
  tick();
  parentPort.postMessage(heldUpMs);
});
`;

/**
 * Measures how long this machine left a bare thread without a processor: the control for what real sound may lose. Gives
 * what ends the measurement, with the milliseconds in all.
 */
export async function watchHoldUps(): Promise<() => Promise<number>> {
  const worker = new Worker(ticker, { eval: true });
  await new Promise((resolve) => worker.once('online', resolve));
  worker.unref();
  return async () => {
    const answer = new Promise<number>((resolve) => worker.once('message', resolve));
    worker.postMessage('end');
    const heldUpMs = await answer;
    await worker.terminate();
    return heldUpMs;
  };
}
