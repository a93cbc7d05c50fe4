import { afterEach, describe, expect, it } from 'vitest';
import { createProcessTransport } from '../../src/cli/fast/process-transport.js';
import { loadScenario } from '../../src/emulator/scenario/scenario-file.js';
import { createService } from '../../src/emulator/service.js';
import { createController, type Controller } from '../../src/session/controller/controller.js';
import { openServerLink } from '../../src/session/controller/server-link.js';
import { initialState } from '../../src/session/initial-state.js';
import type { Input } from '../../src/session/inputs.js';
import { isSettled } from '../../src/session/selectors.js';
import type { SessionOptions, SessionState } from '../../src/session/state.js';
import { update } from '../../src/session/update.js';
import { VirtualClock } from '../../src/shared/virtual-clock.js';
import { resolveEndpoint } from '../../src/transport/endpoint.js';
import { bundledVoice, scriptedEars } from '../helpers/emulator-rig.js';
import { handsFree } from '../helpers/session.js';

const startMs = Date.UTC(2026, 10, 22, 9);
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface LongSession {
  readonly controller: Controller;
  readonly inputs: readonly Input[];
  readonly until: (condition: (state: SessionState) => boolean) => Promise<SessionState>;
}

/** A typed session with the emulator, both in virtual time, each session of the service an hour at most. */
function longSession(options: Partial<SessionOptions> = {}): LongSession {
  const clock = new VirtualClock();
  const service = createService({
    scenario: loadScenario(),
    latency: 'recorded',
    seed: 7,
    clock,
    voice: bundledVoice(),
    ears: scriptedEars(),
    now: () => new Date(startMs + clock.nowMs()),
  });
  const endpoint = resolveEndpoint({
    endpoint: 'http://127.0.0.1',
    target: { kind: 'model', model: 'gpt-realtime' },
  });
  const inputs: Input[] = [];
  const controller = createController({
    options: {
      ...handsFree,
      mode: 'text',
      session: { modalities: ['text'] },
      runnableTools: [],
      startedAtMs: startMs,
      ...options,
    },
    clock,
    random: () => 0.5,
    server: openServerLink((listener) => createProcessTransport({ service, endpoint }, listener)),
    outputs: [
      { name: 'test', input: (input) => inputs.push(input), close: () => Promise.resolve() },
    ],
  });
  closing.push(
    () => {
      clock.close();
      return Promise.resolve();
    },
    () => service.close(),
    () => controller.close(),
  );
  const until = (condition: (state: SessionState) => boolean): Promise<SessionState> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!condition(controller.getState())) return;
        stop();
        resolve(controller.getState());
      };
      const stop = controller.subscribe(look);
      look();
    });
  controller.report({ type: 'start' });
  return { controller, inputs, until };
}

function notices({ transcript }: SessionState): readonly string[] {
  return transcript.flatMap((entry) => (entry.kind === 'notice' ? [entry.text] : []));
}

function connections({ connectionStartsMs }: SessionState): number {
  return connectionStartsMs.length;
}

describe('a conversation of more than an hour', () => {
  it('is renewed before each limit, with its image and its system message, and replays', async () => {
    const { controller, inputs, until } = longSession();
    await until(({ connection }) => connection.phase === 'ready');
    const system = { type: 'input_text', text: 'The user is called Ada.' } as const;
    const item = { type: 'message', role: 'system', content: [system] } as const;
    controller.dispatch({
      type: 'send-event',
      event: { type: 'conversation.item.create', item: { ...item, id: 'item_ada' } },
    });
    controller.dispatch({ type: 'show-image', source: 'https://example.com/cat.png' });
    await until((state) => state.usage.responses === 1 && isSettled(state));
    const renewed = await until((state) => connections(state) === 3 && isSettled(state));
    const minutes = renewed.connectionStartsMs.map((ms) => Math.round(ms / 60_000));
    expect(minutes).toEqual([0, 50, 100]);
    expect(notices(renewed).filter((text) => text.startsWith('Session renewed'))).toEqual([
      expect.stringMatching(
        /^Session renewed before its limit of 60 min, after \d\.\d s: 1 turn restored, 1 image restored, 1 system message restored\.$/,
      ),
      expect.stringMatching(/1 image restored, 1 system message restored\.$/),
    ]);
    expect(notices(renewed).join('\n')).not.toMatch(/lost|error|Not sent/);
    const replay = inputs.reduce(
      (state, input) => update(state, input).state,
      initialState(controller.options),
    );
    expect(replay.transcript).toEqual(controller.getState().transcript);
    expect(connections(replay)).toBe(connections(controller.getState()));
  });

  it('ends at its limit with the reason where it must not reconnect', async () => {
    const { controller, until } = longSession({ maxRetries: 0 });
    const ended = await until(({ connection }) => connection.phase === 'closed');
    expect(Math.round(ended.nowMs / 60_000)).toBe(60);
    expect(connections(ended)).toBe(1);
    expect(await controller.ended).toMatchObject({ code: 'session-expired', exitCode: 1 });
  });
});
