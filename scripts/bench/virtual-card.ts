import { execFile, execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createAudioEngine } from '../../src/audio/engine.js';
import type { BackendName } from '../../src/audio/kernel/engine-types.js';
import { bytesToSamples, samplesToBytes } from '../../src/audio/pure/pcm.js';
import { monotonicMs } from '../../src/shared/clock.js';
import { percentile, tenth } from './figures.js';
import type { Figure } from './figures.js';

const run = promisify(execFile);
const rateHz = 24_000;
const frame = rateHz / 50;
const loud = 6000;
const script = 'scripts/virtual-sound.sh';

/** A way to play audio and to capture what was played. */
interface Path {
  play(samples: Int16Array): void;
  /** Drops what can still be dropped. */
  flush(): void;
  close(): Promise<void>;
}

type OnCaptured = (samples: Int16Array, atMs: number) => void;

interface Times {
  readonly roundTripMs: readonly number[];
  readonly tailMs: readonly number[];
}

function tone(samples: number): Int16Array {
  return new Int16Array(samples).fill(16_000);
}

async function measure(
  open: (onCaptured: OnCaptured) => Promise<Path>,
  trials: number,
): Promise<Times> {
  let firstLoudMs: number | undefined;
  let lastLoudMs = 0;
  const path = await open((samples, atMs) => {
    const at = (n: number): number => atMs - ((samples.length - n) * 1000) / rateHz;
    const first = samples.findIndex((sample) => Math.abs(sample) > loud);
    if (first === -1) return;
    firstLoudMs ??= at(first);
    lastLoudMs = at(samples.findLastIndex((sample) => Math.abs(sample) > loud));
  });
  const roundTripMs: number[] = [];
  const tailMs: number[] = [];
  try {
    await wait(2500);
    for (let n = 0; n < trials; n += 1) {
      firstLoudMs = undefined;
      const playMs = monotonicMs();
      path.play(tone(rateHz));
      await wait(400 + ((n * 7) % 20));
      const flushMs = monotonicMs();
      path.flush();
      await wait(500);
      // Assigned by the listener while this waited.
      const heardMs = [firstLoudMs].flatMap((ms?: number) => ms ?? [])[0];
      if (heardMs === undefined) continue;
      roundTripMs.push(heardMs - playMs);
      tailMs.push(lastLoudMs - flushMs);
    }
  } finally {
    await path.close();
  }
  return { roundTripMs, tailMs };
}

async function openEngine(
  backend: BackendName,
  lowLatency: boolean,
  onCaptured: OnCaptured,
): Promise<Path> {
  const engine = createAudioEngine({
    inputRateHz: rateHz,
    outputRateHz: rateHz,
    microphone: 'default',
    speaker: 'default',
    lowLatency,
    backend,
  });
  let count = 0;
  await engine.start((event) => {
    if (event.type === 'captured') onCaptured(event.frame.samples, event.frame.atMs);
  });
  return {
    play: (samples) => {
      engine.play(`item-${(count += 1)}`, 0, samples);
    },
    flush: () => {
      engine.flush(count);
    },
    close: () => engine.close(),
  };
}

/** Bare parec and pacat: a frame every 20 ms, one in the pipe. */
function openControl(onCaptured: OnCaptured): Promise<Path> {
  const format = [
    '--raw',
    '--format=s16le',
    `--rate=${rateHz}`,
    '--channels=1',
    '--latency-msec=20',
  ];
  const recorder = spawn('parec', format, { stdio: ['ignore', 'pipe', 'ignore'] });
  const player = spawn('pacat', format, { stdio: ['pipe', 'ignore', 'ignore'] });
  recorder.stdout.on('data', (chunk: Buffer) => {
    onCaptured(bytesToSamples(chunk), monotonicMs());
  });
  let queued = new Int16Array(0);
  const startMs = monotonicMs();
  let frames = 0;
  const pump = setInterval(() => {
    while (frames * 20 < monotonicMs() - startMs + 20) {
      const next = new Int16Array(frame);
      next.set(queued.subarray(0, frame));
      queued = queued.slice(frame);
      frames += 1;
      player.stdin.write(samplesToBytes(next));
    }
  }, 5);
  const gone = (child: ChildProcess): Promise<void> =>
    new Promise((resolve) => {
      child.once('close', () => {
        resolve();
      });
      child.kill();
    });
  return Promise.resolve({
    play: (samples) => {
      queued = samples.slice();
    },
    flush: () => {
      queued = new Int16Array(0);
    },
    close: async () => {
      clearInterval(pump);
      await Promise.all([gone(recorder), gone(player)]);
    },
  });
}

/** A virtual sound card can be opened. */
export function hasPulseAudio(): boolean {
  try {
    execFileSync('pulseaudio', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const ways: readonly {
  readonly name: string;
  readonly mostMs: number | undefined;
  /** Of the tail; as of the round trip when absent. */
  readonly tailMs?: number;
  readonly open: (onCaptured: OnCaptured) => Promise<Path>;
}[] = [
  {
    name: 'default (PortAudio, 20 ms)',
    mostMs: 150,
    tailMs: 25,
    open: (on) => openEngine('portaudio', false, on),
  },
  {
    name: '`--low-latency` (the server itself)',
    mostMs: 60,
    tailMs: 10,
    open: (on) => openEngine('pulse', true, on),
  },
  {
    name: '`--audio-backend portaudio --low-latency` (15 ms)',
    mostMs: 90,
    tailMs: 25,
    open: (on) => openEngine('portaudio', true, on),
  },
  {
    name: '`--audio-backend pulse`',
    mostMs: 150,
    tailMs: 25,
    open: (on) => openEngine('pulse', false, on),
  },
  { name: '`--audio-backend exec`', mostMs: 150, open: (on) => openEngine('exec', false, on) },
  { name: 'control: bare `parec` and `pacat`', mostMs: undefined, open: openControl },
];

/** L6: round trip and tail of an interruption on the virtual sound card, whose speaker the microphone hears directly. */
export async function roundTrips(trials: number): Promise<readonly Figure[]> {
  const what = 'round trip and tail of an interruption through PulseAudio';
  if (!hasPulseAudio()) {
    return [
      {
        id: 'L6',
        what,
        target: '',
        result: 'PulseAudio is not installed',
        met: undefined,
        values: {},
      },
    ];
  }
  const folder = await mkdtemp(join(tmpdir(), 'voicelive-bench-card-'));
  const env = { ...process.env, VL_SOUND_DIR: join(folder, 'card') };
  const { stdout } = await run(script, ['env'], { env });
  for (const [, name = '', value = ''] of stdout.matchAll(/^export (\w+)=(.*)$/gm)) {
    process.env[name] = value;
  }
  process.env['PULSE_SOURCE'] = 'voicelive_speaker.monitor';
  await run(script, ['up'], { env });
  try {
    const figures: Figure[] = [];
    for (const { name, mostMs, tailMs: mostTailMs = mostMs, open } of ways) {
      const { roundTripMs, tailMs } = await measure(open, trials);
      const [trip, tail] = [percentile(roundTripMs, 0.5), percentile(tailMs, 0.5)];
      figures.push({
        id: 'L6',
        what: `${what}: ${name}`,
        target: mostMs === undefined ? '–' : `≤ ${mostMs} ms and ≤ ${mostTailMs} ms`,
        result: `${tenth(trip)} ms and ${tenth(tail)} ms (p50 of ${roundTripMs.length})`,
        met:
          mostMs === undefined || mostTailMs === undefined
            ? undefined
            : trip <= mostMs && tail <= mostTailMs,
        values: { roundTripMs: tenth(trip), tailMs: tenth(tail), n: roundTripMs.length },
      });
    }
    return figures;
  } finally {
    await run(script, ['down'], { env });
    await rm(folder, { recursive: true, force: true });
  }
}
