import type { Output } from '../scenario/outputs.js';
import { CallStream } from './call-stream.js';
import { MessageStream } from './message-stream.js';
import type { RunHandle } from './run-handle.js';
import { textPieces } from './text-tokens.js';
import { textDeltaMs } from './timetable.js';

type OutputOf<Type extends Output['type']> = Extract<Output, { readonly type: Type }>;

/** Side events of the session are sent after this many deltas. */
export const sideEventAfterDeltas = 3;

/** Sends a text piece by piece, as fast as a model writes, until it is complete or the response has ended. */
export async function sendPieces(
  run: RunHandle,
  text: string,
  append: (piece: string) => void,
): Promise<void> {
  const { pace, sideEvents } = run.context;
  let atMs = pace.nowMs();
  for (const [index, piece] of textPieces(text).entries()) {
    await pace.until(atMs);
    if (run.stopped(1)) return;
    append(piece);
    run.countText(1);
    if (index + 1 === sideEventAfterDeltas) sideEvents.sendNext();
    atMs = Math.max(atMs + textDeltaMs, pace.nowMs());
  }
}

export async function writeMessage(run: RunHandle, output: OutputOf<'message'>): Promise<void> {
  const stream = new MessageStream(run, run.place(), undefined);
  run.open(stream);
  await sendPieces(run, output.text, (piece) => {
    stream.appendText(piece);
  });
  if (output.cutOff !== undefined && !run.stopped()) {
    run.end('incomplete', { type: 'incomplete', reason: output.cutOff });
  }
  run.closeStream('completed');
}

export async function callFunction(run: RunHandle, output: OutputOf<'call'>): Promise<void> {
  const stream = new CallStream(run.context, run.place(), output.name, output.callId);
  run.open(stream);
  await sendPieces(run, output.arguments, (piece) => {
    stream.appendArguments(piece);
  });
  run.closeStream('completed');
}
