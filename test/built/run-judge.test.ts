import { expect, it } from 'vitest';
import { Cleanup } from '../../src/cli/session/cleanup.js';
import { openRunJudge } from '../../src/cli/session/open-judge.js';
import { createSecrets } from '../../src/shared/secrets/registry.js';
import { resolveEndpoint } from '../../src/transport/endpoint.js';

it('judges a run at the emulator by the rules of the judge scenario, in a session of its own', async () => {
  const closer = new Cleanup((words) => words);
  const plan = {
    label: 'emulator',
    emulated: true,
    endpointAt: (endpoint: string) =>
      resolveEndpoint({ endpoint, target: { kind: 'model', model: 'gpt-realtime' } }),
  } as const;
  try {
    const judge = await openRunJudge({ votes: 1 }, plan, createSecrets(), closer, {});
    const lines = [{ speaker: 'assistant', text: 'It is 4 degrees in Oslo.' }] as const;
    const question = 'names a city and a temperature';
    expect(await judge.judge({ question, lines, earlier: [] })).toEqual([
      { type: 'vote', pass: true, reason: 'It names Oslo and 4 degrees.' },
    ]);
  } finally {
    await closer.close();
  }
});
