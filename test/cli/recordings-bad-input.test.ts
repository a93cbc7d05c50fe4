import { execFileSync } from 'node:child_process';
import {
  appendFile,
  cp,
  mkdir,
  readdir,
  readFile,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { killProgramsAfterAll, runProgram, temporaryFolder } from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();

const sample = new URL('../../recordings/sample', import.meta.url).pathname;
const copy = join(cwd, 'copy');
const log = join(copy, 'events.jsonl');
const wav = join(copy, 'session.wav');

async function changeLog(change: (lines: readonly string[]) => string): Promise<void> {
  const lines = (await readFile(log, 'utf8')).trimEnd().split('\n');
  await writeFile(log, change(lines));
}

beforeEach(async () => {
  await rm(cwd, { recursive: true, force: true });
  await mkdir(cwd, { recursive: true });
  await cp(sample, copy, { recursive: true });
});

interface Case {
  readonly what: string;
  readonly make: () => Promise<unknown>;
  readonly path?: string;
  /** Exit code and what is said, of `replay` without a terminal, of `inspect` and of `repair`. */
  readonly replay: readonly [number, RegExp];
  readonly inspect: readonly [number, RegExp];
  readonly repair: readonly [number, RegExp];
}

const wholeTranscript = /It is noon\./;

const cases: readonly Case[] = [
  {
    what: 'a path that does not exist',
    make: () => rm(copy, { recursive: true }),
    replay: [2, /cannot be read: .*no such file/i],
    inspect: [2, /is not a recording: it has neither a readable events/],
    repair: [2, /cannot be read: .*no such file/i],
  },
  {
    what: 'a folder that is no recording',
    make: async () => {
      await rm(copy, { recursive: true });
      await mkdir(copy);
      await writeFile(join(copy, 'notes.txt'), 'hello');
    },
    replay: [2, /is not a recording: it has neither events\.jsonl nor session\.wav/],
    inspect: [2, /is not a recording: it has neither a readable events/],
    repair: [2, /is not a recording: it has neither events\.jsonl nor session\.wav/],
  },
  {
    what: 'a log without its WAV',
    make: () => rm(wav),
    replay: [0, wholeTranscript],
    inspect: [0, /session\.wav is missing or cannot be used/],
    repair: [0, /left as it is: session\.wav is missing: the recording has no sound\./],
  },
  {
    what: 'a WAV without its log',
    make: () => rm(log),
    replay: [2, /There is no event log, only sound/],
    inspect: [0, /Only what can be heard in session\.wav is reported/],
    repair: [0, /left as it is: events\.jsonl is missing: only the sound is left\./],
  },
  {
    what: 'a log that is empty',
    make: () => writeFile(log, ''),
    replay: [2, /is not a recording: its event log does not start with/],
    inspect: [0, /Only what can be heard in session\.wav is reported/],
    repair: [0, /left as it is: events\.jsonl has no header and cannot be used/],
  },
  {
    what: 'a torn line in the middle',
    make: () =>
      changeLog((lines) => `${lines.with(5, (lines[5] ?? '').slice(0, 20)).join('\n')}\n`),
    replay: [0, wholeTranscript],
    inspect: [0, /1 line of the event log is not JSON/],
    repair: [
      0,
      /mended: Damaged lines of the event log are marked as lost: 1\.\n.*lost: 1 line of/,
    ],
  },
  {
    what: 'a torn last line',
    make: () => changeLog((lines) => lines.join('\n').slice(0, -30)),
    replay: [0, wholeTranscript],
    inspect: [0, /1 line of the event log is not JSON/],
    repair: [0, /mended: The last line of the event log was torn and is cut off\./],
  },
  {
    what: 'a log whose program was killed',
    make: () => changeLog((lines) => `${lines.slice(0, -1).join('\n')}\n`),
    replay: [0, wholeTranscript],
    inspect: [0, /The event log has no end/],
    repair: [0, /mended: The event log had no last line/],
  },
  {
    what: 'a header from the future',
    make: () => changeLog((lines) => lines.join('\n').replace('"version":2', '"version":3')),
    replay: [2, /is a recording of format version 3; this program reads up to version 2/],
    inspect: [0, /format version 3.* Only what can be heard/],
    repair: [2, /is a recording of format version 3; this program reads up to version 2/],
  },
  {
    what: 'a WAV that is shorter than its header and its log say',
    make: () => truncate(wav, 9000),
    replay: [0, wholeTranscript],
    inspect: [0, /session\.wav ends at [\d.]+ s, but the event log has sound up to [\d.]+ s/],
    repair: [
      0,
      /mended: The header of session\.wav said [^]*lost: session\.wav ends .* before the sound/,
    ],
  },
  {
    what: 'a WAV that is not one',
    make: () => writeFile(wav, 'not a sound'),
    replay: [0, wholeTranscript],
    inspect: [0, /session\.wav is missing or cannot be used/],
    repair: [0, /left as it is: session\.wav cannot be used: it is not a WAV file\./],
  },
  {
    what: 'a recording still being written',
    make: () =>
      changeLog((lines) => {
        const [header = '', ...others] = lines.slice(0, -1);
        const written = header.replace(/"pid":\d+/, `"pid":${String(process.pid)}`);
        return `${[written, ...others].join('\n')}\n`;
      }),
    replay: [0, wholeTranscript],
    inspect: [0, /The event log has no end/],
    repair: [0, /left as it is: It is still being written, by process \d+\./],
  },
];

describe('a recording that is not as it should be', () => {
  it.each(cases)('is used as far as possible: $what', async ({ make, replay, inspect, repair }) => {
    await make();
    const replayed = await runProgram(['replay', copy], { cwd });
    expect(replayed.stdout + replayed.stderr).toMatch(replay[1]);
    expect(replayed.exitCode).toBe(replay[0]);

    const inspected = await runProgram(['inspect', copy], { cwd });
    expect((inspected.stdout + inspected.stderr).replace(/\s+/g, ' ')).toMatch(inspect[1]);
    expect(inspected.exitCode).toBe(inspect[0]);

    const before = await contents();
    const tried = await runProgram(['repair', '--dry-run', copy], { cwd });
    expect(tried.stdout.replaceAll('to mend:', 'mended:') + tried.stderr).toMatch(repair[1]);
    expect(await contents()).toEqual(before);

    const repaired = await runProgram(['repair', copy], { cwd });
    expect(repaired.stdout + repaired.stderr).toMatch(repair[1]);
    expect(repaired.exitCode).toBe(repair[0]);
    expect(repaired.stdout + repaired.stderr).not.toMatch(/\n\s+at /);

    const after = await contents();
    const again = await runProgram(['repair', copy], { cwd });
    expect(again.stdout).not.toContain('mended');
    expect(await contents()).toEqual(after);
    if (replay[0] !== 0) return;
    const better = await runProgram(['replay', copy], { cwd });
    expect(better).toMatchObject({ exitCode: 0, stdout: replayed.stdout });
  });

  async function contents(): Promise<unknown> {
    const names = (await readdir(cwd, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    return Promise.all(names.sort().map(async (name) => [name, await readFile(name, 'base64')]));
  }
});

describe('a pipe in place of a recording', () => {
  it.each(['replay', 'inspect', 'repair', 'export', 'run --from'])(
    'is refused by %s in a sentence: nobody waits for its writer',
    async (command) => {
      const fifo = join(cwd, 'fifo');
      execFileSync('mkfifo', [fifo]);
      const more = command === 'export' ? ['--format', 'md'] : [];
      const ended = await runProgram([...command.split(' '), fifo, ...more], { cwd });
      await rm(fifo);
      expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
      expect(ended.stderr).toContain('cannot be read: it is neither a folder nor a regular file.');
    },
  );
});

describe('a recording in a zip file', () => {
  const zip = join(cwd, 'call.zip');

  function zipped(...args: readonly string[]): void {
    execFileSync('zip', ['-q', ...args], { cwd });
  }

  async function leftovers(): Promise<readonly string[]> {
    return (await readdir(tmpdir())).filter((name) => name.startsWith('voicelive-zip-'));
  }

  it('is replayed like its folder, and nothing unpacked is left', async () => {
    zipped('-r', zip, 'copy');
    const before = await leftovers();
    const [fromZip, fromFolder] = [
      await runProgram(['replay', zip], { cwd }),
      await runProgram(['replay', copy], { cwd }),
    ];
    expect(fromZip).toMatchObject({ exitCode: 0, stdout: fromFolder.stdout });
    expect(fromZip.stdout).toMatch(wholeTranscript);
    expect(await leftovers()).toEqual(before);
  });

  it('may have its files without a folder', async () => {
    zipped('-j', zip, log, wav);
    expect(await runProgram(['replay', zip], { cwd })).toMatchObject({ exitCode: 0 });
  });

  it('is mended in a folder beside it', async () => {
    await changeLog((lines) => lines.join('\n').slice(0, -30));
    zipped('-r', zip, 'copy');
    const before = await readFile(zip);
    const { exitCode, stdout } = await runProgram(['repair', zip], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('call-repaired  mended: The last line');
    expect(await readFile(zip)).toEqual(before);
    const mended = await runProgram(['repair', join(cwd, 'call-repaired')], { cwd });
    expect(mended.stdout).toContain('nothing to mend');
    expect((await runProgram(['repair', zip], { cwd })).exitCode).toBe(2);
  });

  const commands = ['replay', 'inspect', 'repair'] as const;

  it.each<[string, () => Promise<unknown>, RegExp, readonly string[]]>([
    [
      'without a recording',
      async () => {
        await writeFile(join(cwd, 'a.txt'), 'hello');
        zipped(zip, 'a.txt');
      },
      /it holds neither events\.jsonl nor session\.wav/,
      commands,
    ],
    [
      'with two recordings',
      async () => {
        await cp(copy, join(cwd, 'other'), { recursive: true });
        zipped('-r', zip, 'copy', 'other');
      },
      /it holds 2 recordings: copy, other/,
      commands,
    ],
    [
      'that leads out of its folder',
      async () => {
        await mkdir(join(cwd, 'in'));
        execFileSync('zip', ['-q', zip, '../copy/events.jsonl'], { cwd: join(cwd, 'in') });
      },
      /invalid relative path|neither/,
      ['replay'],
    ],
    [
      'that is encrypted',
      () => {
        zipped('-r', '-P', 'secret', zip, 'copy');
        return Promise.resolve();
      },
      /it is encrypted/,
      ['inspect'],
    ],
    [
      'that is cut off',
      async () => {
        zipped('-r', zip, 'copy');
        await truncate(zip, 20_000);
      },
      /end of central directory/i,
      ['repair'],
    ],
    [
      'that says less than it unpacks to',
      async () => {
        zipped('-r', '-D', zip, 'copy');
        await lieAboutSizes();
      },
      /too many bytes/i,
      ['inspect'],
    ],
    [
      'that says more than it unpacks to',
      async () => {
        zipped('-r', '-D', zip, 'copy');
        await lieAboutSizes(0xffff_fff0);
      },
      /not enough bytes/i,
      ['repair'],
    ],
  ])('is refused in a sentence: one %s', async (_what, make, sentence, refusing) => {
    await make();
    const before = await leftovers();
    for (const command of refusing) {
      const { exitCode, stderr } = await runProgram([command, zip], { cwd });
      expect(stderr).toMatch(sentence);
      expect(exitCode).toBe(2);
    }
    expect(await leftovers()).toEqual(before);
    expect((await readdir(cwd)).filter((name) => name.endsWith('-repaired'))).toEqual([]);
  });

  /** Changes the uncompressed sizes in the central directory. */
  async function lieAboutSizes(size = 100): Promise<void> {
    const bytes = await readFile(zip);
    for (
      let at = bytes.indexOf('PK\u0001\u0002');
      at !== -1;
      at = bytes.indexOf('PK\u0001\u0002', at + 4)
    )
      bytes.writeUInt32LE(size, at + 24);
    await writeFile(zip, bytes);
  }
});

it('repair goes on with the others after one that it cannot use', async () => {
  await appendFile(log, '{"t":1,"ty');
  const { exitCode, stdout, stderr } = await runProgram(['repair', 'nowhere', copy], { cwd });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('nowhere cannot be read');
  expect(stdout).toContain('copy  mended');
});
