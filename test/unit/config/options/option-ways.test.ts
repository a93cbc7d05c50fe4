import { describe, expect, it } from 'vitest';
import { toJson, type JsonObject } from '../../../../src/shared/json.js';
import { WiredSession } from '../../../helpers/wired-session.js';
import { optionSamples } from '../../../protocol-coverage/option-samples.js';
import { modelFor, optionWays, type Given } from '../../../protocol-coverage/option-ways.js';
import { planned } from '../planned.js';
import { useTemporaryFolder } from '../temporary-folder.js';

const folder = useTemporaryFolder();

async function setByFlags(given: Given): Promise<JsonObject> {
  const tools = given.tools && folder.write('tools.json', JSON.stringify(given.tools));
  const { plan } = await planned({
    model: modelFor(given),
    ...given.flags,
    ...(tools === undefined ? {} : { tools }),
  });
  return { ...toJson(plan.session), model: plan.model };
}

/** The session of the `session.update` that leaves. */
function setByLine(line: string, { tools }: Given): unknown {
  const session = new WiredSession().ready();
  session.left();
  session.enter(line);
  if (tools !== undefined)
    session.input({
      type: 'file-read',
      use: 'tools',
      path: 'tools.json',
      content: {
        tools: tools.map(({ name = null, description = null, parameters = null }) => ({
          type: 'function',
          name,
          description,
          parameters,
        })),
      },
    });
  // Another model is another session.
  return session.left()[0]?.['session'] ?? { model: session.state.options.model };
}

const cases = optionWays.flatMap(({ way, give }) =>
  optionSamples('RequestSession').flatMap((sample) => {
    const given = give(sample);
    return given === undefined ? [] : [[sample.path, way, given] as const];
  }),
);

describe('the ways to an option', () => {
  it.each(cases)('%s by %s', async (_path, _way, given) => {
    const set = given.line === undefined ? await setByFlags(given) : setByLine(given.line, given);
    expect(set).toMatchObject(given.sets);
  });
});
