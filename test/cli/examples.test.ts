import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { packageRoot } from '../../src/shared/paths.js';
import { readResultLines } from '../../src/script/run/result-lines.js';
import { patienceMs } from '../helpers/patience.js';
import { killProgramsAfterAll, runProgram, temporaryFolder } from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();
const examples = join(packageRoot, 'examples');

/** A change of each example after which it must fail, and the expectation that must notice it. */
const broken = [
  ['smoke.yaml', 'reply: help you', 'reply: no help', 'reply.contains'],
  ['tools.yaml', "city: '${city}' }", 'city: Rome }', 'tools'],
  ['barge-in.yaml', 'yield.samples: 300ms', 'yield.samples: 1ms', 'yield.samples'],
  ['backchannel.yaml', 'speech_duration_ms: 500', 'speech_duration_ms: 100', 'heard.contains'],
  ['noise.yaml', 'snr_db: 20', 'snr_db: -20', 'transcript.contains'],
  ['mcp-approval.yaml', 'deny: find_book', 'approve: find_book', 'events.response.mcp_call.failed'],
  ['latency-budget.yaml', 'max: 1.5s', 'max: 0.1s', 'latency.samples'],
  ['cost-cap.yaml', 'cost: 0.05', 'cost: 0.0001', 'cost'],
] as const;

const deadlineMs = 6 * patienceMs;

async function run(folder: string): Promise<{
  readonly exitCode: number | null;
  readonly failed: ReadonlyMap<string, readonly string[]>;
}> {
  const args = ['run', '--fast', '--seed', '1', '--concurrency', '4', '--json', folder];
  const { exitCode, stdout, stderr } = await runProgram(args, { cwd, deadlineMs });
  const read = readResultLines(stdout);
  if (typeof read === 'number') throw new Error(`${stderr}${stdout}`);
  const failed = read.results.map(({ file, checks, problems }): [string, readonly string[]] => [
    file.slice(folder.length + 1),
    [
      ...checks.flatMap(({ passed, name }) => (passed ? [] : [name])),
      ...problems.map(({ reason }) => reason),
    ],
  ]);
  return { exitCode, failed: new Map(failed) };
}

describe('the examples', () => {
  it('pass against the emulator', { timeout: deadlineMs }, async () => {
    const { exitCode, failed } = await run(examples);
    expect([...failed].filter(([, names]) => names.length > 0)).toEqual([]);
    for (const [file] of broken) expect(failed.has(file), file).toBe(true);
    expect(exitCode).toBe(0);
  });

  it('fail when what they expect is not so', { timeout: deadlineMs }, async () => {
    const folder = join(cwd, 'broken');
    cpSync(examples, folder, { recursive: true });
    rmSync(join(folder, 'caller.yaml'));
    for (const [file, from, to] of broken) {
      const path = join(folder, file);
      const text = readFileSync(path, 'utf8');
      expect(text).toContain(from);
      writeFileSync(
        path,
        text.replace(from, () => to),
      );
    }
    const { exitCode, failed } = await run('broken');
    for (const [file, , , name] of broken) expect(failed.get(file), file).toContain(name);
    expect(exitCode).toBe(5);
  });
});

describe('the examples for continuous integration', () => {
  it.each(['voice.yml', 'kubernetes-job.yaml'])('%s uses options that exist', async (name) => {
    const text = readFileSync(join(examples, 'ci', name), 'utf8');
    expect(parseDocument(text).errors).toEqual([]);
    const uses = [...text.matchAll(/^[^#\n]*\bvoicelive (run|merge) (.*)$/gm)];
    expect(uses.length).toBeGreaterThan(0);
    for (const [, command = '', line = ''] of uses) {
      const { stdout } = await runProgram([command, '--help'], { cwd });
      for (const [flag] of line.matchAll(/--[a-z-]+/g)) expect(stdout).toContain(`  ${flag} `);
    }
  });
});
