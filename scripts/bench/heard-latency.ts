import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { StereoLevelMeter } from '../../src/audio/pure/frame-levels.js';
import { bytesToSamples } from '../../src/audio/pure/pcm.js';
import { findVoice, joinVoice, type VoiceSpan } from '../../src/audio/pure/voice-activity.js';
import { readRecording } from '../../src/recording/reader.js';
import { replayState } from '../../src/recording/replay.js';
import { isSettled } from '../../src/session/selectors.js';
import type { SessionState } from '../../src/session/state.js';
import { monotonicMs } from '../../src/shared/clock.js';
import { tenth, type Figure } from './figures.js';

const run = promisify(execFile);
const rateHz = 24_000;
const withinMs = 40;
/** Pauses between words. */
const pauseMs = 400;
const question = 'what time is it';

/** A side of the virtual card, from now on. */
function listen(side: string, env: NodeJS.ProcessEnv): { stop: () => readonly VoiceSpan[] } {
  const format = ['--format=s16le', `--rate=${rateHz}`, '--channels=1', '--latency-msec=20'];
  const recorder = spawn('parec', ['-d', `voicelive_${side}.monitor`, ...format], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
  let startMs = Number.POSITIVE_INFINITY;
  recorder.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    // Sound can come late but never early, so the earliest is the true one.
    startMs = Math.min(startMs, monotonicMs() - (bytes * 500) / rateHz);
  });
  return {
    stop: () => {
      recorder.kill();
      const meter = new StereoLevelMeter(rateHz);
      const samples = bytesToSamples(Buffer.concat(chunks));
      meter.push(Int32Array.from(samples, (sample) => sample & 0xffff));
      const at = (ms: number): number => startMs + ms;
      return joinVoice(findVoice(meter.end().left.power), pauseMs).map((span) => ({
        startMs: at(span.startMs),
        endMs: at(span.endMs),
      }));
    },
  };
}

async function stateOf(folder: string): Promise<SessionState | undefined> {
  const [name] = await readdir(folder).catch(() => []);
  if (name === undefined) return undefined;
  const recording = await readRecording(join(folder, name)).catch(() => undefined);
  return recording && replayState(recording);
}

async function until(
  folder: string,
  isSo: (state: SessionState) => boolean,
): Promise<SessionState> {
  for (let tries = 0; tries < 300; tries += 1) {
    const state = await stateOf(folder);
    if (state !== undefined && isSo(state)) return state;
    await wait(100);
  }
  throw new Error('the program did not answer within 30 s');
}

/** Questions asked aloud: the latency that the program shows, and the one that a listener in the room measures. */
async function ask(
  turns: number,
  env: NodeJS.ProcessEnv,
  folder: string,
): Promise<readonly { shownMs: number; heardMs: number }[]> {
  const speech = join(folder, 'question.wav');
  await run('espeak-ng', ['-v', 'en-us', '-s', '130', '-w', speech, question]);
  const recordings = join(folder, 'recordings');
  const talk = ['bin/voicelive.js', 'talk', '--emulator', '--mic', 'default'];
  const program: ChildProcess = spawn(process.execPath, [...talk, '--record', recordings], {
    env,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  try {
    await until(recordings, ({ connection }) => connection.phase === 'ready');
    const room = listen('room', env);
    const speaker = listen('speaker', env);
    await wait(1500);
    for (let turn = 1; turn <= turns; turn += 1) {
      await run('paplay', ['-d', 'voicelive_room', speech], { env });
      await until(
        recordings,
        (state) => state.latency.answerMs.length === turn && isSettled(state),
      );
      await wait(700 + ((turn * 7) % 20));
    }
    const said = room.stop();
    const heard = speaker.stop();
    const { latency } = await until(recordings, () => true);
    return latency.answerMs.map((shownMs, index) => ({
      shownMs,
      heardMs: (heard[index]?.startMs ?? Number.NaN) - (said[index]?.endMs ?? Number.NaN),
    }));
  } finally {
    program.stdin?.end();
    await new Promise((resolve) => program.once('close', resolve));
  }
}

/** L5b: the latency that the program shows against the one that is heard on a virtual sound card. */
export async function heardLatency(turns: number): Promise<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'voicelive-heard-'));
  const base = { ...process.env, VL_SOUND_DIR: join(folder, 'card') };
  const { stdout } = await run('scripts/virtual-sound.sh', ['env'], { env: base });
  const given = [...stdout.matchAll(/^export (\w+)=(.*)$/gm)];
  const env: NodeJS.ProcessEnv = { ...base };
  for (const [, name = '', value = ''] of given) env[name] = value;
  await run('scripts/virtual-sound.sh', ['up'], { env });
  try {
    const times = await ask(turns, env, folder);
    const off = times.map(({ shownMs, heardMs }) => heardMs - shownMs);
    const within = off.filter((ms) => Math.abs(ms) <= withinMs).length;
    const [least, most] = [tenth(Math.min(...off)), tenth(Math.max(...off))];
    return {
      id: 'L5b',
      what: 'latency shown for a turn against end of speech (room) to first voice (monitor of the speaker), real virtual sound',
      target: `every turn within ${withinMs} ms`,
      result: `${within} of ${turns} turns; heard minus shown ${least} to ${most} ms`,
      met: within === turns,
      values: { turns, within, least, most },
    };
  } finally {
    await run('scripts/virtual-sound.sh', ['down'], { env });
    await rm(folder, { recursive: true, force: true });
  }
}
