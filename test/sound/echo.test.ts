import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patienceMs } from '../helpers/patience.js';
import { killProgramsAfterAll, startProgram, temporaryFolder } from '../helpers/program.js';
import { isListening, SessionLog } from '../helpers/session-log.js';
import { hasVirtualSound, openVirtualSound, type VirtualSound } from '../helpers/virtual-sound.js';
import type { Input } from '../../src/session/inputs.js';

const script = 'scripts/virtual-sound.sh';
const cwd = temporaryFolder();
killProgramsAfterAll();
const patient = { interval: 50 };
let card: VirtualSound;

const heardMs = (inputs: readonly Input[]): number =>
  inputs
    .flatMap((input) => (input.type === 'played' ? input.runs : []))
    .reduce((sum, run) => sum + run.samples / 24, 0);
const interruptions = (inputs: readonly Input[]): number =>
  inputs.filter(
    (input) => input.type === 'server' && input.event.type === 'input_audio_buffer.speech_started',
  ).length;

/** Asks for the long count with a microphone that hears the speaker, and waits until 3 s of it were heard. */
async function countAloud(name: string, options: readonly string[]): Promise<readonly Input[]> {
  const folder = join(cwd, name);
  const log = new SessionLog(folder);
  const program = startProgram(['talk', '--record', folder, '--mic', 'default', ...options], {
    cwd,
    env: card.env,
    input: null,
    deadlineMs: 2 * patienceMs,
  });
  await expect.poll(async () => isListening(await log.inputs()), patient).toBe(true);
  program.child.stdin?.write('count to sixty\n');
  await expect
    .poll(async () => {
      const inputs = await log.inputs();
      return interruptions(inputs) > 0 || heardMs(inputs) > 3000;
    }, patient)
    .toBe(true);
  program.child.kill('SIGTERM');
  await program.ended;
  return log.inputs();
}

describe.skipIf(!hasVirtualSound())(
  'a speaker that the microphone hears (needs PulseAudio)',
  () => {
    beforeAll(async () => {
      card = await openVirtualSound();
      execFileSync(script, ['hear-self', 'on'], {
        env: { ...process.env, ...card.env },
      });
    });
    afterAll(() => card.close());

    it(
      'makes the assistant interrupt itself when nothing is done about it',
      async () => {
        expect(interruptions(await countAloud('open', []))).toBeGreaterThan(0);
      },
      3 * patienceMs,
    );

    it(
      'is not listened to in half-duplex: the reply is heard without an interruption',
      async () => {
        const inputs = await countAloud('half-duplex', ['--half-duplex']);
        expect(interruptions(inputs)).toBe(0);
        expect(heardMs(inputs)).toBeGreaterThan(3000);
      },
      3 * patienceMs,
    );
  },
);
