import { createConnection } from 'node:net';
import { afterEach, describe, expect, expectTypeOf, it } from 'vitest';
import type { FaultReport } from '../../src/emulator/faults/fault.js';
import type {
  EmulatorEvent,
  UnreadableMessage,
} from '../../src/emulator/library/observed-session.js';
import {
  startEmulator,
  type Emulator,
  type EmulatorOptions,
} from '../../src/emulator/library/start-emulator.js';
import { openClient, sayInText, type TestClient } from '../helpers/emulator-client.js';

const running: Emulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
});

async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator({ seed: 1, ...options });
  running.push(emulator);
  return emulator;
}

/** A client that has had one typed turn answered in text. */
async function answered(emulator: Emulator, text = 'hello'): Promise<TestClient> {
  const client = await openClient(emulator);
  client.send({ type: 'session.update', session: { modalities: ['text'] } });
  sayInText(client, text);
  await client.next('response.done');
  return client;
}

function typesOf(events: readonly { readonly type: string }[]): readonly string[] {
  return events.map(({ type }) => type);
}

describe('the emulator as a library', () => {
  it('shows its sessions as they are', async () => {
    const emulator = await start();
    expect(emulator.sessions).toEqual([]);
    const client = await answered(emulator);
    const [session] = emulator.sessions;
    expect(session).toMatchObject({ isOpen: true, forgottenEvents: 0 });
    const { id = '', model, received = [], sent = [], items = [] } = session ?? {};
    expect(client.events[0]).toMatchObject({ session: { id, model } });
    const asked = ['session.update', 'conversation.item.create', 'response.create'];
    expect(typesOf(received)).toEqual(asked);
    expect(typesOf(sent)).toEqual(client.events.map(({ type }) => type));
    expect(items.map((item) => [item.type, 'role' in item ? item.role : ''])).toEqual([
      ['message', 'user'],
      ['message', 'assistant'],
    ]);
    client.close();
    await expect.poll(() => emulator.sessions[0]?.isOpen).toBe(false);
    expect(emulator.sessions[0]?.items).toEqual(items);
  });

  it('calls listeners for every event of every session, in order, until they are removed', async () => {
    const emulator = await start();
    const seen: EmulatorEvent[] = [];
    const remove = emulator.on('event', (event) => seen.push(event));
    await Promise.all([answered(emulator), answered(emulator)]);
    await expect.poll(() => new Set(seen.map(({ session }) => session)).size).toBe(2);
    for (const session of emulator.sessions) {
      const own = seen.filter((each) => each.session === session);
      const of = (from: string): readonly string[] =>
        own.flatMap((each) => (each.from === from ? [each.event.type] : []));
      expect(of('client')).toEqual(typesOf(session.received));
      expect(of('server')).toEqual(typesOf(session.sent));
      expect(own[0]?.event.type).toBe('session.created');
    }
    for (const each of seen)
      if (each.from === 'server' && each.event.type === 'session.created')
        expectTypeOf(each.event.session.model).toEqualTypeOf<string | undefined>();
    const before = seen.length;
    remove();
    await answered(emulator);
    expect(seen).toHaveLength(before);
  });

  it('reports messages that are no events, and faults that happened', async () => {
    const emulator = await start({
      faults: [{ garble: 'type', at: 'response.created' }],
    });
    const unreadable: UnreadableMessage[] = [];
    const faults: FaultReport[] = [];
    emulator.on('unreadable', (message) => unreadable.push(message));
    emulator.on('fault', (report) => faults.push(report));
    const client = await openClient(emulator);
    client.sendText('nonsense');
    sayInText(client, 'hello');
    await expect.poll(() => unreadable).toHaveLength(2);
    expect(unreadable).toMatchObject([
      { from: 'client', text: 'nonsense', problem: 'not JSON: "nonsense"' },
      { from: 'server', problem: 'unknown type unknown.event' },
    ]);
    expect(faults).toMatchObject([{ index: 0, connection: 1, at: 'response.created' }]);
  });

  it('forgets the oldest messages beyond what is kept', async () => {
    const emulator = await start({ keepEvents: 3 });
    const client = await answered(emulator);
    const [session] = emulator.sessions;
    expect(session?.sent).toHaveLength(3);
    expect(session?.sent.at(-1)?.type).toBe('response.done');
    expect(session?.forgottenEvents).toBe(client.events.length);
  });

  it('takes scenario and faults as objects or files, and says what is wrong in them', async () => {
    const scenario = { name: 'mine', turns: [{ phrases: ['ping'], say: 'pong' }] };
    const emulator = await start({ scenario });
    expect(emulator.scenario).toBe('mine');
    const client = await answered(emulator, 'ping');
    expect(client.events.at(-1)).toMatchObject({
      response: { output: [{ content: [{ text: 'pong' }] }] },
    });
    const wrong: readonly [EmulatorOptions, string][] = [
      [{ scenario: { turns: [] } }, 'option scenario:2:12: turns: expected an array of at least 1'],
      [{ scenario: 'missing.yaml' }, 'Option scenario: missing.yaml does not exist.'],
      [{ faults: 'missing.yaml' }, 'Option faults: missing.yaml does not exist.'],
    ];
    for (const [options, message] of wrong)
      await expect(startEmulator(options)).rejects.toThrow(message);
  });

  it('ends every connection within about a second, once, whatever its clients do', async () => {
    const emulator = await startEmulator();
    const client = await answered(emulator);
    const { hostname, port } = new URL(emulator.url);
    const silent = createConnection(Number(port), hostname);
    const silentEnd = new Promise((resolve) => silent.once('close', resolve));
    silent.on('error', () => undefined);
    await new Promise((resolve) => silent.once('connect', resolve));
    const beganMs = performance.now();
    const closing = emulator.close();
    expect(emulator.close()).toBe(closing);
    await Promise.all([closing, client.closed(), silentEnd]);
    expect(performance.now() - beganMs).toBeLessThan(5000);
    expect(client.closeCode).toBe(1001);
    expect(emulator.sessions[0]?.isOpen).toBe(false);
    await emulator.close();
  });

  it('ends with the block that declares it', async () => {
    let url = '';
    {
      await using emulator = await startEmulator();
      ({ url } = emulator);
      await answered(emulator);
    }
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});
