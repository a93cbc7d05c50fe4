import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createAudioEngine } from '../../src/audio/engine.js';
import type { BackendName } from '../../src/audio/kernel/engine-types.js';
import { bytesToSamples, samplesToBytes } from '../../src/audio/pure/pcm.js';
import { virtualSoundVariables } from '../../test/helpers/virtual-sound.js';
import { tenth, type Figure } from './figures.js';
import { hasPulseAudio } from './virtual-card.js';
import { loudSample, toneSample } from './tone-service.js';

const run = promisify(execFile);
const card = 'scripts/virtual-sound.sh';
const rateHz = 24_000;
const format = ['--raw', '--format=s16le', `--rate=${rateHz}`, '--channels=1'];
const busyLoops = 2;
/** Of the control; the backends hold as much with `--low-latency`. */
const controlDepthMs = 60;
/** A shorter one is a click, not a gap. */
const leastGapMs = 1;

interface Heard {
  readonly gaps: number;
  readonly gapMs: number;
  readonly soundMs: number;
}

/** Counts the gaps in the steady sound of a sink. */
function countGaps(sink: string): () => Heard {
  const recorder = spawn('parec', ['-d', `${sink}.monitor`, ...format, '--latency-msec=50'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let quiet = 0;
  let loud = 0;
  let gaps = 0;
  let gapSamples = 0;
  recorder.stdout.on('data', (chunk: Buffer) => {
    for (const sample of bytesToSamples(chunk)) {
      quiet += 1;
      if (Math.abs(sample) <= loudSample) continue;
      if (loud > 0 && quiet > (leastGapMs * rateHz) / 1000) {
        gaps += 1;
        gapSamples += quiet;
      }
      quiet = 0;
      loud += 1;
    }
  });
  return () => {
    recorder.kill();
    const ms = (samples: number): number => (samples * 1000) / rateHz;
    return { gaps, gapMs: ms(gapSamples), soundMs: ms(loud) };
  };
}

const tone = (seconds: number): Int16Array => new Int16Array(rateHz * seconds).fill(toneSample);

async function measure(
  backend: BackendName,
  seconds: number,
): Promise<{ ours: Heard; control: Heard }> {
  const [ours, control] = [countGaps('voicelive_speaker'), countGaps('control')];
  const engine = createAudioEngine({
    inputRateHz: rateHz,
    outputRateHz: rateHz,
    microphone: 'default',
    speaker: 'default',
    lowLatency: true,
    backend,
  });
  await engine.start(() => undefined);
  const depth = `--latency-msec=${String(controlDepthMs)}`;
  const player = spawn('pacat', ['-d', 'control', ...format, depth], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const loops = Array.from({ length: busyLoops }, () =>
    spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' }),
  );
  const ended = [player, ...loops].map((child) => once(child, 'close'));
  try {
    player.stdin.end(samplesToBytes(tone(seconds)));
    engine.play('tone', 0, tone(seconds));
    engine.finish('tone', 0);
    // What was held up comes later.
    await wait(seconds * 1000 + 5000);
    return { ours: ours(), control: control() };
  } finally {
    for (const each of [player, ...loops]) each.kill();
    await Promise.all(ended);
    await engine.close();
  }
}

/** L9: sound lost with `--low-latency` beside two busy processes; the control plays with `pacat` at the same time. */
export async function gapsUnderLoad(seconds: number): Promise<readonly Figure[]> {
  if (!hasPulseAudio()) return [];
  const folder = await mkdtemp(join(tmpdir(), 'voicelive-bench-card-'));
  Object.assign(process.env, await virtualSoundVariables(join(folder, 'card')));
  await run(card, ['up']);
  try {
    await run('pactl', ['load-module', 'module-null-sink', 'sink_name=control', 'rate=48000']);
    const figures: Figure[] = [];
    for (const backend of ['pulse', 'portaudio'] as const) {
      const { ours, control } = await measure(backend, seconds);
      const lostMs = seconds * 1000 - ours.soundMs;
      const text = ({ gaps, gapMs, soundMs }: Heard): string =>
        `${tenth(seconds * 1000 - soundMs)} ms lost, ${gaps} gaps of ${tenth(gapMs)} ms in all`;
      figures.push({
        id: 'L9',
        what: `${seconds} s of sound with \`--low-latency --audio-backend ${backend}\` beside ${busyLoops} busy processes, at the monitor; \`pacat\` at the same time with ${controlDepthMs} ms`,
        target: 'no more gaps than the control',
        result: `${text(ours)}; ${text(control)}`,
        met: ours.gaps <= control.gaps,
        values: {
          lostMs: tenth(lostMs),
          ...ours,
          controlGaps: control.gaps,
          controlGapMs: control.gapMs,
        },
      });
    }
    return figures;
  } finally {
    await run(card, ['down']);
    await rm(folder, { recursive: true, force: true });
  }
}
