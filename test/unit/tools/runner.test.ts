import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSecrets } from '../../../src/shared/secrets/registry.js';
import { createToolRunner } from '../../../src/tools/runner.js';
import type { ToolSpec } from '../../../src/tools/tool-spec.js';
import { demoWeather } from '../../../src/tools/tool-spec.js';
import type { ToolOutcome, ToolRunner } from '../../../src/tools/tool-call.js';

let folder = '';
let runners: ToolRunner[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'voicelive-tools-'));
});

afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.close()));
  runners = [];
  rmSync(folder, { recursive: true, force: true });
});

interface Script {
  readonly code: string;
  readonly args?: readonly string[];
  readonly timeoutMs?: number;
}

/** A tool that runs JavaScript in a Node process of its own. */
function nodeTool(script: Script): ToolSpec {
  return {
    definition: { type: 'function', name: 'probe', parameters: { type: 'object' } },
    action: {
      kind: 'command',
      program: process.execPath,
      args: ['-e', script.code, ...(script.args ?? [])],
      directory: folder,
      timeoutMs: script.timeoutMs ?? 15_000,
    },
  };
}

function runnerOf(
  specs: readonly ToolSpec[],
  options: Partial<Parameters<typeof createToolRunner>[1]> = {},
): ToolRunner {
  const runner = createToolRunner(specs, {
    env: process.env,
    secrets: createSecrets(),
    ...options,
  });
  runners.push(runner);
  return runner;
}

function run(script: Script, args = '{}'): Promise<ToolOutcome> {
  return runnerOf([nodeTool(script)]).run({ name: 'probe', arguments: args });
}

/** A process that runs; one that has ended and was not yet collected does not. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function readPids(file: string): readonly number[] {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').map(Number);
  } catch {
    return [];
  }
}

/** A tool that runs another program. */
function programTool(program: string, args: readonly string[], timeoutMs: number): ToolSpec {
  return {
    definition: { type: 'function', name: 'probe' },
    action: { kind: 'command', program, args, directory: folder, timeoutMs },
  };
}

/** Starts processes that leave its process group, one of them with a daemon of its own; all ignore SIGTERM and stay. */
const scattered = `
  trap '' TERM
  setsid sh -c 'echo $$ >> pids; while :; do sleep 60; done' < /dev/null > /dev/null 2>&1 &
  setsid sh -c '(setsid sh -c "echo \\$\\$ >> pids; while :; do sleep 60; done" &) ; echo $$ >> pids; exec sleep 60' &
  echo $$ >> pids
  while :; do sleep 60; done
`;

/** Linux alone tells of what has left the process group. */
const onLinux = test.skipIf(process.platform !== 'linux');

/** Starts a child of its own; both ignore SIGTERM, write their pids and stay. */
const stubbornPair = `
  trap '' TERM
  sh -c 'echo $$ >> pids; while :; do sleep 60; done' &
  echo $$ >> pids
  while :; do sleep 60; done
`;

describe('a command', () => {
  test('gets the arguments as JSON on stdin and answers on stdout', async () => {
    const outcome = await run(
      {
        code: `let text = ''; process.stdin.on('data', (c) => text += c).on('end', () => {
          const { city } = JSON.parse(text); process.stdout.write('sun in ' + city); });`,
      },
      ' {"city": "Malmö"} ',
    );
    expect(outcome).toMatchObject({ ok: true, output: 'sun in Malmö' });
    expect(outcome.elapsedMs).toBeGreaterThan(0);
  });

  test('gets the text that was approved, not another spelling of it', async () => {
    const given = '{"2": 12345678901234567890, "1": 1e400, "2": "\\u0041", "__proto__": {}}';
    const outcome = await run({ code: 'process.stdin.pipe(process.stdout)' }, given);
    expect(outcome).toMatchObject({ ok: true, output: given });
  });

  test('runs in its folder and without a shell', async () => {
    const outcome = await run({
      code: 'console.log(JSON.stringify([process.cwd(), ...process.argv.slice(1)]))',
      args: ['$(id)', '; echo x', '*', '"'],
    });
    const [directory, ...args]: unknown[] = [...toArray(JSON.parse(outcome.output))];
    expect(String(directory).endsWith(folder)).toBe(true);
    expect(args).toEqual(['$(id)', '; echo x', '*', '"']);
  });

  test('need not read its arguments', async () => {
    const large = JSON.stringify({ text: 'x'.repeat(1024 * 1024) });
    expect(await run({ code: `console.log('done')` }, large)).toMatchObject({
      ok: true,
      output: 'done\n',
    });
  });

  test('that fails is told with its exit code and the end of its stderr', async () => {
    const outcome = await run({
      code: `process.stdout.write('half'); process.stderr.write('x'.repeat(100000) + '\\nno such city\\n', () => process.exit(3));`,
    });
    expect(outcome.ok).toBe(false);
    expect(outcome.output).toMatch(/^probe failed with exit code 3: x+\nno such city$/);
    expect(outcome.output.length).toBeLessThan(2200);
  });

  test('that a signal ends is told so', async () => {
    const outcome = await run({
      code: `process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000)`,
    });
    expect(outcome).toMatchObject({ ok: false, output: 'probe was killed by SIGKILL' });
  });

  test('that is not there is told so', async () => {
    const spec = programTool('no-such-program', [], 1000);
    const outcome = await runnerOf([spec]).run({ name: 'probe', arguments: '{}' });
    expect(outcome.ok).toBe(false);
    expect(outcome.output).toMatch(/^probe could not be started: .*ENOENT/);
  });

  test('has the first 64 KiB of its output taken, whole characters only, and the rest counted', async () => {
    const outcome = await run({ code: `process.stdout.write('a' + 'é'.repeat(100000))` });
    expect(outcome.ok).toBe(true);
    expect(outcome.output).toBe(`a${'é'.repeat(32_767)}\n[cut: 65536 of 200001 bytes]`);
  });

  test('sees no Azure variable and no variable with a secret', async () => {
    const env = {
      PATH: process.env['PATH'],
      AZURE_VOICELIVE_API_KEY: 'canary-1',
      azure_client_secret: 'canary-2',
      AZURE_VOICELIVE_ENDPOINT: 'https://example.com',
      IDENTITY_HEADER: 'canary-3',
      MY_COPY: 'Bearer canary-1',
      ENCODED: Buffer.from('me:canary-1').toString('base64'),
      HTTPS_PROXY: 'http://me:canary-1@proxy.example',
      FAVOURITE_CITY: 'Oslo',
    };
    const spec = nodeTool({ code: 'console.log(JSON.stringify(process.env))' });
    const secrets = createSecrets();
    secrets.learn(['canary-1']);
    const outcome = await runnerOf([spec], { env, secrets }).run({
      name: 'probe',
      arguments: '{}',
    });
    expect(outcome.output).toContain('"FAVOURITE_CITY":"Oslo"');
    expect(outcome.output).toContain('"HTTPS_PROXY":"http://me:canary-1@proxy.example"');
    expect(outcome.output.replace(/"HTTPS_PROXY":"[^"]*"/, '')).not.toMatch(
      /canary|azure|encoded/i,
    );
  });
});

function toArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

describe('a command that does not end', () => {
  test('is ended at its deadline, with everything it started', async () => {
    const runner = runnerOf([programTool('sh', ['-c', stubbornPair], 1000)]);
    const outcome = await runner.run({ name: 'probe', arguments: '{}' });
    expect(outcome).toMatchObject({
      ok: false,
      output: 'probe took longer than 1 s and was stopped',
    });
    const pids = readPids(join(folder, 'pids'));
    expect(pids).toHaveLength(2);
    await expect.poll(() => pids.filter(isRunning)).toEqual([]);
  });

  test('is ended when the session closes, and nothing is started afterwards', async () => {
    const runner = runnerOf([
      nodeTool({
        code: `require('node:fs').writeFileSync('pid', process.pid + '\\n'); setInterval(() => {}, 1000)`,
      }),
    ]);
    const call = { name: 'probe', arguments: '{}' };
    const outcome = runner.run(call);
    await expect.poll(() => readPids(join(folder, 'pid'))).toHaveLength(1);
    await runner.close();
    await runner.close();
    expect(await outcome).toMatchObject({
      ok: false,
      output: 'probe was stopped with the session',
    });
    expect(readPids(join(folder, 'pid')).filter(isRunning)).toEqual([]);
    expect((await runner.run(call)).output).toMatch(/session is ending/);
  });

  onLinux('is ended at its deadline with what has left its group (needs Linux)', async () => {
    const runner = runnerOf([programTool('sh', ['-c', scattered], 1000)]);
    await runner.run({ name: 'probe', arguments: '{}' });
    const pids = readPids(join(folder, 'pids'));
    expect(pids).toHaveLength(4);
    await expect.poll(() => pids.filter(isRunning)).toEqual([]);
  });

  onLinux('is ended with its session, with what has left its group (needs Linux)', async () => {
    const runner = runnerOf([programTool('sh', ['-c', scattered], 60_000)]);
    const outcome = runner.run({ name: 'probe', arguments: '{}' });
    await expect.poll(() => readPids(join(folder, 'pids'))).toHaveLength(4);
    await runner.close();
    await outcome;
    expect(readPids(join(folder, 'pids')).filter(isRunning)).toEqual([]);
  });

  onLinux('leaves nothing behind after its session, but for what hides (needs Linux)', async () => {
    const stay = "echo $$ >> $0; trap '' TERM; while :; do sleep 60; done";
    const code = `
      setsid sh -c '${stay}' pids < /dev/null > /dev/null 2>&1 &
      env -u VOICELIVE_TOOL_CALL setsid sh -c '${stay}' hidden < /dev/null > /dev/null 2>&1 &
    `.replaceAll("''", `'"''"'`);
    const runner = runnerOf([programTool('sh', ['-c', code], 60_000)]);
    expect((await runner.run({ name: 'probe', arguments: '{}' })).ok).toBe(true);
    await expect.poll(() => readPids(join(folder, 'pids'))).toHaveLength(1);
    await expect.poll(() => readPids(join(folder, 'hidden'))).toHaveLength(1);
    expect(readPids(join(folder, 'pids')).filter(isRunning)).toHaveLength(1);
    await runner.close();
    expect(readPids(join(folder, 'pids')).filter(isRunning)).toEqual([]);
    const hidden = readPids(join(folder, 'hidden')).filter(isRunning);
    expect(hidden).toHaveLength(1);
    for (const pid of hidden) process.kill(-pid, 'SIGKILL');
  });

  test('but only leaves something behind that holds its pipes, does not hold up its answer', async () => {
    const outcome = await run({
      code: `const { spawn } = require('node:child_process');
        const left = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'inherit' });
        left.unref(); process.stdout.write(String(left.pid));`,
    });
    expect(outcome.ok).toBe(true);
    expect(isRunning(Number(outcome.output))).toBe(true);
    process.kill(Number(outcome.output));
  });

  test('is refused when sixteen are running already', async () => {
    const runner = runnerOf([programTool('sleep', ['60'], 60_000)]);
    const call = { name: 'probe', arguments: '{}' };
    const first = Array.from({ length: 16 }, () => runner.run(call));
    expect((await runner.run(call)).output).toBe(
      'probe was not run: 16 tools are already running.',
    );
    await runner.close();
    expect((await Promise.all(first)).map((outcome) => outcome.ok)).toEqual(first.map(() => false));
  });
});

describe('a call that cannot be run', () => {
  const runner = () => runnerOf([demoWeather, nodeTool({ code: '' })]);

  test.each([
    ['get_wether', '{}', 'Unknown tool "get_wether". Did you mean get_weather?'],
    ['transfer_money', '{}', 'Unknown tool "transfer_money". Available: get_weather, probe.'],
    ['probe', '{"city":', /^The call to probe was refused: its arguments are not valid JSON \(/],
    ['probe', '[1]', 'The call to probe was refused: its arguments are not a JSON object.'],
    ['get_weather', '{"town":"Oslo"}', 'get_weather was refused: its arguments have no city.'],
  ])('%s %s', async (name, args, output) => {
    const outcome = await runner().run({ name, arguments: args });
    expect(outcome.ok).toBe(false);
    expect(outcome.output).toMatch(output);
  });

  test('empty arguments are those of a tool without parameters', async () => {
    const outcome = await run({ code: 'process.stdin.pipe(process.stdout)' }, '');
    expect(outcome).toMatchObject({ ok: true, output: '{}' });
  });
});
