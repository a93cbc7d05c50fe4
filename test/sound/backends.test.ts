import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAudioEngine } from '../../src/audio/engine.js';
import type {
  AudioEngine,
  AudioEngineOptions,
  AudioEvent,
  BackendName,
} from '../../src/audio/kernel/engine-types.js';
import type { HostProgram } from '../../src/audio/host-client/host-process.js';
import { bytesToSamples } from '../../src/audio/pure/pcm.js';
import { systemClock } from '../../src/shared/clock.js';
import { eventsOf, handedOf } from '../helpers/audio-events.js';
import { watchHoldUps } from '../helpers/held-up.js';

const atOnce = { interval: 10 };

let folder: string;
let device: string;
let engine: AudioEngine | undefined;
let events: AudioEvent[];
const path = process.env['PATH'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voicelive-backends-'));
  await build({
    entryPoints: { synthetic: 'test/sound/synthetic-host.ts', host: 'src/audio/host/host-main.ts' },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['naudiodon'],
    logLevel: 'warning',
  });
  await writeFile(join(folder, 'package.json'), '{}');
  await writeFile(join(folder, 'abort.mjs'), 'process.abort();');
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  device = await mkdtemp(join(folder, 'device-'));
  process.env['SYNTHETIC_DEVICE'] = device;
  events = [];
});

afterEach(async () => {
  await engine?.close();
  engine = undefined;
  process.env['PATH'] = path;
  delete process.env['SYNTHETIC_DEVICE'];
});

function program(script: string): HostProgram {
  return { path: join(folder, script), execArgv: [], args: ['exec'] };
}

async function start(
  hosts: Readonly<Partial<Record<BackendName, string>>>,
  options: Partial<AudioEngineOptions> = {},
): Promise<AudioEngine> {
  const created = createAudioEngine(
    {
      inputRateHz: 24_000,
      outputRateHz: 24_000,
      microphone: 'default',
      speaker: 'default',
      lowLatency: false,
      ...options,
    },
    { clock: systemClock, hostProgram: (backend) => program(hosts[backend] ?? 'abort.mjs') },
  );
  engine = created;
  await created.start((event) => events.push(event));
  return created;
}

describe('the back ends', () => {
  it('are PortAudio when it works', async () => {
    await start({ portaudio: 'synthetic.mjs', exec: 'abort.mjs' });
    expect(eventsOf(events, 'backend')).toMatchObject([{ name: 'portaudio' }]);
  });

  it('are the programs of the system when PortAudio aborts its process, with a line that says why', async () => {
    await start({ portaudio: 'abort.mjs', exec: 'synthetic.mjs' });
    const [event] = eventsOf(events, 'backend');
    expect(event?.name).toBe('exec');
    expect(event?.reason).toContain('SIGABRT');
    await expect.poll(() => eventsOf(events, 'captured').length, atOnce).toBeGreaterThan(2);
  });

  it('fail with the reason of the first when none works', async () => {
    await expect(start({ portaudio: 'abort.mjs', exec: 'missing.mjs' })).rejects.toMatchObject({
      code: 'audio-host-failed',
      exitCode: 4,
    });
  });

  it('are only what was asked for by name', async () => {
    await expect(
      start({ portaudio: 'abort.mjs', exec: 'synthetic.mjs' }, { backend: 'portaudio' }),
    ).rejects.toMatchObject({ code: 'audio-host-failed' });
    await start({ portaudio: 'abort.mjs', exec: 'synthetic.mjs' }, { backend: 'exec' });
    expect(eventsOf(events, 'backend')).toMatchObject([{ name: 'exec' }]);
  });

  it('reach no device when none is asked for', async () => {
    const running = await start({ portaudio: 'abort.mjs', exec: 'abort.mjs' }, { backend: 'none' });
    expect(running.microphone).toBe('none');
    running.play('a', 0, new Int16Array(960).fill(9));
    await expect.poll(() => handedOf(events, 'a'), atOnce).toBe(960);
  });
});

describe('a missing device', () => {
  const hosts = { portaudio: 'synthetic.mjs', exec: 'abort.mjs' };

  it('that is the speaker leaves the microphone, and replies play to nobody in their time', async () => {
    await writeFile(join(device, 'refuse-output'), '');
    const running = await start(hosts);
    expect(eventsOf(events, 'missing').map(({ what, error }) => [what, error.message])).toEqual([
      ['speaker', 'No sound today.'],
    ]);
    await expect.poll(() => eventsOf(events, 'captured').length, atOnce).toBeGreaterThan(2);
    running.play('a', 0, new Int16Array(4800).fill(9));
    await expect.poll(() => handedOf(events, 'a'), atOnce).toBeGreaterThan(480);
    running.flush(1);
    await expect.poll(() => eventsOf(events, 'flushed').length, atOnce).toBe(1);
    expect(eventsOf(events, 'flushed')[0]?.items[0]?.playedSamples).toBe(handedOf(events, 'a'));
    expect(eventsOf(events, 'lost')).toEqual([]);
  });

  it('that is the microphone leaves the speaker', async () => {
    await writeFile(join(device, 'refuse-input'), '');
    const running = await start(hosts);
    expect(eventsOf(events, 'missing').map(({ what }) => what)).toEqual(['microphone']);
    running.play('a', 0, new Int16Array(960).fill(9));
    await expect.poll(() => handedOf(events, 'a'), atOnce).toBe(960);
  });

  it('is an error when both are missing, or when it was named', async () => {
    await writeFile(join(device, 'refuse-input'), '');
    await expect(start(hosts, { microphone: device })).rejects.toMatchObject({
      code: 'no-audio-device',
    });
    await writeFile(join(device, 'refuse-output'), '');
    await expect(start(hosts)).rejects.toMatchObject({ code: 'no-audio-device' });
  });
});

describe('sound through programs of the system', () => {
  const hosts = { portaudio: 'abort.mjs', exec: 'host.mjs' };

  /** Leaves only these programs on PATH. */
  async function install(programs: Readonly<Record<string, string>>): Promise<void> {
    const bin = join(device, 'bin');
    await mkdir(bin);
    for (const [name, code] of Object.entries(programs)) {
      await writeFile(join(bin, name), `#!${process.execPath}\n${code}`);
      await chmod(join(bin, name), 0o755);
    }
    process.env['PATH'] = bin;
  }

  /** Plays into a file, as fast as it gets it. */
  const player = (sink: string): string =>
    `process.stdin.pipe(require('fs').createWriteStream(${JSON.stringify(sink)}))`;
  /** Gives 1, 2, 3, … in pieces that cut samples in half. */
  const recorder = `let n = 0, rest = Buffer.alloc(0);
    setInterval(() => {
      const more = Int16Array.from({ length: 480 }, () => (n++ % 30000) + 1);
      const all = Buffer.concat([rest, Buffer.from(more.buffer)]);
      process.stdout.write(all.subarray(0, all.length - 1));
      rest = all.subarray(all.length - 1);
    }, 20); process.on('SIGTERM', () => process.exit());`;

  it.each([
    ['arecord and aplay', 'arecord', 'aplay'],
    ['sox alone', 'sox', 'sox'],
  ])('captures and plays with %s, to the sample', async (_, record, play) => {
    const sink = join(device, 'sink');
    const both = `if (process.argv.at(-1) === '-') { ${recorder} } else { ${player(sink)} }`;
    await install(
      record === play ? { [record]: both } : { [record]: recorder, [play]: player(sink) },
    );
    const running = await start(hosts, { backend: 'exec' });
    await expect.poll(() => eventsOf(events, 'captured').length, atOnce).toBeGreaterThan(10);
    const heard = eventsOf(events, 'captured').flatMap(({ frame }) => [...frame.samples]);
    expect(heard.every((sample, n) => sample === n + 1)).toBe(true);
    running.play('a', 0, new Int16Array(12_000).fill(77));
    await expect.poll(() => handedOf(events, 'a'), atOnce).toBeGreaterThan(4000);
    running.flush(1);
    running.play('b', 0, new Int16Array(1000).fill(33));
    running.finish('b', 0);
    await expect.poll(() => handedOf(events, 'b'), atOnce).toBe(1000);
    await running.close();
    const sunk = bytesToSamples(await readFile(sink));
    const entry = eventsOf(events, 'flushed')[0]?.items[0];
    expect(entry?.playedSamples).toBe(handedOf(events, 'a'));
    expect(sunk.filter((sample) => sample === 77).length).toBe(entry?.playedSamples);
    expect(sunk.filter((sample) => sample === 33).length).toBe(1000);
  });

  it('is never more than a few frames ahead of the clock', async () => {
    await install({ arecord: recorder, aplay: player(join(device, 'sink')) });
    const heldUp = await watchHoldUps();
    const running = await start(hosts, { backend: 'exec' });
    running.play('a', 0, new Int16Array(48_000).fill(77));
    await expect.poll(() => handedOf(events, 'a'), atOnce).toBeGreaterThan(24_000);
    const frames = eventsOf(events, 'played').map(({ frame }) => frame.atMs);
    const [first = 0] = frames;
    // The clock runs on while the machine is held up: what is late is caught up with.
    const aheadMs = 6 * 20 + (await heldUp());
    frames.forEach((atMs, n) => {
      expect(n * 20 - (atMs - first)).toBeLessThanOrEqual(aheadMs);
    });
  });

  it('notices when the program ends, and starts it again', async () => {
    const end = join(device, 'end');
    const watch = `const fs = require('fs'); const end = ${JSON.stringify(end)};
      setInterval(() => { if (fs.existsSync(end)) { fs.rmSync(end); process.exit(1); } }, 20);`;
    await install({ arecord: `${watch} ${recorder}`, aplay: player(join(device, 'sink')) });
    await start(hosts, { backend: 'exec' });
    await expect.poll(() => eventsOf(events, 'captured').length, atOnce).toBeGreaterThan(2);
    await writeFile(end, '');
    await expect.poll(() => eventsOf(events, 'lost').length, atOnce).toBe(1);
    await expect.poll(() => eventsOf(events, 'restored').length, atOnce).toBe(1);
  });

  it('says what a program said that could not open its device', async () => {
    const busy = `console.error('aplay: main:831: audio open error: Device or resource busy'); process.exit(1);`;
    await install({ arecord: recorder, aplay: busy });
    const refused = start(hosts, { backend: 'exec', microphone: 'none' });
    await expect(refused).rejects.toMatchObject({ code: 'audio-device-failed', exitCode: 4 });
    await expect(refused).rejects.toThrow('Device or resource busy');
  });

  it('says what to install when there is no program', async () => {
    await install({});
    const refused = start(hosts, { backend: 'exec' });
    await expect(refused).rejects.toMatchObject({ code: 'audio-programs-missing', exitCode: 4 });
  });
});
