import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/shared/json.js';
import { isJsonObject } from '../../src/shared/json.js';
import { openClient, sayInText } from '../helpers/emulator-client.js';
import { killProgramsAfterAll, startProgram, temporaryFolder } from '../helpers/program.js';

killProgramsAfterAll();
const cwd = temporaryFolder();
const scenario = fileURLToPath(
  new URL('../../src/emulator/scenarios/everything.yaml', import.meta.url),
);

/** When the session ends is the one thing that depends on when it began. */
function timeless(event: JsonObject): JsonObject {
  const { session } = event;
  return isJsonObject(session) ? { ...event, session: { ...session, expires_at: 0 } } : event;
}

async function conversation(seed: number): Promise<readonly string[]> {
  const args = ['serve', '--json', '--latency', 'none', '--scenario', scenario];
  const server = startProgram([...args, '--seed', String(seed)], { cwd, input: null });
  await expect.poll(server.stdout).toMatch(/\n$/);
  const printed: unknown = JSON.parse(server.stdout());
  if (!isJsonObject(printed)) throw new Error('serve prints an object');
  const { url, token } = printed;
  if (typeof url !== 'string' || typeof token !== 'string') throw new Error(server.stdout());
  const client = await openClient({ url, token });
  client.send({ type: 'session.update', session: { output_audio_timestamp_types: ['word'] } });
  for (const phrase of ['say something', 'ask an agent', 'search the web']) {
    sayInText(client, phrase);
    await client.next('response.done');
  }
  client.close();
  await client.closed();
  server.child.kill('SIGTERM');
  expect(await server.ended).toMatchObject({ exitCode: 0, stdout: server.stdout() });
  return client.events.map((event) => JSON.stringify(timeless(event)));
}

describe('voicelive serve', () => {
  it('prints one line of JSON, plays its scenario, and ends with 0 on SIGTERM; a seed repeats it byte for byte', async () => {
    const first = await conversation(5);
    expect(first.length).toBeGreaterThan(50);
    expect(await conversation(5)).toEqual(first);
    expect(await conversation(6)).not.toEqual(first);
  });
});
