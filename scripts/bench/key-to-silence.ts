import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { virtualSoundVariables } from '../../test/helpers/virtual-sound.js';
import type { BackendName } from '../../src/audio/kernel/engine-types.js';
import { bytesToSamples, samplesToBytes } from '../../src/audio/pure/pcm.js';
import { monotonicMs } from '../../src/shared/clock.js';
import { withBundle } from './bundle.js';
import { percentile, tenth, type Figure } from './figures.js';
import { openInTerminal, programPath, type TerminalProgram } from './terminal-program.js';
import { loudSample, openToneService, toneSample } from './tone-service.js';
import { hasPulseAudio } from './virtual-card.js';

const run = promisify(execFile);
const card = 'scripts/virtual-sound.sh';
const rateHz = 24_000;
const msSamples = rateHz / 1000;
const mostMs = 25;
const format = ['--raw', '--format=s16le', `--rate=${rateHz}`, '--channels=1'];
/** From silence to the next interruption: the next reply sounds, and the devices are at rest. */
const betweenMs = 1300;
const tailMs = 400;
type Environment = Readonly<Record<string, string>>;

/** How a sound ended. */
interface End {
  readonly atMs: number;
  /** Less than a millisecond of it came later. */
  readonly clicks: boolean;
}

/** The monitor of the speaker. */
interface Monitor {
  /** The end of the last sound of at least a millisecond; undefined when there was none in the last two seconds. */
  lastEnd(): End | undefined;
  close(): Promise<unknown>;
}

function openMonitor(env: NodeJS.ProcessEnv): Monitor {
  const args = ['-d', 'voicelive_speaker.monitor', ...format, '--latency-msec=5'];
  const recorder = spawn('parec', args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(recorder, 'close');
  let heard = new Int16Array(0);
  let bytes = 0;
  let startMs = Number.POSITIVE_INFINITY;
  recorder.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    // Sound can come late but never early, so the earliest is the true one.
    startMs = Math.min(startMs, monotonicMs() - (bytes * 500) / rateHz);
    const samples = bytesToSamples(chunk);
    const all = new Int16Array(heard.length + samples.length);
    all.set(heard);
    all.set(samples, heard.length);
    heard = all.slice(-2 * rateHz);
  });
  return {
    lastEnd: () => {
      const isLoud = (sample: number | undefined): boolean => Math.abs(sample ?? 0) > loudSample;
      const last = heard.findLastIndex(
        (sample, n) => isLoud(sample) && heard.subarray(n + 1 - msSamples, n).every(isLoud),
      );
      const fromEnd = heard.length - last - 1;
      if (last < msSamples) return undefined;
      return {
        atMs: startMs + ((bytes / 2 - fromEnd) * 1000) / rateHz,
        clicks: heard.subarray(last + 1).some(isLoud),
      };
    },
    close: () => {
      recorder.kill();
      return ended;
    },
  };
}

interface Tail {
  readonly ms: number;
  readonly clicks: boolean;
}

interface Interruption {
  /** Gives when it happened; undefined when it did not. */
  readonly interrupt: () => number | undefined | Promise<number | undefined>;
  /** Lets the sound go on where nothing else does. */
  readonly resume?: () => void;
}

function press(program: TerminalProgram): number {
  const atMs = monotonicMs();
  program.write('\x1b');
  return atMs;
}

/** Interrupts again and again; gives from each interruption to the end of the sound. */
async function tails(
  monitor: Monitor,
  trials: number,
  { interrupt, resume }: Interruption,
): Promise<readonly Tail[]> {
  const found: Tail[] = [];
  for (let n = 0; n < trials; n += 1) {
    await wait(betweenMs + ((n * 7) % 20));
    const atMs = await interrupt();
    await wait(tailMs);
    const end = monitor.lastEnd();
    if (atMs !== undefined && end) found.push({ ms: end.atMs - atMs, clicks: end.clicks });
    resume?.();
  }
  return found;
}

/** Esc in the built program on a pseudo-terminal, and a person who begins to speak, while a reply sounds. */
async function measure(
  backend: BackendName,
  trials: number,
  env: Environment,
): Promise<{ readonly key: readonly Tail[]; readonly speech: readonly Tail[] }> {
  const service = await openToneService();
  const monitor = openMonitor({ ...process.env, ...env });
  const talk = ['talk', '--endpoint', service.url, '--audio-backend', backend];
  const program = openInTerminal([programPath, ...talk], {
    ...env,
    AZURE_VOICELIVE_API_KEY: 'key-of-a-benchmark',
  });
  try {
    await program.shows('speaking');
    // PortAudio's stream must be found at the server.
    await wait(2000);
    const key = await tails(monitor, trials, { interrupt: () => press(program) });
    const speech = await tails(monitor, trials, {
      interrupt: () => {
        const detected = service.nextOnset();
        const person = spawn('pacat', [...format, '-d', 'voicelive_room', '--latency-msec=20'], {
          env: { ...process.env, ...env },
          stdio: ['pipe', 'ignore', 'ignore'],
        });
        person.stdin.end(samplesToBytes(new Int16Array(rateHz / 5).fill(toneSample)));
        return detected;
      },
    });
    return { key, speech };
  } finally {
    await program.close();
    await Promise.all([monitor.close(), service.close()]);
  }
}

/** The control: a program that does nothing but have the server mute its `pacat` at the key. */
async function measureBareMute(
  module: string,
  trials: number,
  env: Environment,
): Promise<readonly Tail[]> {
  const monitor = openMonitor({ ...process.env, ...env });
  const seconds = String(Math.ceil((trials * (betweenMs + tailMs + 100)) / 1000) + 5);
  const program = openInTerminal([resolve(module), seconds], env);
  try {
    await program.shows('playing');
    return await tails(monitor, trials, {
      interrupt: () => press(program),
      resume: () => {
        program.write('u');
      },
    });
  } finally {
    await program.close();
    await monitor.close();
  }
}

/** L8: from a key, and from the service's word that somebody speaks, to the end of the sound at the monitor of the speaker. */
export async function keyToSilence(trials: number): Promise<readonly Figure[]> {
  if (!hasPulseAudio()) return [];
  const folder = await mkdtemp(join(tmpdir(), 'voicelive-bench-card-'));
  const env = await virtualSoundVariables(join(folder, 'card'));
  const whole = { ...process.env, ...env };
  await run(card, ['up'], { env: whole });
  try {
    const bare = await withBundle('bare-mute', (module) => measureBareMute(module, trials, env));
    const bareMs = percentile(
      bare.map(({ ms }) => ms),
      0.5,
    );
    const figures: Figure[] = [];
    for (const backend of ['portaudio', 'pulse'] as const) {
      const { key, speech } = await measure(backend, trials, env);
      for (const [what, found] of [
        ['Esc on a pseudo-terminal', key],
        ["the service's `speech_started`", speech],
      ] as const) {
        const times = found.map(({ ms }) => ms);
        const clicks = found.filter((tail) => tail.clicks).length;
        const [p50, p90] = [percentile(times, 0.5), percentile(times, 0.9)];
        figures.push({
          id: 'L8',
          what: `${what} to silence at the monitor of a virtual sound card, \`--audio-backend ${backend}\`; a program that only mutes its \`pacat\` at the key`,
          target: `p50 ≤ ${mostMs} ms`,
          result: `p50 ${tenth(p50)} ms, p90 ${tenth(p90)} ms of ${times.length}, ${clicks} with a click after it; ${tenth(bareMs)} ms`,
          met: p50 <= mostMs,
          values: {
            p50Ms: tenth(p50),
            p90Ms: tenth(p90),
            n: times.length,
            clicks,
            bareMs: tenth(bareMs),
          },
        });
      }
    }
    return figures;
  } finally {
    await run(card, ['down'], { env: whole });
    await rm(folder, { recursive: true, force: true });
  }
}
