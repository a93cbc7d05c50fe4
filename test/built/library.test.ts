import { execFile } from 'node:child_process';
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { bareEnvironment, fixture, temporaryFolder } from '../helpers/program.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cwd = temporaryFolder({ holdsCopies: true });
const execute = promisify(execFile);
const env = bareEnvironment(cwd);

/** A project with the package in it as npm would install it. */
beforeAll(async () => {
  const modules = join(cwd, 'node_modules');
  await mkdir(modules);
  const packing = ['pack', root, '--ignore-scripts', '--json', '--pack-destination', cwd];
  const { stdout } = await execute('npm', packing, { cwd, env });
  const [, name = ''] = /"filename": "([^"]+)"/.exec(stdout) ?? [];
  await execute('tar', ['xf', join(cwd, name), '-C', cwd]);
  await rename(join(cwd, 'package'), join(modules, 'voicelive'));
  await symlink(join(root, 'node_modules'), join(modules, 'voicelive/node_modules'));
  await symlink(join(root, 'node_modules/vitest'), join(modules, 'vitest'));
  await writeFile(join(cwd, 'package.json'), '{"type": "module"}');
  await writeFile(
    join(cwd, 'greet.yaml'),
    'vars: {word: emulator}\nturns:\n  - text: hello\n    expect: {reply: {contains: "${word}"}}\n',
  );
  await writeFile(
    join(cwd, 'spoken.yaml'),
    `turns:\n  - play: ${fixture('speech/what-time-is-it.wav')}\n    expect: {reply: {matches: .}}\n`,
  );
});

/** Runs a program of the project; its last expression is printed as JSON. */
async function evaluated(body: string): Promise<unknown> {
  const source = `import { runScript, VoiceliveError } from 'voicelive';\n${body}`;
  const running = execute(process.execPath, ['--input-type=module', '-e', source], { cwd, env });
  const { stdout, stderr } = await running;
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const quick = `options: {'emulator-latency': 'none'}`;

describe('the package as a library', () => {
  it('runs a script of a file, a text or an object, and lets the process end', async () => {
    const verdicts = await evaluated(`
      const results = await Promise.all([
        runScript('greet.yaml', { ${quick} }),
        runScript('greet.yaml', { ${quick}, vars: { word: 'Mars' } }),
        runScript('hello\\nshow me an error\\n', { ${quick} }),
        runScript({ turns: [{ text: 'hello', expect: { reply: { contains: 'emulator' } } }] }, { ${quick} }),
      ]);
      console.log(JSON.stringify(results.map(({ file, verdict }) => [file, verdict])));`);
    expect(verdicts).toEqual([
      ['greet.yaml', 'passed'],
      ['greet.yaml', 'failed'],
      ['script', 'error'],
      ['script.json', 'passed'],
    ]);
  });

  it('runs with sound in virtual time', async () => {
    const result = await evaluated(
      `console.log(JSON.stringify(await runScript('spoken.yaml', { fast: true })));`,
    );
    expect(result).toMatchObject({ verdict: 'passed', metrics: { turns: 1 } });
    expect(result).not.toHaveProperty('recording');
  });

  it('leaves the signals, the exit code and the streams of the process alone', async () => {
    const seen = await evaluated(`
      const count = () => [process.listenerCount('SIGINT'), process.listenerCount('SIGTERM'),
        process.listenerCount('uncaughtException'), process.exitCode ?? null,
        process.stdout.listenerCount('error'), process.stderr.listenerCount('error')];
      const before = count();
      const during = [];
      await runScript('greet.yaml', { ${quick}, vars: { word: 'Mars' }, onStep: () => during.push(count()) });
      console.log(JSON.stringify([before, ...during, count()]));`);
    const untouched = [0, 0, 0, null, 0, 0];
    expect(seen).toEqual([untouched, untouched, untouched]);
  });

  it('ends a session at a signal of the caller', async () => {
    const result = await evaluated(`
      const aborting = new AbortController();
      const running = runScript({ turns: [{ text: 'hello' }, { wait: '60s', timeout: '90s' }] }, {
        ${quick}, signal: aborting.signal, onStep: (step) => step === 1 && aborting.abort(),
      });
      console.log(JSON.stringify(await running));`);
    expect(result).toMatchObject({ verdict: 'interrupted' });
  });

  it('rejects bad scripts and options with a VoiceliveError', async () => {
    const errors = await evaluated(`
      const caught = [];
      for (const run of [
        () => runScript({ turns: [{ txt: 'hello' }] }),
        () => runScript('missing.yaml'),
        () => runScript('greet.yaml', { options: { modle: 'x' } }),
        () => runScript('greet.yaml', { options: { endpoint: 'https://x.services.ai.azure.com' }, env: {} }),
      ]) await run().catch((e) => caught.push([e instanceof VoiceliveError, e.exitCode, e.message]));
      console.log(JSON.stringify(caught));`);
    expect(errors).toEqual([
      [true, 2, expect.stringContaining('script.json:4:')],
      [true, 2, expect.stringContaining('missing.yaml')],
      [true, 2, expect.stringContaining('modle')],
      [true, 3, expect.stringContaining('API key')],
    ]);
  });

  it('is tested with in vitest', async () => {
    await writeFile(
      join(cwd, 'agent.test.mjs'),
      `import { expect, it } from 'vitest';
       import { runScript } from 'voicelive';
       it('greets', async () => {
         const { verdict, checks } = await runScript('greet.yaml', { ${quick} });
         expect(verdict, JSON.stringify(checks)).toBe('passed');
       });`,
    );
    const program = join(cwd, 'node_modules/vitest/vitest.mjs');
    const running = execute(process.execPath, [program, 'run', '--root', cwd], { cwd, env });
    expect((await running).stdout).toContain('1 passed');
  });

  it('has types', async () => {
    await writeFile(
      join(cwd, 'use.ts'),
      `import { runScript, VoiceliveError, type ScriptResult } from 'voicelive';
       const result: ScriptResult = await runScript('greet.yaml', { vars: { word: 'x' }, fast: true });
       const verdict: 'passed' | 'failed' | 'error' | 'interrupted' = result.verdict;
       const code: number | undefined = result.failure?.exitCode;
       // @ts-expect-error: an unknown option
       await runScript('greet.yaml', { fats: true }).catch((e: unknown) => e instanceof VoiceliveError);
       console.log(verdict, code);`,
    );
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const strict = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', 'use.ts'];
    const running = execute(process.execPath, [compiler, ...strict], { cwd });
    await expect(running).resolves.toEqual({ stdout: '', stderr: '' });
  });
});
