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
  const repeated = [
    token,
    Buffer.from(`me:${token}`).toString('base64'),
    key,
    encodeURIComponent(key),
  ];
  live.tell({ type: 'error', error: { type: 'server_error', message: repeated.join(', ') } });
  await live.until('the error', ({ transcript }) =>
    transcript.some((entry) => entry.kind === 'notice' && entry.level === 'error'),
  );
  await live.controller.close();
  const kept = `${JSON.stringify(live.controller.getState())}${await readFile(join(live.recorder.path, 'events.jsonl'), 'utf8')}`;
  expect(kept).toContain('<redacted ');
  for (const secret of [token, key, repeated[1]?.slice(8, -4)]) expect(kept).not.toContain(secret);
});

it('says that a secret is too short to be recognised where somebody repeats it', async () => {
  const live = await liveSession({ session: { modalities: ['text'] } });
  live.type(
    '/send {"type":"session.update","session":{"tools":[{"type":"mcp","server_label":"a","server_url":"https://a.example/","authorization":"hunter2"}]}}',
  );
  const { transcript } = await live.until('the warning', (state) =>
    state.transcript.some((entry) => entry.kind === 'notice' && entry.level === 'warning'),
  );
  expect(transcript).toContainEqual(
    expect.objectContaining({
      text: 'Secrets shorter than 8 characters are redacted only in their own fields: 1 found.',
    }),
  );
});
