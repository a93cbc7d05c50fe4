import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planSession, sessionOptions } from '../../../../src/cli/session/session-parts.js';
import { resolveOptions } from '../../../../src/config/options/layers.js';
import type { SessionOptions } from '../../../../src/session/state.js';
import { temporaryFolder } from '../../../helpers/program.js';

const folder = temporaryFolder();

async function approvalOf(approve: string): Promise<SessionOptions['approve']> {
  const session = join(folder, 'session.json');
  const server = { type: 'mcp', server_label: 'files', server_url: 'https://files.example' };
  await writeFile(session, JSON.stringify({ tools: [server] }));
  const resolved = resolveOptions({ flags: { emulator: true, session, approve }, env: {} });
  const planned = await planSession(resolved);
  const target = { label: 'emulator', emulated: true };
  return sessionOptions({ resolved, planned, target, canAsk: true, microphone: 'none' }).approve;
}

describe('--approve', () => {
  test('names the local functions and the MCP servers of the session', async () => {
    expect(await approvalOf('get_weather,files/read')).toEqual(['get_weather', 'files/read']);
  });

  test('refuses the bare name of a tool that only an MCP server can have', async () => {
    await expect(approvalOf('read')).rejects.toThrow(/available: get_weather, files\/NAME, files/);
  });
});
