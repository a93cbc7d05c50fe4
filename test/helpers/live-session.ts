import type { WebSocket } from 'ws';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import { readImageFile } from '../../src/cli/session/image-file.js';
import { openRecorder } from '../../src/recording/recorder.js';
import type { Recorder } from '../../src/recording/types.js';
import { parseCommand } from '../../src/session/commands/commands.js';
import { createController, type Controller } from '../../src/session/controller/controller.js';
import { openServerLink } from '../../src/session/controller/server-link.js';
import type { SessionOptions, SessionState } from '../../src/session/state.js';
import type { JsonObject } from '../../src/shared/json.js';
import { createSecrets } from '../../src/shared/secrets/registry.js';
import { createToolRunner } from '../../src/tools/runner.js';
import { createTransport } from '../../src/transport/connection.js';
import { resolveEndpoint } from '../../src/transport/endpoint.js';
import { startService, type Service } from '../wire/transport-rig.js';
import { clientFrame, serverFrame } from './frame-check.js';
import { recordingHeader } from './recordings.js';
import { expectReplay } from './replays.js';
import { handsFree } from './session.js';
import { patienceMs } from './patience.js';

const open: { controller: Controller; service: Service; recorder: Recorder }[] = [];
let folder: string | undefined;

/**
 * Call at the top of a test file: ends every session and server that a test started, and checks that the recording of the
 * session replays to the state in which it ended.
 */
export function closeSessionsAfterEach(): void {
  afterEach(async () => {
    for (const { controller, service, recorder } of open.splice(0)) {
      await controller.close();
      await service.close();
      await expectReplay(recorder.path, controller.getState());
    }
  });
  afterAll(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true });
  });
}

/** A session of the program against a server that says what the test wants, over a real socket. */
export interface LiveSession {
  readonly controller: Controller;
  readonly recorder: Recorder;
  /** Every event that the client sent, each valid against the description and its corrections. */
  readonly received: readonly JsonObject[];
  /** What was wrong with frames of the client. */
  readonly badFrames: readonly string[];
  /** Sends an event to the client; throws when the description or a correction is against it. */
  tell(event: JsonObject): void;
  /** Sends one frame to the client, as it is, good or bad. */
  say(frame: string | JsonObject): void;
  /** What a person types into the text box; throws for a line that is refused. */
  type(line: string): void;
  /** Resolves once the state fulfils the condition. */
  until(what: string, condition: (state: SessionState) => boolean): Promise<SessionState>;
  /** Resolves with the first event of a type that the client sent. */
  sent(type: string): Promise<JsonObject>;
}

const session = {
  id: 'sess_1',
  model: 'gpt-realtime',
  modalities: ['text', 'audio'],
  turn_detection: { type: 'server_vad' },
};

/** Starts both; ready to talk when it resolves, unless `begin` is false. */
export async function liveSession(
  options: Partial<SessionOptions> = {},
  parts: { readonly begin?: boolean } = {},
): Promise<LiveSession> {
  const received: JsonObject[] = [];
  const badFrames: string[] = [];
  let connection: WebSocket | undefined;
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const check of waiting) check();
  };
  const say = (frame: string | JsonObject): void => {
    connection?.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  };
  const service = await startService((socket) => {
    connection = socket;
    socket.on('message', (data: Buffer) => {
      try {
        const event = clientFrame(data.toString('utf8'));
        received.push(event);
        const updates = received.filter(({ type }) => type === 'session.update').length;
        if (event['type'] === 'session.update' && updates === 1)
          say({ type: 'session.updated', event_id: 'event_2', session });
      } catch (error) {
        badFrames.push(String(error));
      }
      wake();
    });
    if (parts.begin !== false) say({ type: 'session.created', event_id: 'event_1', session });
  });
  folder ??= await mkdtemp(join(tmpdir(), 'voicelive-live-'));
  const recordings = folder;
  const endpoint = resolveEndpoint({
    endpoint: `http://127.0.0.1:${String(service.port)}`,
    target: { kind: 'model', model: 'gpt-realtime' },
  });
  const controller = createController({
    options: { ...handsFree, ...options },
    server: openServerLink((listener) =>
      createTransport({ endpoint, credential: { kind: 'key', key: 'test-key-0123' } }, listener),
    ),
    tools: createToolRunner([], { env: {}, secrets: createSecrets() }),
    readImage: readImageFile,
    openRecording: (initial, directory) =>
      openRecorder({
        directory: directory ?? join(recordings, 'later'),
        id: randomUUID(),
        header: { ...recordingHeader(), options: initial.options },
        initial,
        onTrouble: (sentence) => badFrames.push(sentence),
      }),
  });
  const recorder = await openRecorder({
    directory: recordings,
    id: randomUUID(),
    header: { ...recordingHeader(), options: controller.options },
    onTrouble: (sentence) => badFrames.push(sentence),
  });
  controller.attach({ outputs: [recorder] });
  open.push({ controller, service, recorder });

  const wait = <Value>(what: string, look: () => Value | undefined): Promise<Value> =>
    new Promise((resolve, reject) => {
      const stop = controller.subscribe(() => {
        check();
      });
      const finish = (act: () => void): void => {
        clearTimeout(timer);
        waiting.delete(check);
        stop();
        act();
      };
      const check = (): void => {
        const found = look();
        if (found === undefined) return;
        finish(() => {
          resolve(found);
        });
      };
      const timer = setTimeout(() => {
        finish(() => {
          reject(new Error(`never: ${what}; ${badFrames.join('; ')}`));
        });
      }, patienceMs);
      waiting.add(check);
      check();
    });

  const live: LiveSession = {
    controller,
    recorder,
    received,
    badFrames,
    tell: (event) => {
      say(serverFrame(JSON.stringify({ event_id: 'event_test', ...event })));
    },
    say,
    type(line) {
      const command = parseCommand(line);
      if (command.kind === 'problem') throw new Error(command.text);
      if (command.kind === 'intent') controller.dispatch(command.intent);
    },
    until: (what, condition) =>
      wait(what, () => {
        const state = controller.getState();
        return condition(state) ? state : undefined;
      }),
    sent: (type) => wait(type, () => received.find((event) => event['type'] === type)),
  };
  controller.report({ type: 'start' });
  if (parts.begin !== false)
    await live.until('ready', (state) => state.connection.phase === 'ready');
  return live;
}
