import { describe, expect, it } from 'vitest';
import { runProgram, temporaryFolder } from '../helpers/program.js';

const cwd = temporaryFolder();

describe('voicelive doctor', () => {
  it('names what is missing and the fix, and ends with the code of the first problem', async () => {
    const { exitCode, stdout } = await runProgram(['doctor'], { cwd });
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/^FIX {2}sound +\S/m);
    expect(stdout).toMatch(/sound server|npm rebuild/);
    expect(stdout).toMatch(/^ok {3}endpoint +none: the built-in emulator is used$/m);
  });

  it('prints its findings as JSON', async () => {
    const { stdout } = await runProgram(['doctor', '--json'], { cwd });
    const findings: unknown = JSON.parse(stdout);
    expect(Array.isArray(findings)).toBe(true);
    expect(JSON.stringify(findings)).toContain('Node.js');
  });

  it('says that without a device there is no loopback to measure', async () => {
    const { exitCode, stdout } = await runProgram(['doctor', '--loopback'], { cwd });
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/^FIX {2}loopback/m);
  });

  it('says that the key is missing, and never shows one that is there', async () => {
    const endpoint = { AZURE_VOICELIVE_ENDPOINT: 'https://example.services.ai.azure.com' };
    const without = await runProgram(['doctor'], { cwd, env: endpoint });
    expect(without.stdout).toMatch(/^FIX {2}endpoint +There is no API key/m);
    const secret = 'canary-0123456789abcdef';
    const env = { ...endpoint, AZURE_VOICELIVE_API_KEY: secret };
    const withKey = await runProgram(['doctor'], { cwd, env });
    expect(withKey.stdout).toMatch(/an API key is set/);
    expect(withKey.stdout + withKey.stderr).not.toContain(secret);
  });
});
