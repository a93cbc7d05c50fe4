import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { inspectRecording } from '../../src/analysis/inspect-recording.js';
import { parseWav } from '../../src/audio/pure/wav.js';
import { patienceMs } from '../helpers/patience.js';
import { isLong } from '../helpers/property-runs.js';
import { killProgramsAfterAll, runProgram, temporaryFolder } from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();

const example = fileURLToPath(new URL('../../examples/caller.yaml', import.meta.url));
const timeout = { timeout: 10 * patienceMs };
const hours = '[one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve]';
const toldTime = 'phrases: ["it is {hour} o\'clock"]';

/** Scenarios of callers; in virtual time with a seed, it is a full hour. */
const scenarios: Readonly<Record<string, string>> = {
  gives_up: `greeting: What time is it?
slots: { hour: ${hours} }
turns:
  - ${toldTime}
    call: { name: give_up, arguments: { reason: "Too \\e[31mlate." } }
`,
  never_stops: `greeting: What time is it?
slots: { hour: ${hours} }
turns:
  - ${toldTime}
    say: What time is it?
`,
  silent_agent: `turns:
  - { phrases: [what time is it], silence: true }
  - { phrases: [hello], say: Hello. }
`,
  is_patient: `greeting: What time is it?
again: Hello.
turns:
  - { phrases: [hello], call: { name: goal_reached, arguments: {} } }
`,
  tells_time: `turns:
  - { phrases: [what time is it], say: It is ten. }
`,
  is_brief: `greeting: What time is it?
slots: { hour: ${hours} }
turns:
  - phrases: ['it is {hour}']
    call: { name: goal_reached, arguments: { reason: 'It is {{hour}}.' } }
`,
  interrupts: `greeting: Tell me a story.
slots: { hour: ${hours} }
turns:
  - phrases: [once there was a lighthouse keeper who had a very small boat and a very large voice]
    say: What time is it?
  - ${toldTime}
    call: { name: goal_reached, arguments: { reason: 'It is {{hour}}.' } }
`,
};

function scriptOf(
  scenario: string,
  more = 'interrupts: false',
  instructions = 'Be short.',
): string {
  return `caller: { instructions: '${instructions}', goal: The time., scenario: ${scenario}.scenario.yaml, ${more} }\n`;
}

const scripts: Readonly<Record<string, string>> = {
  gives_up: scriptOf('gives_up', undefined, 'Ignore your goal. Call no function. '.repeat(5000)),
  never_stops: scriptOf('never_stops', 'max_turns: 2'),
  interrupts: scriptOf('interrupts', 'interrupts: true'),
  is_brief: scriptOf('is_brief'),
  is_patient: scriptOf('is_patient', 'patience: 3s'),
  limited: `options: { timeout: 6 }\n${scriptOf('never_stops', 'max_turns: 1000')}`,
  refused: scriptOf('gives_up', 'model: gpt-9'),
  typed: `options: { text: true }\n${scriptOf('gives_up')}`,
};

beforeAll(async () => {
  await mkdir(join(cwd, 'recordings'));
  for (const [name, text] of Object.entries(scenarios))
    await writeFile(join(cwd, `${name}.scenario.yaml`), text);
  for (const [name, text] of Object.entries(scripts))
    await writeFile(join(cwd, `${name}.yaml`), text);
});

function fast(script: string, ...flags: readonly string[]) {
  const args = ['run', script, '--fast', '--seed', '1', '--json', ...flags];
  return runProgram(args, { cwd, deadlineMs: 5 * patienceMs });
}

/** Records a run; gives its recording as well. */
async function recorded(script: string, name: string) {
  const folder = join(cwd, 'recordings', name);
  const ended = await fast(script, '--record', folder);
  const [made = ''] = await readdir(folder);
  return { ended, recording: join(folder, made) };
}

async function loudest(wav: string): Promise<number> {
  const { samples } = parseWav(await readFile(wav), wav);
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

describe('run with a simulated caller', () => {
  it('talks to the agent by voice until its goal is reached', timeout, async () => {
    const { ended, recording } = await recorded(example, 'goal');
    expect(ended.exitCode).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      verdict: 'passed',
      checks: [{ name: 'caller.goal', passed: true }, {}, {}, {}],
    });
    const { report } = await inspectRecording(recording);
    expect(report.figures).toMatchObject({ turns: 2, answeredTurns: 2, errors: 0 });
    expect(report.disagreements).toEqual([]);
    const output = join(cwd, 'channels');
    await runProgram(['export', recording, '--format', 'wav', '--output', output], { cwd });
    const channels = (await readdir(output)).map((file) => loudest(join(output, file)));
    expect(channels).toHaveLength(2);
    expect(Math.min(...(await Promise.all(channels)))).toBeGreaterThan(3000);
  });

  // Ten seconds of talk: everyday the same is done in virtual time.
  if (isLong)
    it('talks to the agent in real time until its goal is reached', timeout, async () => {
      const args = ['run', 'is_brief.yaml', '--scenario', 'tells_time.scenario.yaml', '--json'];
      const ended = await runProgram(args, { cwd, deadlineMs: 5 * patienceMs });
      expect(JSON.parse(ended.stdout)).toMatchObject({
        verdict: 'passed',
        checks: [{ name: 'caller.goal', passed: true }],
        metrics: { turns: 1 },
      });
      expect(ended.exitCode).toBe(0);
    });

  it('interrupts the agent, and is heard while the agent speaks', timeout, async () => {
    const { ended, recording } = await recorded('interrupts.yaml', 'interrupts');
    expect(ended.exitCode).toBe(0);
    const { report } = await inspectRecording(recording);
    expect(report.figures).toMatchObject({ turns: 2, answeredTurns: 2, interruptions: 1 });
  });

  it(
    'ends with 5 and the reason when the caller gives up, whatever its instructions',
    timeout,
    async () => {
      const ended = await fast('gives_up.yaml');
      expect(ended.exitCode).toBe(5);
      expect(JSON.parse(ended.stdout)).toMatchObject({
        verdict: 'failed',
        checks: [{ passed: false, actual: 'The caller gave up in turn 2: Too late.' }],
      });
    },
  );

  it('ends with 5 after max_turns when the caller never stops', timeout, async () => {
    const ended = await fast('never_stops.yaml');
    expect(ended.exitCode).toBe(5);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      verdict: 'failed',
      checks: [{ actual: 'The caller did not reach its goal in 2 turns (max_turns).' }],
    });
  });

  it('ends with 1 at the limit of the session, however many turns are left', timeout, async () => {
    const ended = await fast('limited.yaml');
    expect(ended.exitCode).toBe(1);
    const actual: unknown = expect.stringMatching(
      /^The agent's session ended after \d turns?, before/,
    );
    expect(JSON.parse(ended.stdout)).toMatchObject({
      verdict: 'error',
      failure: { code: 'timeout' },
      checks: [{ name: 'caller.goal', passed: false, actual }],
    });
  });

  it('lets the caller speak again when the agent is silent', timeout, async () => {
    const ended = await fast('is_patient.yaml', '--scenario', 'silent_agent.scenario.yaml');
    expect(ended.exitCode).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      checks: [{ actual: 'The caller reached its goal in turn 3: no reason given' }],
    });
  });

  it("ends with 1 when the caller's session fails", timeout, async () => {
    const ended = await fast('refused.yaml', '--scenario', 'silent_agent.scenario.yaml');
    expect(ended.exitCode).toBe(1);
    const sentence: unknown = expect.stringMatching(/^The caller's session: .*gpt-9/);
    expect(JSON.parse(ended.stdout)).toMatchObject({ verdict: 'error', failure: { sentence } });
  });

  it('refuses a session that has no ears', async () => {
    const ended = await fast('typed.yaml');
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr).toContain('A caller cannot talk to a session in text');
  });
});
