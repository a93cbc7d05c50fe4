import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../src/shared/json.js';
import { closeServersAfterAll, rawServer } from '../helpers/odd-servers.js';
import { killProgramsAfterAll, runProgram, temporaryFolder } from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();
closeServersAfterAll();

const key = 'canary-0123456789abcdef';

function linesOf(name: string): { readonly text: string; readonly lines: readonly JsonObject[] } {
  const text = readFileSync(join(cwd, name), 'utf8');
  const lines = text.trim().split('\n');
  return { text, lines: lines.map((line): unknown => JSON.parse(line)).filter(isJsonObject) };
}

describe.concurrent('--debug', () => {
  it('logs a refused connection with its request ids, for its owner only and without the key', async () => {
    const endpoint = await rawServer(
      `HTTP/1.1 401 No\r\napim-request-id: 7c8a-1\r\nset-cookie: s=${key}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`,
    );
    const args = ['talk', '--text', '--endpoint', endpoint, '--debug', 'refused.jsonl'];
    const env = { AZURE_VOICELIVE_API_KEY: key };
    const { exitCode, stdout, stderr } = await runProgram(args, { cwd, env, input: 'hello\n' });
    expect(exitCode).toBe(3);
    expect(stdout + stderr).toContain('(HTTP 401, request id 7c8a-1)');
    expect(statSync(join(cwd, 'refused.jsonl')).mode & 0o777).toBe(0o600);
    const { text, lines } = linesOf('refused.jsonl');
    expect(text).not.toContain(key);
    const steps = lines.map(({ step }) => step);
    for (const step of ['program', 'handshake', 'answered', 'refused', 'socket-refused', 'end'])
      expect(steps).toContain(step);
    expect(text).toMatch(/"step":"handshake".*"clientRequestId":"[0-9a-f-]{36}"/);
    expect(text).toMatch(/"step":"answered".*"status":401.*"apim-request-id: 7c8a-1"/);
    expect(text).toContain('"set-cookie: …"');
  });

  it('logs a conversation without its words', async () => {
    const args = ['talk', '--text', '--debug', 'talk.jsonl'];
    const { exitCode, stdout } = await runProgram(args, { cwd, input: 'hello\n' });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('How can I help you?');
    const { text, lines } = linesOf('talk.jsonl');
    expect(text).not.toMatch(/hello|How can I help/);
    expect(lines.at(-1)).toMatchObject({ step: 'end', counts: { 'in response.done': 1 } });
    expect(new Set(lines.map(({ session }) => session)).size).toBe(1);
  });

  it('is refused where nothing can be written', async () => {
    const { exitCode, stderr } = await runProgram(['talk', '--text', '--debug', 'no/such/file'], {
      cwd,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('flag --debug: no/such/file cannot be written');
  });
});

describe.concurrent('--no-reconnect', () => {
  it('cannot be combined with --max-retries', async () => {
    const { exitCode, stderr } = await runProgram(
      ['talk', '--text', '--no-reconnect', '--max-retries', '3'],
      { cwd },
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--no-reconnect');
  });
});
