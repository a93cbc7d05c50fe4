import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inspectRecording } from '../../src/analysis/inspect-recording.js';
import { encodeWav, parseWav } from '../../src/audio/pure/wav.js';
import { resolveOptions } from '../../src/config/options/resolve-options.js';
import { runSession } from '../../src/cli/session/run-session.js';
import { spokenTurns } from '../../src/cli/terminal/spoken-turns.js';
import { patienceMs } from '../helpers/patience.js';
import { fixture, killProgramsAfterAll, runProgram, temporaryFolder } from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();

const sample = fileURLToPath(new URL('../../recordings/sample', import.meta.url));

async function madeIn(folder: string): Promise<string> {
  const [made = ''] = await readdir(folder);
  return join(folder, made);
}

/** Lines without the header, and without what says where they are and whether they are whole. */
async function eventsOf(recording: string): Promise<readonly string[]> {
  const [, ...lines] = (await readFile(join(recording, 'events.jsonl'), 'utf8')).split('\n');
  return lines.filter((line) => !/"type":"last-state"|"part":"recording"/.test(line));
}

describe('run --fast', () => {
  it('says the lines of a script in virtual time', async () => {
    const args = ['run', '-', '--fast', '--seed', '1'];
    const ended = await runProgram(args, { cwd, input: 'hello\nWhat time is it?\n' });
    expect(ended.exitCode).toBe(0);
    const hello = 'Hello! I am the voice live emulator. How can I help you?\n';
    expect(ended.stdout).toMatch(new RegExp(`^${hello.replace('?', '[?]')}It is .+\\.\n$`));
  });

  it('records the same bytes in every run with a seed', async () => {
    const recorded = await Promise.all(
      ['first', 'second'].map(async (name) => {
        const folder = join(cwd, name);
        const args = ['run', '--from', sample, '--fast', '--seed', '1', '--record', folder];
        const { exitCode } = await runProgram(args, { cwd });
        expect(exitCode).toBe(0);
        return madeIn(folder);
      }),
    );
    const [first = '', second = ''] = recorded;
    const events = await eventsOf(first);
    expect(events.length).toBeGreaterThan(200);
    expect(await eventsOf(second)).toEqual(events);
    const [sound, same] = await Promise.all(
      recorded.map((recording) => readFile(join(recording, 'session.wav'))),
    );
    expect(same?.equals(sound ?? Buffer.alloc(0))).toBe(true);
  });

  it('speaks and hears in formats of 8 kHz', { timeout: 4 * patienceMs }, async () => {
    const formats = [
      '{ input_audio_format: g711_ulaw, output_audio_format: g711_alaw }',
      '{ input_audio_sampling_rate: 8000, output_audio_format: pcm16_8000hz }',
    ];
    const scripts = await Promise.all(
      formats.map(async (session, index) => {
        const path = join(cwd, `narrow-${String(index)}.yaml`);
        const speech = fixture('speech/what-time-is-it.wav');
        const expected = '{ transcript: what time is it, reply: it is, heard: it is, errors: 0 }';
        const turn = `turns: [{ play: ${speech}, expect: ${expected} }]`;
        await writeFile(path, `session: ${session}\n${turn}\n`);
        return path;
      }),
    );
    const ended = await runProgram(['run', ...scripts, '--fast', '--seed', '1'], { cwd });
    expect(ended.stdout).toContain('2 passed');
    expect(ended.exitCode).toBe(0);
  });

  it('has the figures of a conversation of minutes', { timeout: 6 * patienceMs }, async () => {
    const turns = 12;
    const betweenS = 10;
    const speech = parseWav(await readFile(fixture('speech/what-time-is-it.wav')), 'question');
    const { sampleRateHz } = speech;
    const samples = new Int16Array(turns * betweenS * sampleRateHz);
    for (let turn = 0; turn < turns; turn += 1)
      samples.set(speech.samples, turn * betweenS * sampleRateHz);
    const mic = join(cwd, 'minutes.wav');
    await writeFile(mic, encodeWav(samples, sampleRateHz));
    const record = join(cwd, 'minutes');
    const resolved = resolveOptions({ flags: { fast: true, mic, record }, env: {} });
    const terms = { canAsk: false, microphone: 'none' } as const;
    const exitCode = await runSession(resolved, terms, (session) => ({
      left: spokenTurns(session).then(() => 0),
      close: () => Promise.resolve(),
    }));
    expect(exitCode).toBe(0);
    const { report } = await inspectRecording(await madeIn(record));
    expect(report.session.durationMs).toBeGreaterThan((turns - 1) * betweenS * 1000);
    expect(report.turns).toHaveLength(turns);
    expect(report.figures).toMatchObject({
      turns,
      answeredTurns: turns,
      errors: 0,
      insertedSilence: { count: 0 },
    });
    expect(report.disagreements).toEqual([]);
  });

  it.each([
    [['--fast', '--endpoint', 'https://x.services.ai.azure.com'], /--fast is for the emulator/],
    [['--seed', '1'], /--seed needs --fast/],
    [
      ['--fast', '--from', sample, '--speaker', 'default'],
      /--fast cannot be combined with --speaker default/,
    ],
  ])('refuses %j', async (flags, reason) => {
    const script = flags.includes('--from') ? [] : ['-'];
    const ended = await runProgram(['run', ...script, ...flags], { cwd, input: 'hello\n' });
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toMatch(reason);
  });
});
