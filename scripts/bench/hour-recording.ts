import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wavHeader } from '../../src/audio/pure/wav.js';
import { LogWriter } from '../../test/helpers/log-writer.js';

const rateHz = 24_000;
const frame = 480;
const frameMs = 20;
/** A turn: the person speaks for three seconds, the answer begins 600 ms later and takes five. */
const turnFrames = 500;
const speech = { from: 0, to: 150 };
const reply = { from: 180, to: 430 };
/** Deltas of one reply. */
const textDeltas = 192;
const audioDeltas = 50;

const session = {
  id: 'sess_1',
  model: 'gpt-realtime',
  modalities: ['text', 'audio'],
  voice: { type: 'openai', name: 'alloy' },
  turn_detection: { type: 'server_vad', prefix_padding_ms: 0 },
  input_audio_transcription: { model: 'whisper-1' },
};

/** What was written. */
export interface HourRecording {
  readonly lines: number;
  readonly inputs: number;
  readonly turns: number;
}

/** Writes a recording of so many seconds as the recorder does, with sound in it. */
export async function writeHour(folder: string, seconds: number): Promise<HourRecording> {
  await mkdir(folder, { recursive: true });
  await writeSound(join(folder, 'session.wav'), seconds);
  const log = new LogWriter();
  const turns = Math.floor(seconds / 10);
  log.ready(session);
  for (let turn = 0; turn < turns; turn += 1) writeTurn(log, turn);
  const { lines, inputs } = log.end();
  await writeFile(join(folder, 'events.jsonl'), `${lines.join('\n')}\n`);
  return { lines: lines.length, inputs, turns };
}

const syllables = 'ba del fo gir hu kam lon mi nar pel qui ros su tan vo wex yil za'.split(' ');

/** Words that differ, as those of people do: of one to three syllables. */
function wordAt(turn: number, n: number): string {
  const seed = (turn * 191 + n * 7919 + ((turn * n) % 613)) % 10_007;
  const picks = [seed % 18, Math.floor(seed / 18) % 18, Math.floor(seed / 324) % 18];
  return picks
    .slice(0, 1 + (seed % 3))
    .map((pick) => syllables[pick] ?? '')
    .join('');
}

function writeTurn(log: LogWriter, turn: number): void {
  const user = `item_u${turn}`;
  const id = `resp_${turn}`;
  const place = { response_id: id, item_id: `item_a${turn}`, output_index: 0, content_index: 0 };
  const turnMs = turn * turnFrames * frameMs;
  const replySamples = (reply.to - reply.from) * frame;
  for (let n = 0; n < turnFrames; n += 1) {
    const offset = (turn * turnFrames + n) * frame;
    log.nowMs = turnMs + (n + 1) * frameMs;
    log.input({
      type: 'sent',
      raw: { type: 'input_audio_buffer.append', audio: '<audio 960 bytes>' },
      bytes: 1327,
      audio: { track: 'microphone', offset, length: frame },
      lateMs: 0,
    });
    if (n % 5 === 0) log.input({ type: 'meters', microphoneDb: -20 - (n % 7), speakerDb: -30 });
    if (n === speech.from + 10)
      log.server({
        type: 'input_audio_buffer.speech_started',
        item_id: user,
        audio_start_ms: turnMs,
      });
    if (n === speech.to + 5) {
      const audio_end_ms = turnMs + speech.to * frameMs;
      log.server({ type: 'input_audio_buffer.speech_stopped', item_id: user, audio_end_ms });
      log.server({ type: 'input_audio_buffer.committed', item_id: user });
      log.server({ type: 'response.created', response: { id, status: 'in_progress' } });
      for (let delta = 0; delta < textDeltas; delta += 1) {
        const text = ` ${wordAt(turn, delta)}`;
        log.server({ type: 'response.audio_transcript.delta', ...place, delta: text });
        if (delta >= audioDeltas) continue;
        const samples = replySamples / audioDeltas;
        const audio = '<audio 4800 bytes>';
        log.server({ type: 'response.audio.delta', ...place, delta: audio }, samples);
      }
      const words = Array.from({ length: textDeltas }, (_, n) => wordAt(turn, n)).join(' ');
      log.server({
        type: 'conversation.item.input_audio_transcription.completed',
        item_id: user,
        content_index: 0,
        transcript: 'what is the weather like in the mountains today',
      });
      log.server({ type: 'response.audio.done', ...place });
      log.server({ type: 'response.audio_transcript.done', ...place, transcript: words });
      const usage = { total_tokens: 300, input_tokens: 200, output_tokens: 100 };
      log.server({
        type: 'response.done',
        response: { id, status: 'completed', output: [], usage },
      });
    }
    if (n >= reply.from && n < reply.to) {
      const run = {
        itemId: place.item_id,
        contentIndex: 0,
        fromSample: (n - reply.from) * frame,
        samples: frame,
        atSample: offset,
      };
      log.input({ type: 'played', runs: [run], depthMs: 0 });
    }
  }
}

/** Noise on the left, with a voice over it; a voice and digital silence on the right. */
async function writeSound(path: string, seconds: number): Promise<void> {
  const file = await open(path, 'w');
  const turnSamples = turnFrames * frame;
  const samples = new Int16Array(turnSamples * 2);
  for (let at = 0; at < turnSamples; at += 1) {
    const n = Math.floor(at / frame);
    const voice = n >= speech.from && n < speech.to ? 6000 * Math.sin(at / 10) : 0;
    samples[2 * at] = voice + ((at * 7919) % 61) - 30;
    samples[2 * at + 1] = n >= reply.from && n < reply.to ? 8000 * Math.sin(at / 17) : 0;
  }
  const turns = Math.floor(seconds / 10);
  await file.write(wavHeader(rateHz, 2, turns * samples.byteLength));
  for (let turn = 0; turn < turns; turn += 1) await file.write(samples);
  await file.close();
}
