import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DebugFile } from '../../../src/cli/debug/debug-file.js';
import { openDebugLog } from '../../../src/cli/debug/debug-log.js';
import { resolveOptions } from '../../../src/config/options/resolve-options.js';
import { createSecrets } from '../../../src/shared/secrets/registry.js';
import { SessionScript } from '../../helpers/session.js';

const folder = mkdtempSync(join(tmpdir(), 'voicelive-debug-'));
const path = join(folder, 'debug.jsonl');

afterEach(() => {
  rmSync(path, { force: true });
  rmSync(`${path}.1`, { force: true });
});

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

describe('the file of --debug', () => {
  it('is for its owner only, also where it was there before', () => {
    writeFileSync(path, 'before\n', { mode: 0o644 });
    new DebugFile(path).write({ step: 'one' });
    expect(modeOf(path)).toBe('600');
    expect(readFileSync(path, 'utf8')).toBe('before\n{"step":"one"}\n');
  });

  it('never takes more than 8 MiB, and keeps the newest lines', () => {
    const file = new DebugFile(path);
    writeFileSync(path, 'x'.repeat(4 * 1024 * 1024 - 10));
    file.write({ step: 'newest' });
    expect(readFileSync(path, 'utf8')).toBe('{"step":"newest"}\n');
    expect(statSync(`${path}.1`).size).toBe(4 * 1024 * 1024 - 10);
    expect(modeOf(path)).toBe('600');
  });

  it('cuts a line that is too long, and says so', () => {
    new DebugFile(path).write({ at: 'now', step: 'long', text: 'x'.repeat(100_000) });
    const text = readFileSync(path, 'utf8');
    expect(text.length).toBeLessThan(16_384);
    expect(JSON.parse(text)).toMatchObject({ at: 'now', step: 'long' });
    expect(text).toContain('"cut":"');
  });

  it('is refused with a sentence where nothing can be written', () => {
    expect(() => new DebugFile(join(folder, 'no', 'file'))).toThrow(
      /^flag --debug: .* cannot be written: ENOENT/,
    );
  });
});

describe('the log of --debug', () => {
  it('has the steps of the connection and counts of the rest, no words and no secrets', async () => {
    const secrets = createSecrets();
    secrets.learn(['canary-0123456789']);
    const { trace, output } = openDebugLog(path, resolveOptions({ flags: {}, env: {} }), secrets);
    const script = new SessionScript({ session: { instructions: 'Be brief.' } }).ready();
    trace('upgraded', { header: 'Bearer canary-0123456789' });
    script.intent({ type: 'say', text: 'my words' });
    script.speaking(1);
    const error = { type: 'server_error', code: 'oops', message: 'It broke.' };
    script.server({ type: 'error', error });
    const closed = {
      attempt: 1,
      code: 1011,
      reason: 'the server failed',
      retryable: true,
    } as const;
    script.input({ type: 'socket-closed', ...closed });
    for (const input of script.inputs) output.input(input);
    await output.close(script.state);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('"header":"Bearer <redacted');
    expect(text).not.toMatch(/canary|my words|One, two|Be brief/);
    const lines: unknown[] = text
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toMatchObject([
      { step: 'program', node: process.versions.node },
      { step: 'upgraded' },
      { step: 'start' },
      { step: 'socket-open', attempt: 1 },
      { step: 'server', event: 'session.created', id: 'sess_1' },
      { step: 'server', event: 'session.updated' },
      { step: 'server', error: { code: 'oops', message: 'It broke.' } },
      { step: 'socket-closed', code: 1011, reason: 'the server failed' },
      { step: 'end', counts: { intent: 1, 'in response.audio.delta': 1 } },
    ]);
  });

  it('ends with a notice when the disk takes no more, and the session goes on', () => {
    const { trace, output } = openDebugLog(
      path,
      resolveOptions({ flags: {}, env: {} }),
      createSecrets(),
    );
    rmSync(path);
    rmSync(folder, { recursive: true });
    expect(() => {
      trace('closed', {});
    }).not.toThrow();
    expect(() => {
      output.input({ nowMs: 1, type: 'start' });
    }).toThrow('ENOENT');
  });
});
