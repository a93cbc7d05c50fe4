import { describe, expect, it } from 'vitest';
import { checkClientEvent } from '../../../../src/protocol/parse.js';
import { parseCommand } from '../../../../src/session/commands/commands.js';
import { optionSamples } from '../../../protocol-coverage/option-samples.js';
import { planned } from '../planned.js';
import { useTemporaryFolder } from '../temporary-folder.js';

const folder = useTemporaryFolder();

/** What a typed command would send. */
function sentBy(line: string): unknown {
  const command = parseCommand(line);
  if (command.kind !== 'intent' || command.intent.type !== 'send-event')
    throw new Error(JSON.stringify(command));
  return command.intent.event;
}

const titled = (name: 'RequestSession' | 'ResponseCreateParams') =>
  optionSamples(name).map(
    ({ path, value }) =>
      [`${path} = ${JSON.stringify(Object.values(value)[0]).slice(0, 60)}`, value] as const,
  );

describe('every option of a session', () => {
  it.each(titled('RequestSession'))(
    '%s reaches session.update from a session file',
    async (_title, value) => {
      const file = folder.write('session.json', JSON.stringify(value));
      const [key = ''] = Object.keys(value);
      // Text mode sets the first two itself, and has no voice.
      const text = !['modalities', 'turn_detection', 'voice'].includes(key);
      const { plan } = await planned({ session: file, ...(text ? { text } : {}) });
      expect(checkClientEvent({ type: 'session.update', session: plan.session })).toEqual([]);
      if (key === 'model') expect(plan.model).toEqual(value['model']);
      else expect({ ...plan.session }).toMatchObject(value);
    },
  );

  it.each(titled('RequestSession'))('%s is sent by /session', (_title, value) => {
    const event = sentBy(`/session ${JSON.stringify(value)}`);
    expect(event).toEqual({ type: 'session.update', session: value });
  });
});

describe('every option of a response', () => {
  it.each(titled('ResponseCreateParams'))('%s is sent by /send', (_title, value) => {
    const event = { type: 'response.create', response: value };
    expect(sentBy(`/send ${JSON.stringify(event)}`)).toEqual(event);
  });
});

describe('limits of metadata', () => {
  const pairs = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${String(index)}`, 'v']));

  it.each([
    ['16 pairs', pairs(16), undefined],
    ['17 pairs', pairs(17), 'expected at most 16; found 17 pairs'],
    ['a key of 64 characters', { ['k'.repeat(64)]: 'v' }, undefined],
    ['a key of 65 characters', { ['k'.repeat(65)]: 'v' }, 'a key of 65 characters'],
    ['a value of 512 characters', { k: 'v'.repeat(512) }, undefined],
    ['a value of 513 characters', { k: 'v'.repeat(513) }, 'a value of 513 characters'],
  ])('%s', async (_what, metadata, problem) => {
    const file = folder.write('session.json', JSON.stringify({ metadata }));
    const plan = planned({ session: file });
    if (problem === undefined) expect((await plan).plan.session.metadata).toEqual(metadata);
    else await expect(plan).rejects.toThrow(problem);
    const command = parseCommand(`/session ${JSON.stringify({ metadata })}`);
    expect(command.kind).toBe(problem === undefined ? 'intent' : 'problem');
  });
});
