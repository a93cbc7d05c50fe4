import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { closeSessionsAfterEach, liveSession } from '../helpers/live-session.js';

closeSessionsAfterEach();

it('sends secrets to the service and keeps them out of state, log and recording', async () => {
  const [token, key] = ['token-0123456789', 'typed-0123456789'];
  const url = `https://files.example/cat.png?sig=${key}`;
  const tool = { type: 'mcp', server_label: 'docs', server_url: 'https://docs.example/' } as const;
  const live = await liveSession({
    session: { modalities: ['text'], tools: [{ ...tool, authorization: token }] },
  });
  live.type(`/image ${url}`);
  expect(await live.sent('conversation.item.create')).toMatchObject({
    item: { content: [{ type: 'input_image', image_url: url }] },
  });
  expect(await live.sent('session.update')).toMatchObject({
    session: { tools: [{ server_label: 'docs', authorization: token }] },
  });
  live.type(
    `/send {"type":"session.update","session":{"tools":[{"type":"mcp","server_label":"more","server_url":"https://more.example/","headers":{"X-Key":"${key}"}}]}}`,
  );
  await expect
    .poll(() => JSON.stringify(live.received.at(-1)))
    .toContain(`"headers":{"X-Key":"${key}"}`);
  await live.controller.close();
  const kept = `${JSON.stringify(live.controller.getState())}${await readFile(join(live.recorder.path, 'events.jsonl'), 'utf8')}`;
  expect(kept).toContain('<redacted ');
  for (const secret of [token, key]) expect(kept).not.toContain(secret);
});
