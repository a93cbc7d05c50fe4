import { VoiceLiveClient, type ServerEventUnion, type VoiceLiveSession } from '@azure/ai-voicelive';
import { afterEach, beforeAll } from 'vitest';
import type { ServerOptions } from '../../src/emulator/server.js';
import { runEmulator } from './emulator-rig.js';

const sessions: VoiceLiveSession[] = [];

/** Ends sessions after each test; call it after `closeEmulatorsAfterEach`, so that clients leave first. */
export function useOfficialClient(): void {
  afterEach(async () => {
    await Promise.all(sessions.splice(0).map((session) => session.dispose()));
  });
  beforeAll(() => {
    // The official client honours a proxy even for loopback.
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'ALL_PROXY']) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the names of the proxy variables
      delete process.env[name];
    }
  });
}

type EventOf<Type extends ServerEventUnion['type']> = Extract<ServerEventUnion, { type: Type }>;

function isType<Type extends ServerEventUnion['type']>(
  event: ServerEventUnion,
  type: Type,
): event is EventOf<Type> {
  return event.type === type;
}

/** The official client in a session of its own emulator, with everything it was told. */
export async function connectOfficial(model: string, options: Partial<ServerOptions> = {}) {
  const emulator = await runEmulator(options);
  const events: ServerEventUnion[] = [];
  const errors: Error[] = [];
  const client = new VoiceLiveClient(emulator.url, { key: emulator.token });
  const session = client.createSession(model);
  session.subscribe({
    onServerEvent: (event) => {
      events.push(event);
      return Promise.resolve();
    },
    onError: ({ error }) => {
      errors.push(error);
      return Promise.resolve();
    },
  });
  sessions.push(session);
  await session.connect();
  const all = <Type extends ServerEventUnion['type']>(type: Type): readonly EventOf<Type>[] =>
    events.filter((event) => isType(event, type));
  return { session, events, errors, all };
}

/** A typed turn. */
export async function askOfficial(session: VoiceLiveSession, text: string): Promise<void> {
  await session.addConversationItem({
    type: 'message',
    role: 'user',
    content: [{ type: 'input_text', text }],
  });
  await session.sendEvent({ type: 'response.create' });
}
