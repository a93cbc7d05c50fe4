import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeWav } from '../../src/audio/pure/wav.js';
import type { SessionOptions } from '../../src/session/state.js';
import type { JsonObject } from '../../src/shared/json.js';
import { LogWriter } from './log-writer.js';
import { seeded } from './random-session.js';

const rateHz = 24_000;
const frame = 480;
const frameMs = 20;
const paddingMs = 300;

/** Sound of one side, milliseconds in the WAV. */
interface Burst {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a person says, and the service makes of it. */
interface KnownSpeech extends Burst {
  readonly text?: string;
  /** When the service notices that it began and ended, after that. */
  readonly startedAfterMs?: number;
  readonly stoppedAfterMs?: number;
}

/** What the assistant says. */
interface KnownReply extends Burst {
  readonly text: string;
  /** Received of it, if that is more than was heard. */
  readonly receivedMs?: number;
  /** Silence of the reply's own audio before the voice, and pauses in it. */
  readonly leadMs?: number;
  readonly pauses?: readonly Burst[];
  /** Silence where audio came too late. */
  readonly starved?: readonly Burst[];
  /** Its words with times from the start of its audio. */
  readonly words?: readonly (Burst & { readonly text: string })[];
}

/** A conversation whose every sample is known. */
export interface KnownConversation {
  readonly seconds: number;
  readonly speech: readonly KnownSpeech[];
  readonly replies: readonly KnownReply[];
  /** Noise on the left below the voice. */
  readonly noiseDb?: number;
  /** Where samples reach full scale. */
  readonly clipped?: readonly Burst[];
  /** Lines of the log, in the end, are left as they would be if the program had been killed. */
  readonly killed?: true;
  readonly options?: Partial<SessionOptions>;
}

const session = {
  id: 'sess_1',
  model: 'gpt-realtime',
  modalities: ['text', 'audio'],
  voice: { type: 'openai', name: 'alloy' },
  turn_detection: { type: 'server_vad', prefix_padding_ms: paddingMs },
  input_audio_transcription: { model: 'whisper-1' },
};

/** Writes a conversation as a recording: the log as the program would have written it, the WAV by the sample. */
export async function writeKnown(folder: string, known: KnownConversation): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'session.wav'), encodeWav(soundOf(known), rateHz, 2));
  await writeFile(join(folder, 'events.jsonl'), `${logOf(known).join('\n')}\n`);
}

/** A voice is a tone of a sixth of full scale on average; its samples are those of the milliseconds, rounded. */
function soundOf({
  seconds,
  speech,
  replies,
  noiseDb,
  clipped = [],
}: KnownConversation): Int16Array {
  const random = seeded(5);
  const samples = new Int16Array(seconds * rateHz * 2);
  const paint = (channel: 0 | 1, { fromMs, toMs }: Burst, at: (n: number) => number): void => {
    for (let n = Math.round(fromMs * 24); n < Math.round(toMs * 24); n += 1)
      samples[2 * n + channel] = at(n);
  };
  const tone = (n: number): number => Math.round(8000 * Math.sin(n / 9));
  for (const each of speech) paint(0, each, tone);
  for (const reply of replies) {
    paint(1, { fromMs: reply.fromMs + (reply.leadMs ?? 0), toMs: reply.toMs }, tone);
    for (const quiet of [...(reply.pauses ?? []), ...(reply.starved ?? [])])
      paint(1, quiet, () => 0);
  }
  // Noise of one sign and the other with the power of the voice, lowered.
  const size =
    (8000 / Math.SQRT2) * 10 ** ((noiseDb ?? Number.NEGATIVE_INFINITY) / 20) * Math.sqrt(3);
  for (let n = 0; n < samples.length; n += 2)
    samples[n] = (samples[n] ?? 0) + Math.round((random() * 2 - 1) * size);
  for (const each of clipped) paint(0, each, () => 32_767);
  return samples;
}

interface Due {
  readonly atMs: number;
  readonly run: (log: LogWriter) => void;
}

function logOf(known: KnownConversation): readonly string[] {
  const log = new LogWriter(known.options);
  log.nowMs = -1;
  log.ready(session);
  const dues = [
    ...microphone(known.seconds),
    ...known.speech.flatMap(speechEvents),
    ...known.replies.flatMap((reply, index) => replyEvents(reply, index, known.speech)),
  ].sort((left, right) => left.atMs - right.atMs);
  for (const { atMs, run } of dues) {
    log.nowMs = atMs;
    run(log);
  }
  return log.end(known.killed === undefined).lines;
}

function microphone(seconds: number): readonly Due[] {
  return Array.from({ length: seconds * (1000 / frameMs) }, (_, n) => ({
    atMs: (n + 1) * frameMs,
    run: (log: LogWriter) => {
      log.input({
        type: 'sent',
        raw: { type: 'input_audio_buffer.append', audio: '<audio 960 bytes>' },
        bytes: 1327,
        audio: { track: 'microphone', offset: n * frame, length: frame },
        lateMs: 0,
      });
    },
  }));
}

function speechEvents(speech: KnownSpeech, index: number): readonly Due[] {
  const { fromMs, toMs, text = 'hello', startedAfterMs = 40, stoppedAfterMs = 120 } = speech;
  const item_id = `item_u${index}`;
  const send = (atMs: number, event: JsonObject): Due => ({
    atMs,
    run: (log) => {
      log.server(event);
    },
  });
  return [
    send(fromMs + startedAfterMs, {
      type: 'input_audio_buffer.speech_started',
      item_id,
      audio_start_ms: Math.max(0, Math.round(fromMs - paddingMs)),
    }),
    send(toMs + stoppedAfterMs, {
      type: 'input_audio_buffer.speech_stopped',
      item_id,
      audio_end_ms: Math.round(toMs),
    }),
    send(toMs + stoppedAfterMs + 1, { type: 'input_audio_buffer.committed', item_id }),
    send(toMs + stoppedAfterMs + 60, {
      type: 'conversation.item.input_audio_transcription.completed',
      item_id,
      content_index: 0,
      transcript: text,
    }),
  ];
}

/** What is handed to the speaker is heard at once: its device has no depth. */
function replyEvents(
  reply: KnownReply,
  index: number,
  speech: readonly KnownSpeech[],
): readonly Due[] {
  const { fromMs, toMs, text, starved = [], words = [] } = reply;
  const id = `resp_${index}`;
  const item_id = `item_a${index}`;
  const place = { response_id: id, item_id, output_index: 0, content_index: 0 };
  const lostMs = starved.reduce((sum, each) => sum + each.toMs - each.fromMs, 0);
  const heardMs = toMs - fromMs - lostMs;
  const receivedMs = reply.receivedMs ?? heardMs;
  const isCut = receivedMs > heardMs;
  const cutBy = speech.find((each) => each.fromMs < toMs && each.fromMs > fromMs);
  const begins: Due = {
    atMs: fromMs - 50,
    run: (log) => {
      log.server({ type: 'response.created', response: { id, status: 'in_progress' } });
      log.server({ type: 'response.audio_transcript.delta', ...place, delta: text });
      log.server(
        { type: 'response.audio.delta', ...place, delta: '<audio>' },
        Math.round(receivedMs * 24),
      );
      for (const word of words)
        log.server({
          type: 'response.audio_timestamp.delta',
          ...place,
          text: word.text,
          audio_offset_ms: word.fromMs,
          audio_duration_ms: word.toMs - word.fromMs,
          timestamp_type: 'word',
        });
      if (isCut) return;
      log.server({ type: 'response.audio.done', ...place });
      log.server({ type: 'response.audio_transcript.done', ...place, transcript: text });
    },
  };
  const ends: Due = {
    atMs: isCut ? toMs : fromMs - 49,
    run: (log) => {
      const { flushing } = log.state.playback;
      if (isCut && flushing !== undefined) {
        const handedSamples = Math.round(heardMs * 24);
        const receivedSamples = Math.round(receivedMs * 24);
        log.input({
          type: 'flushed',
          flushId: flushing.flushId,
          items: [{ itemId: item_id, contentIndex: 0, receivedSamples, handedSamples }],
        });
      }
      const status = cutBy === undefined ? 'completed' : 'cancelled';
      const usage = { total_tokens: 30, input_tokens: 20, output_tokens: 10 };
      log.server({ type: 'response.done', response: { id, status, output: [], usage } });
    },
  };
  return [begins, ...runs(reply, item_id), ends];
}

function runs(reply: KnownReply, itemId: string): readonly Due[] {
  const { fromMs, toMs, starved = [] } = reply;
  const due: Due[] = [];
  let fromSample = 0;
  for (let atMs = fromMs; atMs < toMs;) {
    const gap = starved.find((each) => atMs >= each.fromMs && atMs < each.toMs);
    if (gap !== undefined) {
      atMs = gap.toMs;
      continue;
    }
    const nextGapMs = Math.min(
      ...starved.map((each) => each.fromMs).filter((ms) => ms > atMs),
      toMs,
    );
    const endMs = Math.min(atMs + frameMs, nextGapMs);
    const samples = Math.round(endMs * 24) - Math.round(atMs * 24);
    const run = { itemId, contentIndex: 0, fromSample, samples, atSample: Math.round(atMs * 24) };
    due.push({
      atMs,
      run: (log) => {
        log.input({ type: 'played', runs: [run], depthMs: samples / 24 });
      },
    });
    fromSample += samples;
    atMs = endMs;
  }
  return due;
}
