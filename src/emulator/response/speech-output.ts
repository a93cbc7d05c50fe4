import { samplesToMs } from '../../audio/pure/pcm.js';
import { formatRateHz } from '../../audio/pure/sample-rates.js';
import { during } from '../../shared/clock.js';
import type { Output } from '../scenario/outputs.js';
import { voiceNameOf } from '../kernel/session-values.js';
import { MessageStream } from './message-stream.js';
import type { RunHandle } from './run-handle.js';
import { audioOf, type AudioChunk } from './audio-source.js';
import { sideEventAfterDeltas } from './text-output.js';
import { textPieces } from './text-tokens.js';
import { audioDeltaMs, pieceDueMs } from './timetable.js';

type Message = Extract<Output, { readonly type: 'message' }>;

/** Sends an assistant message as audio, with its transcript, annotations and timed events. */
export async function speakMessage(run: RunHandle, output: Message): Promise<void> {
  const { context, settings } = run;
  const rateHz = formatRateHz(settings.format);
  const stream = new MessageStream(run, run.place(), { format: settings.format, rateHz });
  run.open(stream);
  const voiceName = voiceNameOf(settings.voice);
  const sound = audioOf(output, { voice: context.voice, voiceName, rateHz }, context.jitter);
  try {
    await interleave(run, stream, output.text, sound, rateHz);
  } finally {
    await sound.return(undefined);
  }
  if (!run.stopped()) {
    for (const annotation of output.annotations) stream.annotate(annotation);
    const { cutOff } = output;
    if (cutOff !== undefined) run.end('incomplete', { type: 'incomplete', reason: cutOff });
  }
  run.closeStream('completed');
}

/** Sends transcript and audio, each on its own schedule; whichever is due first goes first. */
async function interleave(
  run: RunHandle,
  stream: MessageStream,
  text: string,
  sound: AsyncGenerator<AudioChunk>,
  rateHz: number,
): Promise<void> {
  const { clock, pace, profile, jitter, sideEvents, drained } = run.context;
  const pieces = textPieces(text);
  const startMs = pace.nowMs();
  const nextChunk = (): Promise<IteratorResult<AudioChunk>> => {
    const coming = during(clock, sound.next());
    // Awaited below; a failure while only text is sent must not count as unhandled.
    coming.catch(() => undefined);
    return coming;
  };
  let chunk = nextChunk();
  let soundMs = startMs + jitter.between(...profile.firstAudioMs);
  let pieceIndex = 0;
  let soundLeft = true;
  let deltas = 0;
  while (!run.stopped() && (soundLeft || pieceIndex < pieces.length)) {
    const piece = pieces[pieceIndex];
    const pieceMs = startMs + pieceDueMs(profile.modelClass, pieceIndex, stream.text.length);
    if (piece !== undefined && (!soundLeft || pieceMs <= soundMs)) {
      await pace.until(pieceMs);
      if (run.stopped(1)) return;
      stream.appendText(piece);
      run.countText(1);
      pieceIndex += 1;
      if (pieceIndex === sideEventAfterDeltas) sideEvents.sendNext();
      continue;
    }
    await pace.until(soundMs);
    const next = await chunk;
    if (run.stopped()) return;
    if (next.done === true) {
      soundLeft = false;
      continue;
    }
    await drained();
    if (run.stopped()) return;
    stream.appendAudio(next.value.samples, next.value.words);
    run.countAudio(samplesToMs(next.value.samples.length, rateHz));
    chunk = nextChunk();
    deltas += 1;
    if (deltas === 1) sideEvents.sendNext();
    soundMs += audioDeltaMs;
  }
}
