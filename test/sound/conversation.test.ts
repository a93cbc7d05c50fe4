import { execFile, execFileSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Input } from '../../src/session/inputs.js';
import { watchHoldUps } from '../helpers/held-up.js';
import { patienceMs } from '../helpers/patience.js';
import {
  killProgramsAfterAll,
  startProgram,
  temporaryFolder,
  type RunningProgram,
} from '../helpers/program.js';
import { it } from '../helpers/pty.js';
import { recognise, sayWithEspeak } from '../helpers/recognise.js';
import {
  cuts,
  handedSamples,
  isListening,
  isSaid,
  replies,
  SessionLog,
  transcripts,
} from '../helpers/session-log.js';
import { audibleSpan, clearlyAudible, findPieces, isSilent } from '../helpers/sound-marks.js';
import {
  hasVirtualSound,
  openVirtualSound,
  type Listening,
  type VirtualSound,
} from '../helpers/virtual-sound.js';

const rateHz = 24_000;
const frame = rateHz / 50;
/** What a device has in hand at least. */
const runsDryMs = 40;
/** In which a cut reply fades out. */
const fadeSamples = (3 * rateHz) / 1000;
const atOnce = { interval: 50 };
const testTimeoutMs = 3 * patienceMs;

const cwd = temporaryFolder();
killProgramsAfterAll();

let card: VirtualSound;
let question: Awaited<ReturnType<typeof sayWithEspeak>>;
let request: Awaited<ReturnType<typeof sayWithEspeak>>;

interface Conversation {
  readonly program: RunningProgram;
  readonly log: SessionLog;
  readonly until: (condition: (inputs: readonly Input[]) => boolean) => Promise<void>;
  /** Ends it as the end of stdin does. */
  readonly end: () => Promise<void>;
}

/** A spoken conversation with the emulator; it listens when this settles. */
async function talk(name: string): Promise<Conversation> {
  const folder = join(cwd, name);
  const log = new SessionLog(folder);
  const program = startProgram(['talk', '--record', folder, '--mic', 'default'], {
    cwd,
    env: card.env,
    input: null,
    deadlineMs: testTimeoutMs,
  });
  const until: Conversation['until'] = async (condition) => {
    await expect.poll(async () => condition(await log.inputs()), atOnce).toBe(true);
  };
  await until(isListening);
  return {
    program,
    log,
    until,
    async end() {
      program.child.stdin?.end();
      expect((await program.ended).exitCode).toBe(0);
    },
  };
}

/**
 * Checks that what the speaker played of the only reply that was cut, what the log says, what the recording holds and
 * what the service was told are one and the same, within a frame of 20 ms. The counting is the first thing the speaker
 * plays.
 * @param heldUpMs how long the machine left a bare thread without a processor meanwhile: so much sound may be torn below
 * the program
 */
async function expectOneTruth(
  log: SessionLog,
  played: Int16Array,
  heldUpMs: number,
): Promise<void> {
  const inputs = await log.inputs();
  const count = replies(inputs).find(({ text }) => text.startsWith('One, two, three'));
  if (count === undefined) throw new Error('it did not count');
  const { itemId, runs, handedSamples: handed, receivedSamples } = count;
  expect(handed).toBeGreaterThan(2 * rateHz);
  expect(handed).toBeLessThan(receivedSamples);
  const [flushed] = cuts(inputs).flushed;
  const heard = flushed?.handedSamples ?? Number.NaN;
  expect(cuts(inputs)).toEqual({
    flushed: [{ itemId, handedSamples: heard }],
    truncated: [{ itemId, audioEndMs: Math.floor(heard / (rateHz / 1000)) }],
  });
  // What the device held was kept from sounding.
  const unheard = handed - heard;
  // A device that ran dry while the machine was held up holds nothing.
  if (heldUpMs < runsDryMs) expect(unheard).toBeGreaterThan(0);
  expect(unheard).toBeLessThan(rateHz / 4);

  const { right } = await log.sound();
  const from = runs[0]?.atSample ?? Number.NaN;
  const last = runs.at(-1);
  const to = (last?.atSample ?? Number.NaN) + (last?.samples ?? Number.NaN) - unheard;
  expect(to - from).toBeGreaterThanOrEqual(heard);
  expect(isSilent(right.subarray(to + fadeSamples, to + rateHz / 4))).toBe(true);

  const recorded = right.subarray(from, to);
  const marks = audibleSpan(recorded);
  // More than a second is torn by no machine that could hold a conversation.
  const tolerance = frame + Math.round((Math.min(heldUpMs, 1000) * rateHz) / 1000);
  const pieces = findPieces(recorded.subarray(marks.first, marks.last), {
    sound: played,
    near: audibleSpan(played).first,
    reach: Math.min(4 * frame + tolerance, rateHz / 4),
    pieceSamples: rateHz / 10,
  });
  expect(pieces.found).toBeGreaterThan(pieces.looked * 0.6);
  expect(pieces.lost).toBeLessThanOrEqual(tolerance);
  // Both end together. What is within the tolerance of the cut may be heard in one only: where the cut falls on the
  // start of a word, the last sound of the other lies before the pause. What is clear in one is audible in the other.
  const at = pieces.lastShift - marks.first;
  const heardEnd = at + recorded.length;
  const lastOf = (sound: Int16Array, end: number, level?: number): number =>
    audibleSpan(sound.subarray(0, end), level).last;
  const clearlyRecorded = at + lastOf(recorded, recorded.length - tolerance, clearlyAudible);
  expect(lastOf(played, heardEnd + tolerance)).toBeGreaterThanOrEqual(clearlyRecorded - tolerance);
  const clearlyPlayed = lastOf(played, heardEnd - tolerance, clearlyAudible);
  expect(clearlyPlayed).toBeLessThanOrEqual(at + marks.last + tolerance);
  expect(isSilent(played.subarray(heardEnd + tolerance, heardEnd + rateHz / 4))).toBe(true);
}

describe.skipIf(!hasVirtualSound())('a spoken conversation (needs PulseAudio)', () => {
  beforeAll(async () => {
    [card, question, request] = await Promise.all([
      openVirtualSound(),
      sayWithEspeak('what time is it'),
      sayWithEspeak('please count'),
    ]);
  });

  afterAll(async () => {
    await card.close();
  });

  it(
    'is heard, understood, answered aloud and recorded (needs PulseAudio)',
    { timeout: testTimeoutMs },
    async () => {
      const speaker = await card.listen('speaker', rateHz);
      const room = await card.listen('room', rateHz);
      const heldUpMs = await watchHoldUps();
      const { log, until, end } = await talk('question');
      await card.speak(question);
      await until((inputs) => isSaid(inputs, /^It is /));
      const played = await speaker.stop();
      const spoken = await room.stop();
      await end();
      const inputs = await log.inputs();
      expect(transcripts(inputs)).toEqual(['What time is it']);
      const said = replies(inputs)[0]?.text.toLowerCase().replace('.', '') ?? '';
      // None that differs from the answer in the minute only: that is more than the recogniser can tell.
      const others = [
        'ten forty five',
        'half past nine',
        "six o'clock",
        'eleven oh two',
        'four',
      ].filter((time) => !time.split(' ').some((word) => said.includes(word)));
      const phrases = [...others.map((time) => `it is ${time}`), 'hello my friend', said];
      const { first, last } = audibleSpan(played);
      const reply = played.subarray(first - rateHz / 5, last + rateHz / 5);
      expect(await recognise({ samples: reply, rateHz }, phrases)).toBe(said);
      await expectTimelyRecording(log, { played, speaker, spoken, room }, await heldUpMs());
    },
  );

  it(
    'tells one truth about what was heard when speech interrupts (needs PulseAudio)',
    { timeout: testTimeoutMs },
    async () => {
      const speaker = await card.listen('speaker', rateHz);
      const heldUpMs = await watchHoldUps();
      const { log, until, end } = await talk('spoken');
      await card.speak(request);
      await until((inputs) => handedSamples(inputs) > 3 * rateHz);
      await card.speak(question);
      await until((inputs) => isSaid(inputs, /^It is /));
      const played = await speaker.stop();
      await end();
      expect(transcripts(await log.inputs())).toEqual(['Please count', 'What time is it']);
      await expectOneTruth(log, played, await heldUpMs());
    },
  );

  it(
    'tells one truth about what was heard when Esc interrupts (needs PulseAudio)',
    { timeout: testTimeoutMs },
    async ({ open }) => {
      const folder = join(cwd, 'escape');
      const log = new SessionLog(folder);
      const speaker = await card.listen('speaker', rateHz);
      const heldUpMs = await watchHoldUps();
      const program = open(['talk', '--record', folder], {
        cwd,
        env: card.env,
        columns: 160,
        rows: 40,
      });
      await program.waitFor('○ listening');
      await program.say('count to sixty');
      await program.waitFor('♪ speaking');
      await expect
        .poll(async () => handedSamples(await log.inputs()), atOnce)
        .toBeGreaterThan(3 * rateHz);
      program.press('escape');
      await program.waitFor(/heard [\d.]+ of [\d.]+ s, truncated at \d+ ms/);
      const [, shown] = /truncated at (\d+)/.exec(program.words()) ?? [];
      const played = await speaker.stop();
      expect(await program.quit()).toBe(0);
      await expectOneTruth(log, played, await heldUpMs());
      expect(cuts(await log.inputs()).truncated[0]?.audioEndMs).toBe(Number(shown));
    },
  );

  it(
    'has no gap in its sound while the terminal is not read (needs PulseAudio, Linux)',
    { timeout: testTimeoutMs, skip: process.platform !== 'linux' },
    async ({ open }) => {
      const folder = join(cwd, 'stalled');
      const log = new SessionLog(folder);
      const speaker = await card.listen('speaker', rateHz);
      const heldUpMs = await watchHoldUps();
      const program = open(['talk', '--record', folder], { cwd, env: card.env });
      await program.waitFor('○ listening');
      await program.say('count to sixty');
      await program.waitFor('♪ speaking');
      const handed = async (): Promise<number> => handedSamples(await log.inputs());
      await expect.poll(handed, atOnce).toBeGreaterThan(rateHz);
      const terminal = readlinkSync(`/proc/${String(program.pid)}/fd/0`);
      execFileSync('stty', ['-F', terminal, 'ixon', '-ixany']);
      program.press('ctrl+s');
      const unread = program.chunks.length;
      await expect.poll(handed, atOnce).toBeGreaterThan(5 * rateHz);
      expect(program.chunks.length - unread).toBeLessThan(5);
      program.press('ctrl+q');
      program.press('escape');
      await program.waitFor(/heard [\d.]+ of [\d.]+ s, truncated at \d+ ms/);
      const played = await speaker.stop();
      expect(await program.quit()).toBe(0);
      await expectOneTruth(log, played, await heldUpMs());
    },
  );

  it(
    'is heard again when the program was stopped by Ctrl-Z and continues (needs PulseAudio)',
    { timeout: testTimeoutMs, skip: process.platform === 'win32' },
    async ({ open }) => {
      const folder = join(cwd, 'suspended');
      const log = new SessionLog(folder);
      const job = '"$@"; echo stopped; read line; fg; echo "exit code $?"';
      const program = open(['talk', '--record', folder], { cwd, env: card.env, job });
      await program.waitFor('○ listening');
      await program.say('count to sixty');
      await program.waitFor('♪ speaking');
      const handed = async (): Promise<number> => handedSamples(await log.inputs());
      await expect.poll(handed, atOnce).toBeGreaterThan(rateHz);
      program.press('ctrl+z');
      await program.waitFor('stopped');
      const before = await handed();
      const speaker = await card.listen('speaker', rateHz);
      program.press('enter');
      await expect.poll(handed, atOnce).toBeGreaterThan(before + 2 * rateHz);
      const played = await speaker.stop();
      const { first, last } = audibleSpan(played);
      expect(last - first).toBeGreaterThan(rateHz);
      await program.waitFor(() => program.terminal().alternateScreen);
      program.press('escape');
      await program.waitFor(/heard [\d.]+ of [\d.]+ s/);
      await program.say('/quit');
      await program.waitFor('exit code 0');
    },
  );

  it(
    'goes on, and sounds again, when the audio host is killed (needs PulseAudio)',
    { timeout: testTimeoutMs },
    async () => {
      const { program, log, until, end } = await talk('killed');
      program.child.stdin?.write('count to sixty\n');
      await until((inputs) => handedSamples(inputs) > rateHz);
      const heldUpAtLossMs = await watchHoldUps();
      process.kill(await audioHostOf(program), 'SIGKILL');
      await until((inputs) => inputs.some(({ type }) => type === 'audio-restored'));
      expect(missedAfterMs(await log.inputs())).toBeLessThan(600 + (await heldUpAtLossMs()));
      const speaker = await card.listen('speaker', rateHz);
      const heldUpMs = await watchHoldUps();
      await card.speak(question);
      await until((inputs) => isSaid(inputs, /^It is /));
      const played = await speaker.stop();
      await end();
      const inputs = await log.inputs();
      expect(transcripts(inputs)).toEqual(['What time is it']);
      const { last, first } = audibleSpan(played);
      const said = replies(inputs).at(-1)?.handedSamples ?? Number.NaN;
      const slack = rateHz / 2 + ((await heldUpMs()) * rateHz) / 1000;
      expect(Math.abs(last - first - said)).toBeLessThan(slack);
    },
  );
});

/**
 * Time from the person's first sound to the reply's, as the air had it and as the recording has it: the recording places
 * the reply at the time of the ear.
 */
async function expectTimelyRecording(
  log: SessionLog,
  heard: {
    readonly played: Int16Array;
    readonly speaker: Listening;
    readonly spoken: Int16Array;
    readonly room: Listening;
  },
  heldUpMs: number,
): Promise<void> {
  const { left, right } = await log.sound();
  const perMs = rateHz / 1000;
  const inAir =
    heard.speaker.startMs() +
    audibleSpan(heard.played).first / perMs -
    (heard.room.startMs() + audibleSpan(heard.spoken).first / perMs);
  const inRecording = (audibleSpan(right).first - audibleSpan(left).first) / perMs;
  // A frame at the microphone, and what a sink of the server has rendered ahead (measured: 12 to 20 ms, always early).
  expect(Math.abs(inAir - inRecording)).toBeLessThan(30 + heldUpMs);
}

/** From the last frame that was handed over to the notice that sound is lost, by the program's account. */
function missedAfterMs(inputs: readonly Input[]): number {
  const lost = inputs.findIndex(({ type }) => type === 'audio-lost');
  const last = inputs.slice(0, lost).findLast(({ type }) => type === 'played');
  return (inputs[lost]?.nowMs ?? Number.NaN) - (last?.nowMs ?? Number.NaN);
}

/** Process id of the program's audio host. */
async function audioHostOf(program: RunningProgram): Promise<number> {
  const parent = String(program.child.pid);
  const { stdout } = await promisify(execFile)('pgrep', ['-P', parent, '-f', 'audio-host.cjs']);
  return Number(stdout.trim());
}
