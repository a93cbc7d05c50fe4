import type { WebSocket } from 'ws';
import { afterEach, describe, expect, it } from 'vitest';
import { createAudioEngine } from '../../src/audio/engine.js';
import { createController, type Controller } from '../../src/session/controller/controller.js';
import { openServerLink } from '../../src/session/controller/server-link.js';
import { openSoundPath } from '../../src/session/controller/sound-path.js';
import { activity } from '../../src/session/selectors.js';
import type { SessionOptions, SessionState } from '../../src/session/state.js';
import { monotonicMs } from '../../src/shared/clock.js';
import { isJsonObject, type JsonObject } from '../../src/shared/json.js';
import { createTransport } from '../../src/transport/connection.js';
import { resolveEndpoint } from '../../src/transport/endpoint.js';
import { clientFrame } from '../helpers/frame-check.js';
import { handsFree } from '../helpers/session.js';
import { startService, type Service } from './transport-rig.js';

const open: { readonly controller: Controller; readonly service: Service }[] = [];

afterEach(async () => {
  for (const { controller, service } of open.splice(0)) {
    await controller.close();
    await service.close();
  }
});

const session = { id: 'sess_1', model: 'gpt-realtime', turn_detection: { type: 'server_vad' } };
const place = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0 };

/** One connection as the server sees it. */
interface Served {
  readonly received: JsonObject[];
  say(event: JsonObject): void;
  drop(): void;
}

/** What the server does; `number` counts connections from 1. True: it keeps silent about this event. */
interface Behaviour {
  opened?(served: Served, number: number): boolean;
  got?(event: JsonObject, served: Served, number: number): boolean;
}

async function start(behaviour: Behaviour, options: Partial<SessionOptions> = {}) {
  const all: Served[] = [];
  const serve = (socket: WebSocket): void => {
    const served: Served = {
      received: [],
      say: (event) => {
        socket.send(JSON.stringify({ event_id: 'event_test', ...event }));
      },
      drop: () => {
        socket.terminate();
      },
    };
    const number = all.push(served);
    socket.on('message', (data: Buffer) => {
      const event = clientFrame(data.toString('utf8'));
      served.received.push(event);
      if (behaviour.got?.(event, served, number) === true) return;
      if (event['type'] === 'session.update') served.say({ type: 'session.updated', session });
    });
    if (behaviour.opened?.(served, number) === true) return;
    served.say({ type: 'session.created', session });
  };
  const service = await startService(serve);
  const endpoint = resolveEndpoint({
    endpoint: `http://127.0.0.1:${String(service.port)}`,
    target: { kind: 'model', model: 'gpt-realtime' },
  });
  let finishTool = (): void => undefined;
  const controller = createController({
    options: { ...handsFree, mode: 'text', ...options },
    random: () => 0,
    server: openServerLink((listener) =>
      createTransport({ endpoint, credential: { kind: 'key', key: 'test-key-0123' } }, listener),
    ),
    sound: openSoundPath(
      createAudioEngine({
        inputRateHz: 24_000,
        outputRateHz: 24_000,
        microphone: 'none',
        speaker: 'none',
        lowLatency: false,
      }),
    ),
    tools: {
      load: () => Promise.resolve([]),
      run: () =>
        new Promise((resolve) => {
          finishTool = () => {
            resolve({ ok: true, output: 'mild', elapsedMs: 1 });
          };
        }),
      close: () => Promise.resolve(),
    },
  });
  open.push({ controller, service });
  controller.report({ type: 'start' });
  const until = async (condition: (state: SessionState) => boolean): Promise<void> => {
    await expect.poll(() => condition(controller.getState())).toBe(true);
  };
  return {
    controller,
    service,
    all,
    until,
    finishTool: () => {
      finishTool();
    },
    /** The connection with this number is ready. */
    ready: async (number: number) => {
      await until(
        ({ connection }) => connection.phase === 'ready' && connection.attempt === number,
      );
    },
    /** 20 ms of the microphone. */
    speak: (sequence: number) => {
      const samples = new Int16Array(480).fill(sequence);
      controller.onAudio({
        type: 'captured',
        frame: { sequence, samples, atMs: monotonicMs() },
      });
    },
  };
}

/** What the server was told, without what is only the microphone. */
function told(served: Served | undefined): readonly string[] {
  return (served?.received ?? []).flatMap((event) => {
    const { type, item } = event;
    if (type === 'input_audio_buffer.append') return [];
    if (!isJsonObject(item)) return [typeof type === 'string' ? type : '(none)'];
    return [
      `${JSON.stringify(item['type'])} ${JSON.stringify(item['content'] ?? item['call_id'])}`,
    ];
  });
}

const typed = '"message" [{"type":"input_text","text":"hello"}]';
const asked = ['session.update', typed, 'response.create'];

function dropped(served: Served): true {
  served.drop();
  return true;
}

describe('a socket that drops before the session ever was ready', () => {
  const early: readonly (readonly [string, Behaviour])[] = [
    ['connecting', { opened: (served: Served) => dropped(served) }],
    [
      'opening',
      {
        opened: (served: Served) => {
          setImmediate(() => {
            served.drop();
          });
          return true;
        },
      },
    ],
    [
      'configuring',
      {
        got: (_event: JsonObject, served: Served) => {
          served.drop();
          return true;
        },
      },
    ],
  ];

  it.each(early)('ends the session at once, with exit code 1: %s', async (_phase, behaviour) => {
    const { controller, all } = await start(behaviour);
    expect(await controller.ended).toMatchObject({ exitCode: 1 });
    expect(all).toHaveLength(1);
  });
});

describe('a socket that drops while the session is made again', () => {
  it.each([
    ['opening', { opened: (served: Served, number: number) => number === 2 && dropped(served) }],
    [
      'configuring',
      {
        got: (_event: JsonObject, served: Served, number: number) =>
          number === 2 && dropped(served),
      },
    ],
  ] as const)('is tried once more: %s', async (_phase, behaviour) => {
    const live = await start(behaviour);
    await live.ready(1);
    live.controller.dispatch({ type: 'say', text: 'hello' });
    await expect.poll(() => told(live.all[0])).toEqual(asked);
    live.all[0]?.drop();
    await live.ready(3);
    await expect.poll(() => told(live.all[2])).toEqual(asked);
  });

  it('is not tried again after a refusal of the key', async () => {
    const live = await start({});
    await live.ready(1);
    live.service.refuseWith = 401;
    live.all[0]?.drop();
    expect(await live.controller.ended).toMatchObject({ exitCode: 3 });
    expect(live.all).toHaveLength(1);
  });

  it('is given up after five refused connections, with exit code 1', async () => {
    const live = await start({});
    await live.ready(1);
    await live.service.close();
    expect(await live.controller.ended).toMatchObject({ code: 'connection-closed', exitCode: 1 });
  });

  it('ends well when the person quits meanwhile', async () => {
    const live = await start({ opened: (_served, number) => number > 1 });
    await live.ready(1);
    live.all[0]?.drop();
    await live.until((state) => activity(state) === 'reconnecting');
    live.controller.dispatch({ type: 'quit' });
    expect(await live.controller.ended).toBeUndefined();
  });
});

type Live = Awaited<ReturnType<typeof start>>;

const say = (live: Live): void => {
  live.controller.dispatch({ type: 'say', text: 'hello' });
};
const respond = (live: Live, ...events: readonly JsonObject[]): void => {
  live.all[0]?.say({ type: 'response.created', response: { id: 'resp_1' } });
  for (const event of events) live.all[0]?.say({ ...place, ...event });
};
const call = {
  type: 'response.function_call_arguments.done',
  call_id: 'call_1',
  name: 'get_weather',
  arguments: '{}',
};

/** Each phase of a session: how it gets there, how one sees that it is there, and what the next connection is told. */
const phases: readonly {
  readonly name: string;
  readonly options?: Partial<SessionOptions>;
  readonly reach: (live: Live) => void | Promise<void>;
  readonly there: (state: SessionState) => boolean;
  readonly told: readonly string[];
}[] = [
  {
    name: 'idle',
    reach: () => undefined,
    there: () => true,
    told: ['session.update'],
  },
  {
    name: 'capturing, by voice',
    options: { mode: 'hands-free' },
    reach: (live) => {
      for (const sequence of [1, 2, 3]) live.speak(sequence);
      const at = { audio_start_ms: 0, item_id: 'item_u' };
      live.all[0]?.say({ type: 'input_audio_buffer.speech_started', ...at });
    },
    there: ({ input }) => input.phase === 'capturing',
    told: ['session.update'],
  },
  {
    name: 'capturing, by key',
    options: { mode: 'push-to-talk' },
    reach: (live) => {
      live.controller.dispatch({ type: 'talk-start' });
      for (const sequence of [1, 2, 3]) live.speak(sequence);
    },
    there: ({ input }) => input.phase === 'capturing',
    told: ['session.update'],
  },
  {
    name: 'response requested',
    reach: say,
    there: ({ response }) => response.active.phase === 'requested',
    told: asked,
  },
  {
    name: 'streaming',
    reach: async (live) => {
      say(live);
      await expect.poll(() => told(live.all[0])).toEqual(asked);
      respond(live, { type: 'response.text.delta', delta: 'It is' });
    },
    there: ({ transcript }) => transcript.some(({ kind }) => kind === 'assistant'),
    told: asked,
  },
  {
    name: 'tool running',
    options: { approve: 'always' },
    reach: async (live) => {
      say(live);
      await expect.poll(() => told(live.all[0])).toEqual(asked);
      respond(live, call, { type: 'response.done', response: { id: 'resp_1' } });
    },
    there: ({ approval }) => approval.calls.some(({ phase }) => phase === 'running'),
    told: ['session.update', typed, '"function_call" "call_1"'],
  },
  {
    name: 'approval waiting',
    reach: async (live) => {
      say(live);
      await expect.poll(() => told(live.all[0])).toEqual(asked);
      respond(live, call, { type: 'response.done', response: { id: 'resp_1' } });
    },
    there: ({ approval }) => approval.calls.some(({ phase }) => phase === 'waiting'),
    told: asked,
  },
  {
    name: 'cancelling',
    reach: async (live) => {
      say(live);
      await expect.poll(() => told(live.all[0])).toEqual(asked);
      respond(live, { type: 'response.text.delta', delta: 'It is' });
      await live.until(({ transcript }) => transcript.some(({ kind }) => kind === 'assistant'));
      live.controller.dispatch({ type: 'interrupt' });
    },
    there: ({ response }) => response.active.phase === 'cancelling',
    told: ['session.update', typed, '"message" [{"type":"text","text":"It is"}]'],
  },
];

describe('a socket that drops under a session', () => {
  it.each(phases)('is made again: $name', async ({ options, reach, there, told: expected }) => {
    const live = await start({}, options);
    await live.ready(1);
    await reach(live);
    await live.until(there);
    live.all[0]?.drop();
    await live.ready(2);
    await expect.poll(() => told(live.all[1])).toEqual(expected);
    const { transcript, approval } = live.controller.getState();
    const said = transcript.flatMap((entry) => (entry.kind === 'notice' ? [entry.text] : []));
    expect(said.filter((text) => text.includes('was lost'))).toHaveLength(1);
    expect(said.filter((text) => text.includes('is back'))).toHaveLength(1);
    if (approval.calls.length === 0) return;
    live.finishTool();
    await expect
      .poll(() => told(live.all[1]))
      .toEqual([...expected, '"function_call_output" "call_1"', 'response.create']);
  });

  it('sends first what the microphone heard meanwhile, two seconds of it', async () => {
    const live = await start({ opened: (_served, number) => number === 2 }, { mode: 'hands-free' });
    await live.ready(1);
    live.all[0]?.drop();
    await live.until((state) => state.connection.phase === 'opening');
    for (let sequence = 1; sequence <= 150; sequence += 1) live.speak(sequence);
    live.all[1]?.say({ type: 'session.created', session });
    await live.ready(2);
    const appends = (): number =>
      live.all[1]?.received.filter(({ type }) => type === 'input_audio_buffer.append').length ?? 0;
    await expect.poll(appends).toBe(100);
    const { counters, transcript } = live.controller.getState();
    expect(counters.droppedAppendSamples).toBe(50 * 480);
    expect(transcript.at(-1)).toMatchObject({ kind: 'notice', level: 'warning' });
  });
});
