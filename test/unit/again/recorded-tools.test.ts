import { describe, expect, it } from 'vitest';
import { recordedTools } from '../../../src/again/recorded-tools.js';
import type { RecordedResult } from '../../../src/again/recorded-user.js';
import type { ToolRunner } from '../../../src/tools/tool-call.js';

const real: ToolRunner = {
  load: () => Promise.resolve([]),
  run: ({ name }) => Promise.resolve({ ok: true, output: `${name} ran`, elapsedMs: 1 }),
  close: () => Promise.resolve(),
};

function result(output: string, given = '{"city":"Oslo","days":2}', elapsedMs = 0): RecordedResult {
  return { name: 'get_weather', arguments: given, ok: true, output, elapsedMs };
}

describe('tools of a recording', () => {
  const call = { name: 'get_weather', arguments: '{ "days": 2, "city": "Oslo" }' };

  it('answer the same call as recorded, several in their order, and the last one again', async () => {
    const tools = recordedTools([result('rain'), result('snow')], real, () => true);
    const outputs: string[] = [];
    for (let n = 0; n < 3; n += 1) outputs.push((await tools.run(call)).output);
    expect(outputs).toEqual(['rain', 'snow', 'snow']);
  });

  it('run another call for real where that is allowed', async () => {
    const tools = recordedTools([result('rain')], real, (name) => name === 'get_weather');
    const other = { name: 'get_weather', arguments: '{"city":"Rome"}' };
    expect(await tools.run(other)).toMatchObject({ ok: true, output: 'get_weather ran' });
  });

  it('tell the model that there is no result where it is not allowed', async () => {
    const tools = recordedTools([result('rain')], real, () => false);
    const other = { name: 'get_weather', arguments: '{"city":"Rome"}' };
    const { ok, output } = await tools.run(other);
    expect(ok).toBe(false);
    expect(output).toContain('no result of get_weather');
    expect(output).toContain('{"city":"Oslo","days":2}');
    expect((await tools.run({ name: 'erase', arguments: '' })).output).toContain(
      'not called there',
    );
  });

  it('do not hold up a session that closes', async () => {
    const tools = recordedTools([result('late', '{}', 3_600_000)], real, () => false);
    const running = tools.run({ name: 'get_weather', arguments: '' });
    await tools.close();
    expect((await running).output).toBe('late');
  });
});
