import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { differencesFromLive } from '../../src/recording/replay.js';
import { readRecording } from '../../src/recording/reader.js';
import { parseTextScript } from '../../src/script/text-script.js';
import { isJsonObject } from '../../src/shared/json.js';
import { exportConversation } from '../helpers/export-conversation.js';
import { writeKnown } from '../helpers/known-recording.js';
import {
  killProgramsAfterAll,
  runProgram,
  temporaryFolder,
  type Ended,
} from '../helpers/program.js';
import { onlyRecording } from '../helpers/replays.js';

const cwd = temporaryFolder();
killProgramsAfterAll();

const known = join(cwd, 'known');
const run = promisify(execFile);
let typed = '';

beforeAll(async () => {
  await writeKnown(known, exportConversation);
  const script = join(cwd, 'script.txt');
  const lines = ['hello', '/say /slash', '/session temperature=0.7', 'weather in Oslo', '/items'];
  await writeFile(script, lines.join('\n'));
  const args = ['run', script, '--approve', 'get_weather', '--record', join(cwd, 'typed')];
  expect(await runProgram(args, { cwd })).toMatchObject({ exitCode: 0 });
  ({ path: typed } = await onlyRecording(join(cwd, 'typed')));
});

function exported(...args: readonly string[]): Promise<Ended> {
  return runProgram(['export', ...args], { cwd });
}

/** What sox finds in a WAV. */
async function soxStatistics(path: string): Promise<Readonly<Record<string, string>>> {
  const { stderr } = await run('sox', [path, '-n', 'stat']);
  const { stdout } = await run('sox', ['--info', path]);
  const lines = `${stderr}\n${stdout}`.split('\n').flatMap((line) => {
    const [name = '', value] = line.split(/\s*:\s+/);
    return value === undefined ? [] : [[name.trim().replace(/\s+/g, ' '), value.trim()] as const];
  });
  return Object.fromEntries(lines);
}

describe('voicelive export', () => {
  it('prints a text to stdout and nothing else there', async () => {
    const ended = await exported(known, '--format', 'vtt');
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ended.stdout).toMatch(/^WEBVTT\n/);
    expect(await exported(known, '--format', 'vtt', '--output', '-')).toEqual(ended);
  });

  it('writes a file that only its owner reads, and replaces one only by --force', async () => {
    const file = join(cwd, 'labels.txt');
    const args = [known, '--format', 'audacity', '--output', file];
    expect(await exported(...args)).toMatchObject({ exitCode: 0, stdout: '' });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const whole = await readFile(file, 'utf8');
    await writeFile(file, 'mine');
    const refused = await exported(...args);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('labels.txt exists already.');
    expect(await readFile(file, 'utf8')).toBe('mine');
    expect(await exported(...args, '--force')).toMatchObject({ exitCode: 0 });
    expect(await readFile(file, 'utf8')).toBe(whole);
  });

  it('never replaces a part of the recording', async () => {
    const output = join(known, 'events.jsonl');
    const ended = await exported(known, '--format', 'md', '--output', output, '--force');
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain('is part of the recording');
    expect(await readFile(output, 'utf8')).toContain('"voicelive":"recording"');
  });

  it('ends without a complaint when its reader has gone', async () => {
    const { stdout } = await run('sh', [
      '-c',
      `"${process.execPath}" bin/voicelive.js export "${known}" --format har | head -c 10`,
    ]);
    expect(stdout).toBe('{"log":{"v');
  });

  it('writes a script that run takes: the same turns are sent again', async () => {
    const script = join(cwd, 'again.txt');
    expect(await exported(typed, '--format', 'script', '--output', script)).toMatchObject({
      exitCode: 0,
    });
    const folder = join(cwd, 'again');
    const ended = await runProgram(
      ['run', script, '--approve', 'get_weather', '--record', folder],
      { cwd },
    );
    expect(ended.exitCode).toBe(0);
    const sent = async (path: string): Promise<readonly unknown[]> =>
      (await readRecording(path)).inputs.flatMap((input) =>
        input.type === 'intent' ? [input.intent] : [],
      );
    const { path } = await onlyRecording(folder);
    expect(await sent(path)).toEqual(await sent(typed));
    expect(await sent(path)).toHaveLength(5);
    const spoken = await exported(known, '--format', 'script');
    expect(parseTextScript(spoken.stdout).lines).toHaveLength(3);
  });

  it('writes each side as a WAV that sox reads; silent when redacted', async () => {
    const [plain, silent] = [join(cwd, 'sides'), join(cwd, 'silent')];
    const ended = await exported(known, '--format', 'wav', '--output', plain);
    expect(ended.stdout).toBe(`${join(plain, 'you.wav')}\n${join(plain, 'bot.wav')}\n`);
    await exported(known, '--format', 'wav', '--output', silent, '--redact');
    for (const name of ['you.wav', 'bot.wav']) {
      const whole = await soxStatistics(join(plain, name));
      expect(whole).toMatchObject({
        Channels: '1',
        'Sample Rate': '24000',
        Precision: '16-bit',
        'Samples read': '480000',
        'Length (seconds)': '20.000000',
        'Maximum amplitude': '0.244141',
      });
      const quiet = await soxStatistics(join(silent, name));
      expect(quiet).toMatchObject({ 'Samples read': '480000', 'Maximum amplitude': '0.000000' });
    }
    const { stdout } = await run(
      'sox',
      [...['-M', join(plain, 'you.wav'), join(plain, 'bot.wav')], ...['-t', 'raw', '-']],
      { encoding: 'buffer', maxBuffer: 1 << 24 },
    );
    const original = await readFile(join(known, 'session.wav'));
    expect(stdout.equals(original.subarray(44))).toBe(true);
  });

  it('writes a redacted copy that replays, has no words and is as long', async () => {
    for (const [name, path] of [
      ['known', known],
      ['typed', typed],
    ] as const) {
      const copy = join(cwd, `redacted-${name}`);
      const ended = await exported(path, '--format', 'recording', '--redact', '--output', copy);
      expect(ended).toMatchObject({ exitCode: 0, stdout: `${copy}\n` });
      const [original, redacted] = [await readRecording(path), await readRecording(copy)];
      expect(redacted).toMatchObject({ torn: 0, skipped: 0, lost: 0, lacks: [] });
      expect(redacted.header.redacted).toBe(true);
      expect(differencesFromLive(redacted)).toEqual([]);
      const times = ({ inputs }: typeof original): unknown =>
        inputs.map(({ type, nowMs }) => [type, nowMs]);
      expect(times(redacted)).toEqual(times(original));
      const text = await readFile(join(copy, 'events.jsonl'), 'utf8');
      for (const word of ['Stop*', 'story', 'Oslo', 'hello', 'slash', cwd])
        expect(text.includes(word), word).toBe(false);
    }
    const { size } = await stat(join(known, 'session.wav'));
    const wav = await readFile(join(cwd, 'redacted-known', 'session.wav'));
    expect(wav.length).toBe(size);
    expect(wav.subarray(44).every((byte) => byte === 0)).toBe(true);
    const refused = await exported(
      ...[known, '--format', 'recording', '--redact', '--output', join(cwd, 'redacted-known')],
    );
    expect(refused).toMatchObject({ exitCode: 2 });
    expect(refused.stderr).toContain('exists already');
    const inspected = await runProgram(['inspect', join(cwd, 'redacted-known')], { cwd });
    expect(inspected.stdout).toContain('This is a redacted copy');
  });

  it('redacts the report of inspect as well, with the same figures', async () => {
    const [whole, redacted] = [
      await runProgram(['inspect', known, '--json'], { cwd }),
      await runProgram(['inspect', known, '--json', '--redact'], { cwd }),
    ];
    expect(redacted).toMatchObject({ exitCode: 0, stderr: '' });
    const figures = (stdout: string): string =>
      /"figures":(.*?),"turns":\[/.exec(stdout)?.[1] ?? '';
    expect(figures(redacted.stdout)).toBe(figures(whole.stdout));
    expect(figures(whole.stdout)).not.toBe('');
    expect(whole.stdout).toContain('story');
    for (const word of ['story', 'Stop*', cwd]) expect(redacted.stdout).not.toContain(word);
  });

  it('says what does not go together', async () => {
    const copy = await exported(known, '--format', 'recording', '--output', join(cwd, 'x'));
    expect(copy).toMatchObject({ exitCode: 2, stdout: '' });
    expect(copy.stderr).toContain('--format recording needs --redact');
    const wav = await exported(known, '--format', 'wav', '--output', '-');
    expect(wav).toMatchObject({ exitCode: 2, stdout: '' });
    const unknown = await exported(known, '--format', 'pdf');
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toMatch(/Allowed choices are vtt, srt, md/);
    expect((await exported(known)).exitCode).toBe(2);
  });
});

describe('an export of a recording that is not whole', () => {
  async function damaged(name: string): Promise<string> {
    const path = join(cwd, name);
    await cp(known, path, { recursive: true });
    return path;
  }

  it('says that a folder is none', async () => {
    await mkdir(join(cwd, 'empty'));
    const ended = await exported(join(cwd, 'empty'), '--format', 'vtt');
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr).toContain('is not a recording');
    const output = join(cwd, 'copy-of-empty');
    const args = ['--format', 'recording', '--redact', '--output', output];
    const copy = await exported(join(cwd, 'empty'), ...args);
    expect(copy).toMatchObject({ exitCode: 2, stdout: '' });
    expect(copy.stderr).toContain('cannot be read');
    await expect(stat(output)).rejects.toThrow('ENOENT');
  });

  it('uses the sound without the log, and says which formats need the log', async () => {
    const path = await damaged('without-log');
    await rm(join(path, 'events.jsonl'));
    const vtt = await exported(path, '--format', 'vtt');
    expect(vtt).toMatchObject({ exitCode: 2, stdout: '' });
    expect(vtt.stderr).toContain('--format vtt needs the event log');
    const labels = await exported(path, '--format', 'audacity');
    expect(labels.exitCode).toBe(0);
    expect(labels.stdout).toMatch(/^1\.00\d+\t2\.\d+\tYou\n/);
    expect((await exported(path, '--format', 'wav')).exitCode).toBe(0);
  });

  it('uses the log without the sound, or with less of it', async () => {
    const path = await damaged('short');
    await truncate(join(path, 'session.wav'), 44 + 24_000 * 4);
    const short = await exported(path, '--format', 'wav');
    expect(short.exitCode).toBe(0);
    expect(short.stderr).toContain('session.wav ends at 1.0 s, but');
    await rm(join(path, 'session.wav'));
    const wav = await exported(path, '--format', 'wav', '--force');
    expect(wav.exitCode).toBe(2);
    expect(wav.stderr).toContain('needs a session.wav with sound');
    const markdown = await exported(path, '--format', 'md');
    expect(markdown.exitCode).toBe(0);
    expect(markdown.stdout).toContain('Yes, it is.');
  });

  it('leaves out torn lines, and says so', async () => {
    const path = await damaged('torn');
    const log = join(path, 'events.jsonl');
    const lines = (await readFile(log, 'utf8')).split('\n');
    lines.splice(4, 0, '{"t":1,"type":"ser');
    await writeFile(log, lines.join('\n'));
    const ended = await exported(path, '--format', 'har', '--redact');
    expect(ended.exitCode).toBe(0);
    expect(ended.stderr).toContain('1 line of the event log is not JSON');
    const har: unknown = JSON.parse(ended.stdout);
    expect(isJsonObject(har) && har['log']).toMatchObject({ version: '1.2' });
    await rm(join(path, 'session.wav'));
    const copy = await exported(
      ...[path, '--format', 'recording', '--redact', '--output', join(cwd, 'copy-of-torn')],
    );
    expect(copy.exitCode).toBe(0);
    expect(copy.stderr).toContain('Skipped damaged lines of the event log: 1.');
    expect(copy.stderr).toContain('the copy has no sound either');
    expect(await readRecording(join(cwd, 'copy-of-torn'))).toMatchObject({ torn: 0, skipped: 0 });
  });

  it('refuses a format of the future, and reads what is still written', async () => {
    const path = await damaged('future');
    const log = join(path, 'events.jsonl');
    const text = await readFile(log, 'utf8');
    await writeFile(log, text.replace('"version":2', '"version":9'));
    const future = await exported(path, '--format', 'srt');
    expect(future.exitCode).toBe(2);
    expect(future.stderr).toContain('format version 9');
    await writeFile(log, text.split('\n').slice(0, -3).join('\n').slice(0, -7));
    const running = await exported(path, '--format', 'srt');
    expect(running.exitCode).toBe(0);
    expect(running.stderr).toContain('The event log has no end');
    expect(running.stdout).toContain('Assistant: Yes, it is.');
  });
});
