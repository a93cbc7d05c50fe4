import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replayState } from '../../src/recording/replay.js';
import { fixture, killProgramsAfterAll, runProgram, temporaryFolder } from '../helpers/program.js';
import { onlyRecording } from '../helpers/replays.js';

const cwd = temporaryFolder();
killProgramsAfterAll();

const secret = 'a-token-of-somebody-0123456789';

describe('a recording of the program', () => {
  it('replays to the live state when tools were run', async () => {
    const folder = join(cwd, 'tools');
    const script = join(cwd, 'weather.txt');
    await writeFile(script, 'hello\nweather in Oslo\n');
    const { exitCode } = await runProgram(
      ['run', script, '--approve', 'get_weather', '--max-cost', '5', '--record', folder],
      { cwd },
    );
    expect(exitCode).toBe(0);
    const recording = await onlyRecording(folder);
    const state = replayState(recording);
    expect(state.transcript).toContainEqual(
      expect.objectContaining({ kind: 'tool', name: 'get_weather', phase: 'done' }),
    );
    expect(state.usage.costUsd).toBeGreaterThan(0);
    const { options, apiVersion } = recording.header;
    expect(apiVersion).toMatch(/^\d{4}-\d\d-\d\d/);
    expect(options).toMatchObject({ runnableTools: ['get_weather'], maxCostUsd: 5 });
    expect(options.session.tools).toMatchObject([
      { name: 'get_weather', parameters: { type: 'object' } },
    ]);
    expect(options.prices?.tiers.map(({ name }) => name)).toEqual(['lite', 'standard', 'pro']);
  });

  it('replays to the live state, without a secret, when tools of an MCP server and secrets are in it', async () => {
    const folder = join(cwd, 'mcp');
    const session = join(cwd, 'session.json');
    const mcp = {
      type: 'mcp',
      server_label: 'docs',
      server_url: 'https://docs.example/mcp',
      authorization: secret,
    };
    await writeFile(session, JSON.stringify({ tools: [mcp] }));
    const { exitCode, stdout } = await runProgram(
      ['talk', '--json', '--session', session, '--record', folder],
      { cwd, input: `the key is ${secret}\n`, env: { OTHER_KEY: secret } },
    );
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain(secret);
    const { header, path } = await onlyRecording(folder);
    expect(JSON.stringify(header.options.session.tools)).toMatch(
      /"authorization":"<redacted \d+>"/,
    );
    const text = await readFile(join(path, 'events.jsonl'), 'utf8');
    expect(text).not.toContain(secret);
    expect(text).toMatch(/the key is <redacted \d+>/);
  });

  it('replays to the live state when somebody spoke, in a few lines a second', async () => {
    const folder = join(cwd, 'voice');
    const speech = fixture('speech/what-time-is-it.wav');
    const { exitCode } = await runProgram(
      ['talk', '--mic', speech, '--speaker', join(cwd, 'out.wav'), '--record', folder],
      { cwd, input: null },
    );
    expect(exitCode).toBe(0);
    const { inputs, path } = await onlyRecording(folder);
    const lines = (await readFile(join(path, 'events.jsonl'), 'utf8')).split('\n').length;
    expect(inputs.length).toBeGreaterThan(3 * lines);
  });
});
