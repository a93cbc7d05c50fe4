import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  bareEnvironment,
  fixture,
  killProgramsAfterAll,
  runProgram,
  startProgram,
  temporaryFolder,
} from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();

const spokenTurn = fixture('speech/what-time-is-it.wav');
const quick = ['--emulator-latency', 'none'];

const scripts: Readonly<Record<string, string>> = {
  'good/greet.yaml':
    'name: greeting\nturns:\n  - text: hello\n    expect:\n      reply: {contains: emulator}\n',
  'good/smoke.txt': 'hello\nhelp me\n',
  'good/_part.yaml': 'this is a part of others\n',
  'good/session.yaml': 'instructions: |\n  turns: none\n',
  'good/tools.yml': '- name: get_time\n  command: [date]\n',
  'unmet.yaml':
    'turns:\n  - text: hello\n    expect:\n      reply: {contains: the weather on Mars}\n',
  'unanswered.txt': 'hello\nshow me an error\n',
  'unknown.yaml': 'turns:\n  - txt: hello\n',
  'pattern.yaml': 'turns:\n  - text: hello\n    expect:\n      reply: {matches: "("}\n',
  'circle.yaml': 'turns:\n  - include: circle.yaml\n',
  'never.yaml':
    'turns:\n  - text: hello\n  - text: more\n    at: {event: conversation.item.retrieved}\n    timeout: 300ms\n',
  'judged.yaml':
    "turns:\n  - text: hello\n    expect:\n      judge: says 'Hello'\n  - text: hello\n    expect:\n      judge: says 'Bonjour'\n",
  'quoting.yaml':
    'turns:\n  - text: hello\n    expect: {reply: {contains: "${env:GATEWAY_TOKEN}"}}\n',
  'spoken.yaml': `turns:\n  - play: ${spokenTurn}\n    expect:\n      reply: {matches: .}\n`,
  'evil\u001b[31m<&".txt': 'show me an error\n',
};

beforeAll(async () => {
  await mkdir(join(cwd, 'good'));
  for (const [path, source] of Object.entries(scripts)) await writeFile(join(cwd, path), source);
});

function lines(text: string): readonly unknown[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

describe('run with several scripts', () => {
  it('runs the scripts of a folder, without their parts and other YAML files, and ends with 0', async () => {
    const ended = await runProgram(['run', 'good', ...quick], { cwd });
    expect(ended.stdout).toMatch(/^pass +good\/greet\.yaml {2}/m);
    expect(ended.stdout).toMatch(/^pass +good\/smoke\.txt {2}/m);
    expect(ended.stdout).toContain('2 passed  (2 runs of 2 scripts');
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('shows where an expectation failed, what was expected and what came, and ends with 5', async () => {
    const ended = await runProgram(['run', 'unmet.yaml', ...quick], { cwd });
    expect(ended.stdout).toMatch(/^FAIL +unmet\.yaml/m);
    expect(ended.stdout).toMatch(
      /unmet\.yaml:4:\d+ {2}reply\.contains \(step 1\)\n +reply: \{contains: the/,
    );
    expect(ended.stdout).toContain('the weather on Mars');
    expect(ended.stdout).toContain('Hello! I am the voice live emulator.');
    expect(ended.exitCode).toBe(5);
  });

  it('ends with 1 when a turn was not answered, and prints a line of JSON a result', async () => {
    const ended = await runProgram(['run', 'unanswered.txt', 'good', '--json', ...quick], { cwd });
    const results = lines(ended.stdout);
    const reason: unknown = expect.stringContaining(
      'The turn was not answered: the service reported ',
    );
    expect(results).toHaveLength(3);
    expect(results).toContainEqual(
      expect.objectContaining({
        file: 'unanswered.txt',
        verdict: 'error',
        problems: [expect.objectContaining({ reason })],
      }),
    );
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toContain('2 passed, 1 error');
  });

  it('lists everything that is wrong in any script before the first one runs', async () => {
    const names = ['good', 'unknown.yaml', 'pattern.yaml', 'circle.yaml'];
    const ended = await runProgram(['run', ...names, ...quick], { cwd });
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr).toContain('Did you mean "text"?');
    expect(ended.stderr).toContain('pattern.yaml:4:');
    expect(ended.stderr).toContain('circle.yaml');
  });

  it('does not wait without end for a folder that cannot be made', async () => {
    const ended = await runProgram(['run', 'good', '--report', '/proc/below'], { cwd });
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr).toContain('--report: cannot write into /proc/below: ');
  });

  it('does not wait without end for what cannot come', async () => {
    const ended = await runProgram(['run', 'never.yaml', ...quick], { cwd });
    expect(ended.stdout).toMatch(
      /never\.yaml:3:\d+ {2}step 2\n.*\n.*conversation\.item\.retrieved/,
    );
    expect(ended.exitCode).toBe(1);
  });

  it('shows no secret of the environment that a script quotes', async () => {
    const secret = 'a-secret-of-the-gateway';
    const env = bareEnvironment(cwd, { GATEWAY_TOKEN: secret });
    const args = ['run', 'quoting.yaml', '--json', '--junit', 'quoting.xml', ...quick];
    const ended = await runProgram(args, { cwd, env });
    expect(ended.exitCode).toBe(5);
    expect(ended.stdout).toContain('a text with \\"<redacted ');
    const xml = await readFile(join(cwd, 'quoting.xml'), 'utf8');
    for (const text of [ended.stdout, ended.stderr, xml]) expect(text).not.toContain(secret);
  });

  it('gives figures as exact as they are measured', async () => {
    const { stdout } = await runProgram(['run', 'unmet.yaml', '--json', ...quick], { cwd });
    const [result] = lines(stdout);
    const figures = /"metrics":(\{.*?\})/.exec(JSON.stringify(result))?.[1] ?? '';
    expect(figures).toContain('latency.p50');
    expect(figures).not.toMatch(/\d\.\d{7}/);
    expect(figures).toMatch(/"latency.p50":\d+(?:\.\d)?[,}]/);
  });

  it('asks the judge of the emulator', async () => {
    const ended = await runProgram(['run', 'judged.yaml', '--json', ...quick], { cwd });
    const judged = (passed: boolean): unknown => expect.objectContaining({ name: 'judge', passed });
    expect(lines(ended.stdout)).toEqual([
      expect.objectContaining({ checks: [judged(true), judged(false)] }),
    ]);
    expect(ended.exitCode).toBe(5);
  });

  it('says before the first run what the judge lacks', async () => {
    const judge = '  url: http://127.0.0.1:1/v1\n';
    const source = 'turns:\n  - text: hello\n    expect: {judge: is polite}\n';
    await writeFile(join(cwd, 'no-model.yaml'), `judge:\n${judge}${source}`);
    await writeFile(
      join(cwd, 'no-key.yaml'),
      `judge:\n${judge}  model: m\n  key_from: JUDGE_KEY\n${source}`,
    );
    const noModel = await runProgram(['run', 'good', 'no-model.yaml', ...quick], { cwd });
    expect(noModel).toMatchObject({ exitCode: 2, stdout: '' });
    expect(noModel.stderr).toContain('needs a model');
    const noKey = await runProgram(['run', 'good', 'no-key.yaml', ...quick], { cwd });
    expect(noKey).toMatchObject({ exitCode: 3, stdout: '' });
    expect(noKey.stderr).toContain('JUDGE_KEY');
  });

  it('reports percentiles over all runs wherever results go', async () => {
    await writeFile(
      join(cwd, 'slow.yaml'),
      'turns:\n  - text: hello\n    expect: {latency: {p50: 0ms}}\n',
    );
    const ended = await runProgram(
      [
        'run',
        'slow.yaml',
        '--repeat',
        '2',
        '--json',
        '--junit',
        'p.xml',
        '--report',
        'p',
        ...quick,
      ],
      { cwd },
    );
    expect(ended.exitCode).toBe(5);
    const unmet: unknown = expect.objectContaining({ name: 'latency p50', passed: false });
    expect(lines(ended.stdout)).toHaveLength(3);
    expect(lines(ended.stdout)[2]).toMatchObject({ file: 'slow.yaml', percentiles: [unmet] });
    expect(ended.stderr).toContain('expect: {latency: {p50: 0ms}}');
    expect(await readFile(join(cwd, 'p.xml'), 'utf8')).toContain('name="slow.yaml percentiles"');
    expect(await readFile(join(cwd, 'p/index.html'), 'utf8')).toContain('slow.yaml, percentiles');
    const merged = await runProgram(['merge', 'p'], { cwd });
    expect(merged.exitCode).toBe(5);
  });

  it('runs again when a file changes, also after a mistake, until it is ended', async () => {
    const file = join(cwd, 'watched.yaml');
    const script = (said: string): string =>
      `session: watched-session.yaml\noptions: {tools: watched-tools.yaml}\nturns:\n  - text: hello\n    expect: {reply: {contains: ${said}}}\n`;
    await writeFile(join(cwd, 'watched-session.yaml'), '{}');
    await writeFile(join(cwd, 'watched-tool.mjs'), '');
    const tool = '[{name: find, command: [node, watched-tool.mjs]}]';
    await writeFile(join(cwd, 'watched-tools.yaml'), tool);
    await writeFile(file, script('Mars'));
    const program = startProgram(['run', 'watched.yaml', '--watch', ...quick], { cwd });
    const waits = async (times: number): Promise<void> =>
      expect.poll(() => program.stderr().split('Ctrl-C ends.').length - 1).toBe(times);
    await waits(1);
    expect(program.stdout()).toMatch(/^FAIL/m);
    await writeFile(file, 'turns: 5\n');
    await waits(2);
    expect(program.stderr()).toContain('watched.yaml:1:');
    await writeFile(file, script('emulator'));
    await waits(3);
    expect(program.stdout()).toMatch(/^pass/m);
    await writeFile(join(cwd, 'watched-session.yaml'), 'instructions: Be brief.');
    await expect.poll(() => program.stderr()).toContain('watched-session.yaml changed.\n');
    await waits(4);
    await writeFile(join(cwd, 'watched-tool.mjs'), '// changed');
    await expect.poll(() => program.stderr()).toContain('watched-tool.mjs changed.\n');
    program.child.kill('SIGINT');
    expect(await program.ended).toMatchObject({ exitCode: 130 });
  });

  it('speaks, and measures what was heard in the recording', async () => {
    const ended = await runProgram(['run', 'spoken.yaml', '--fast', '--json', '--record'], { cwd });
    const [result] = lines(ended.stdout);
    expect(result).toMatchObject({ verdict: 'passed', problems: [] });
    expect(result).toHaveProperty('metrics.turns', 1);
    expect(result).toHaveProperty(['metrics', 'latency.samples.p50']);
    expect(result).toHaveProperty('recording');
    expect(ended.exitCode).toBe(0);
  });

  it('repeats, tries again and divides', async () => {
    const repeated = await runProgram(
      ['run', 'good', '--repeat', '3', '--shard', '2/2', ...quick],
      { cwd },
    );
    expect(repeated.stdout).toContain('3 passed  (3 runs of 1 script');
    const retried = await runProgram(
      ['run', 'unanswered.txt', 'good', '--retry', '1', '--bail', '--concurrency', '1', ...quick],
      { cwd },
    );
    expect(retried.stdout).toContain('unanswered.txt, attempt 2');
    expect(retried.stdout).toContain('1 error, 2 not run');
  });

  it('writes JUnit XML and an index of the recordings, also for hostile names', async () => {
    const name = 'evil\u001b[31m<&".txt';
    const args = ['run', name, 'good', '--junit', 'out/junit.xml', '--report', 'out/report'];
    const ended = await runProgram([...args, ...quick], { cwd });
    expect(ended.exitCode).toBe(1);
    expect(ended.stdout).not.toContain('\u001b');
    const xml = await readFile(join(cwd, 'out/junit.xml'), 'utf8');
    expect(xml).toContain('tests="3" failures="0" errors="1"');
    expect(xml).toContain('&lt;&amp;&quot;.txt');
    expect(xml).not.toContain('\u001b');
    const index = await readFile(join(cwd, 'out/report/index.html'), 'utf8');
    const pages = (await readdir(join(cwd, 'out/report'))).filter(
      (each) => each.endsWith('Z.html') || /-[\da-f]+\.html$/.test(each),
    );
    expect(pages).toHaveLength(3);
    for (const page of pages) expect(index).toContain(`href="${page}"`);
    expect(lines(await readFile(join(cwd, 'out/report/results.jsonl'), 'utf8'))).toHaveLength(3);
  });

  it('merges the results of shards into one report', async () => {
    for (const shard of ['1/2', '2/2'])
      await runProgram(
        ['run', 'good', '--shard', shard, '--report', `shard-${shard.charAt(0)}`, ...quick],
        { cwd },
      );
    const ended = await runProgram(['merge', 'shard-1', 'shard-2', '--junit', 'merged.xml'], {
      cwd,
    });
    expect(ended.stdout).toContain('2 passed  (2 runs of 2 scripts');
    expect(ended.exitCode).toBe(0);
    expect(await readFile(join(cwd, 'merged.xml'), 'utf8')).toContain('tests="2"');
    await writeFile(join(cwd, 'nothing.jsonl'), '');
    const nothing = await runProgram(['merge', 'nothing.jsonl'], { cwd });
    expect(nothing).toMatchObject({ exitCode: 2, stdout: '' });
    const wrong = await runProgram(['merge', 'unmet.yaml'], { cwd });
    expect(wrong).toMatchObject({ exitCode: 2, stdout: '' });
    expect(wrong.stderr).toContain('unmet.yaml:1');
  });

  it('reports what was done when it is interrupted', async () => {
    const program = startProgram(
      ['run', 'good', '--repeat', '10000', '--junit', 'out/partial.xml', ...quick],
      { cwd },
    );
    await expect.poll(program.stdout).toContain('pass');
    program.child.kill('SIGINT');
    const ended = await program.ended;
    expect(ended.exitCode).toBe(130);
    expect(ended.stdout).toMatch(/\d+ passed, .*not run/);
    expect(await readFile(join(cwd, 'out/partial.xml'), 'utf8')).toContain('<testcase');
  });

  it('does not wait for a judge that hangs when it is interrupted', async () => {
    let asked = 0;
    const judge = createServer((_request, response) => {
      asked += 1;
      response.write('{"choices":[');
    });
    judge.listen(0, '127.0.0.1');
    await once(judge, 'listening');
    const address = judge.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const source = `judge: {url: 'http://127.0.0.1:${String(port)}/v1', model: m}\n${scripts['judged.yaml'] ?? ''}`;
    await writeFile(join(cwd, 'hanging.yaml'), source);
    try {
      const program = startProgram(['run', 'hanging.yaml', '--retry', '1', ...quick], { cwd });
      await expect.poll(() => asked).toBe(1);
      program.child.kill('SIGINT');
      const ended = await program.ended;
      expect(ended.stdout).toContain('1 interrupted');
      expect(ended.exitCode).toBe(130);
      expect(asked).toBe(1);
    } finally {
      judge.closeAllConnections();
      judge.close();
    }
  });
});
