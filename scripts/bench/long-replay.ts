import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wavHeader } from '../../src/audio/pure/wav.js';
import { LogFile } from '../../src/replay/log-file.js';
import { LogIndex } from '../../src/replay/log-index.js';
import { eventLog } from '../../test/helpers/event-logs.js';
import { seeded } from '../../test/helpers/random-session.js';
import { SessionScript } from '../../test/helpers/session.js';
import { percentile, tenth, type Figure } from './figures.js';
import { spokenTurn, turnMs } from './spoken-turn.js';
import { openInTerminal, programPath } from './terminal-program.js';

const hourMs = 3_600_000;
const wavRateHz = 24_000;
const seeks = 1000;

/** Writes an hour of spoken turns; returns how many inputs that are. */
function writeHour(folder: string): number {
  const log = join(folder, 'events.jsonl');
  const script = new SessionScript().ready();
  const { options } = script.state;
  const [header = ''] = eventLog(options, []).toString().split('\n');
  writeFileSync(log, `${header}\n`);
  let inputs = 0;
  const write = (isLast: boolean): void => {
    const text = eventLog(options, script.inputs, isLast ? script.state : undefined).toString();
    appendFileSync(log, text.slice(header.length + 1));
    inputs += script.inputs.length;
    script.inputs.length = 0;
    script.effects = [];
  };
  const turns = hourMs / turnMs;
  for (let number = 0; number < turns; number += 1) {
    spokenTurn(script, number);
    write(number === turns - 1);
  }
  const wav = join(folder, 'session.wav');
  const wavBytes = (hourMs / 1000) * wavRateHz * 4;
  writeFileSync(wav, wavHeader(wavRateHz, 2, wavBytes));
  truncateSync(wav, 44 + wavBytes);
  return inputs;
}

/** R1 to R3: opening, seeking in and memory of an hour's recording. */
export async function longReplay(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'voicelive-hour-'));
  try {
    const inputs = writeHour(folder);
    const size = `${inputs.toLocaleString('en-GB')} inputs`;
    return [...seeking(join(folder, 'events.jsonl'), size), ...(await program(folder, size))];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Processor time of this process, so that a busy machine does not count. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function seeking(log: string, size: string): readonly Figure[] {
  const startedMs = processorTime();
  const index = new LogIndex(new LogFile(log), log, wavRateHz);
  const openMs = processorTime() - startedMs;
  while (index.step());
  const readMs = processorTime() - startedMs;
  const { timeline } = index;
  const random = seeded(1);
  const times = Array.from({ length: seeks }, () => {
    const position = Math.floor(random() * timeline.length);
    const seekStartedMs = processorTime();
    timeline.stateAt(position);
    return processorTime() - seekStartedMs;
  });
  const [p50, max] = [percentile(times, 0.5), Math.max(...times)];
  return [
    {
      id: 'R1',
      what: `${seeks} seeks in an hour's recording (${size}), with what is read of its log; processor time`,
      target: '≤ 50 ms each',
      result: `p50 ${tenth(p50)} ms, ${tenth(max)} ms at most`,
      met: max <= 50,
      values: { p50Ms: tenth(p50), maxMs: tenth(max) },
    },
    {
      id: 'R2',
      what: 'opening it: until the first state, and reading the rest in the background; processor time',
      target: '–',
      result: `${tenth(openMs)} ms, ${tenth(readMs / 1000)} s`,
      met: undefined,
      values: { openMs, readMs },
    },
  ];
}

async function program(folder: string, size: string): Promise<readonly Figure[]> {
  const args = [programPath, 'replay', folder, '--no-audio', '--speed', 'max'];
  const opened = openInTerminal(args);
  try {
    const frameMs = (await opened.shows('▶')) - opened.startedMs;
    const endMs = (await opened.shows('⏸', 180_000)) - opened.startedMs;
    const status = readFileSync(`/proc/${String(opened.pid)}/status`, 'utf8');
    const memoryMb = Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) / 1000;
    return [
      {
        id: 'R2',
        what: `\`replay\` of it: start to the first frame; to its end with \`--speed max\``,
        target: 'at once',
        result: `${Math.round(frameMs)} ms; ${tenth(endMs / 1000)} s`,
        met: undefined,
        values: { frameMs, endMs },
      },
      {
        id: 'R3',
        what: `peak memory of \`replay\` (resident set), ${size}`,
        target: '≤ 200 MB',
        result: `${Math.round(memoryMb)} MB`,
        met: memoryMb <= 200,
        values: { memoryMb },
      },
    ];
  } finally {
    await opened.close();
  }
}
