import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentile, tenth, type Figure } from './figures.js';
import { writeHour } from './hour-recording.js';
import { spentBy, type Spent } from './spent.js';
import { programPath } from './terminal-program.js';

const runs = 3;
/** Reads both files once; the second line of `times` is the processor time of what it ran. */
const control = 'wc -l "$0" > /dev/null; cat "$1" > /dev/null; times';

/** Processor time in milliseconds. */
async function readOnce(log: string, sound: string): Promise<number> {
  const child = spawn('bash', ['-c', control, log, sound], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  await new Promise((resolve) => child.once('close', resolve));
  const [, children = ''] = text.split('\n');
  const times = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  return times.reduce(
    (sum, [, minutes, rest]) => sum + Number(minutes) * 60_000 + Number(rest) * 1000,
    0,
  );
}

/** E3: a long recording against reading its files once; the log and the sound by themselves, too. */
export async function inspectionSpeed(seconds: number): Promise<readonly Figure[]> {
  const root = await mkdtemp(join(tmpdir(), 'voicelive-hour-'));
  try {
    const folder = join(root, 'whole');
    const { lines, inputs } = await writeHour(folder, seconds);
    const [log, sound] = [join(folder, 'events.jsonl'), join(folder, 'session.wav')];
    const inspect = (path: string): Promise<Spent> => spentBy([programPath, 'inspect', path]);
    const whole: Spent[] = [];
    const controls: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      controls.push(await readOnce(log, sound));
      whole.push(await inspect(folder));
    }
    const soundFolder = join(root, 'sound');
    await mkdir(soundFolder);
    await rename(sound, join(soundFolder, 'session.wav'));
    const logMs = (await inspect(folder)).processorMs;
    const soundMs = (await inspect(soundFolder)).processorMs;
    const wholeMs = percentile(
      whole.map(({ processorMs }) => processorMs),
      0.5,
    );
    const controlMs = percentile(controls, 0.5);
    const ratio = tenth(wholeMs / controlMs);
    const memoryMb = tenth(Math.max(...whole.map(({ memoryMb }) => memoryMb)));
    return [
      {
        id: 'E3',
        what: `inspect of an hour (${lines} lines with ${inputs} inputs, 346 MB of sound)`,
        target: '≤ 3× of `wc -l` and `cat`',
        result: `${ratio}× (${inSeconds(wholeMs)} and ${inSeconds(controlMs)}, processor time, medians of ${runs}); the log alone ${inSeconds(logMs)}, ${tenth((logMs * 1000) / inputs)} µs an input; the sound alone ${inSeconds(soundMs)}`,
        met: ratio <= 3,
        values: { wholeMs, controlMs, logMs, soundMs, lines, inputs },
      },
      {
        id: 'E3',
        what: 'its memory',
        target: '≤ 200 MB',
        result: `${memoryMb} MB`,
        met: memoryMb <= 200,
        values: { memoryMb },
      },
    ];
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function inSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
