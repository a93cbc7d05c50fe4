import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/session/commands/commands.js';
import { closeSessionsAfterEach, liveSession, type LiveSession } from '../helpers/live-session.js';
import { clientEvents } from '../protocol-coverage/client-events.js';

closeSessionsAfterEach();

const folder = mkdtempSync(join(tmpdir(), 'voicelive-images-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, bytes: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** The last line of the transcript, if it tells of an error. */
function lastError(live: LiveSession): string {
  const entry = live.controller.getState().transcript.at(-1);
  return entry?.kind === 'notice' && entry.level === 'error' ? entry.text : '';
}

describe('events sent by hand', () => {
  it.each(['input_audio_buffer.append', 'response.create'] as const)(
    'sends %s whole over a socket',
    async (type) => {
      const live = await liveSession({ mode: 'text' });
      const whole = { type, event_id: 'event_mine', ...clientEvents[type] };
      live.type(`/send ${JSON.stringify(whole)}`);
      await expect
        .poll(() => live.received.find((sent) => sent['event_id'] === 'event_mine'))
        .toEqual(whole);
      expect(live.badFrames).toEqual([]);
      expect(live.controller.getState().connection.phase).toBe('ready');
    },
  );

  it.each([
    ['/send {"type":"response.cancle"}', 'Did you mean "response.cancel"?'],
    ['/send {"type":"response.create","response":{"temperatur":1}}', 'temperature'],
    ['/send {"type":', 'not valid JSON'],
    ['/send 3', 'a JSON object'],
    ['/send', 'needs EVENT-JSON'],
    ['/session {"turn_detektion":null}', 'session.turn_detektion'],
    ['/session {"turn_detection":{"type":"server_vat"}}', 'Did you mean "server_vad"?'],
    [`/session {"metadata":{"k":"${'v'.repeat(513)}"}}`, 'at most 512'],
    ['/image http://example.com/a.png', 'https'],
    ['/sent {}', 'Unknown command /sent. Did you mean /send?'],
    ['/items now', 'takes no argument'],
  ])('refuses %s before sending, with the reason', (line, reason) => {
    const command = parseCommand(line);
    expect(command.kind).toBe('problem');
    expect(command.kind === 'problem' && command.text).toContain(reason);
  });

  it('checks what reaches it in another way, too, and says what it does not send', async () => {
    const live = await liveSession({ mode: 'text' });
    live.controller.dispatch({
      type: 'send-event',
      event: { type: 'response.create', response: { metadata: { k: 'v'.repeat(513) } } },
    });
    expect(lastError(live)).toContain('Not sent: response.create: response.metadata.k');
    live.type('/send {"type":"response.cancel"}');
    await live.sent('response.cancel');
    expect(live.received.map((event) => event['type'])).not.toContain('response.create');
  });
});

describe('commands', () => {
  const png = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    Buffer.alloc(100),
  ]);
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(100)]);

  it.each([
    ['a PNG', file('a.png', png), 'data:image/png;base64,', png],
    [
      'a JPEG with a name that says nothing',
      file('picture', jpeg),
      'data:image/jpeg;base64,',
      jpeg,
    ],
  ])('/image shows %s as a turn and asks for the answer', async (_what, path, start, bytes) => {
    const live = await liveSession({ mode: 'text' });
    live.type(`/image ${path}`);
    const sent = await live.sent('conversation.item.create');
    expect(sent['item']).toMatchObject({
      type: 'message',
      role: 'user',
      content: [{ type: 'input_image', image_url: start + bytes.toString('base64') }],
    });
    await live.sent('response.create');
    expect(live.controller.getState().transcript.at(-1)).toMatchObject({
      kind: 'user',
      text: `(image: ${path})`,
    });
  });

  it('/image passes an https URL through', async () => {
    const live = await liveSession({ mode: 'text' });
    live.type('/image https://example.com/cat.jpg');
    const sent = await live.sent('conversation.item.create');
    expect(sent['item']).toMatchObject({
      content: [{ type: 'input_image', image_url: 'https://example.com/cat.jpg' }],
    });
  });

  it.each([
    ['is not there', join(folder, 'nowhere.png'), 'cannot be read'],
    ['is no picture', file('notes.png', Buffer.from('hello')), 'neither a PNG nor a JPEG'],
    ['is too large', file('big.png', Buffer.concat([png, Buffer.alloc(10_000_000)])), '10 MB'],
    ['is a folder', folder, 'not a regular file'],
  ])('/image says so when the file %s, and nothing is sent', async (_what, path, reason) => {
    const live = await liveSession({ mode: 'text' });
    live.type(`/image ${path}`);
    await expect.poll(() => lastError(live)).toContain(reason);
    expect(live.received.map((event) => event['type'])).toEqual(['session.update']);
  });

  it('/items lists the conversation, and /retrieve and /delete take the end of an id', async () => {
    const live = await liveSession({ mode: 'text' });
    const item = {
      id: 'item_EAKJTusBIgFQLTcOaIIXv',
      type: 'message',
      role: 'user',
      status: 'completed',
      content: [{ type: 'input_text', text: 'hello' }],
    };
    live.tell({ type: 'conversation.item.created', item });
    await live.until('the item', ({ remote }) => remote.items.length === 1);
    live.type('/items');
    expect(live.controller.getState().transcript.at(-1)).toMatchObject({
      text: 'item_EAKJTusBIgFQLTcOaIIXv  message  user: hello',
    });
    live.type('/retrieve …IIXv');
    live.type('/delete IIXv');
    expect((await live.sent('conversation.item.retrieve'))['item_id']).toBe(item.id);
    expect((await live.sent('conversation.item.delete'))['item_id']).toBe(item.id);
  });

  it('/session asks for an option and compares it with what is applied', async () => {
    const live = await liveSession({ mode: 'text', session: {} });
    live.type('/session {"temperature": 0.9}');
    await expect
      .poll(() => live.received.at(-1))
      .toMatchObject({ type: 'session.update', session: { temperature: 0.9 } });
    live.tell({
      type: 'session.updated',
      session: { id: 'sess_1', temperature: 0.6 },
    });
    const state = await live.until('a difference', ({ differences }) => differences.length > 0);
    expect(state.differences).toEqual(['temperature: requested 0.9, applied 0.6']);
  });

  it('/session refuses to change how sound is carried while it runs', async () => {
    const live = await liveSession();
    live.type('/session {"output_audio_format":"g711_ulaw"}');
    expect(lastError(live)).toContain('output_audio_format cannot change');
  });

  it('keeps what was typed before the session is ready, and sends it then', async () => {
    const live = await liveSession({ mode: 'text' }, { begin: false });
    live.type('hello');
    await live.until('the socket', ({ connection }) => connection.phase === 'opening');
    live.tell({ type: 'session.created', session: { id: 'sess_1' } });
    const sent = await live.sent('conversation.item.create');
    expect(sent['item']).toMatchObject({ content: [{ type: 'input_text', text: 'hello' }] });
    const types = live.received.map((event) => event['type']);
    expect(types).toEqual(['session.update', 'conversation.item.create', 'response.create']);
  });
});
