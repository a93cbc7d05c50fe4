import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionState } from '../../src/session/state.js';
import type { JsonValue } from '../../src/shared/json.js';
import {
  nullsEverywhere,
  requiredOnly,
  serverSamples,
  unknownKeys,
  wrongKinds,
} from '../helpers/distort.js';
import { closeSessionsAfterEach, liveSession, type LiveSession } from '../helpers/live-session.js';
import { sound, words, created } from '../protocol-coverage/server-case.js';

closeSessionsAfterEach();

const unhandled: unknown[] = [];
const note = (reason: unknown): void => {
  unhandled.push(reason);
};
beforeAll(() => {
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
});
afterAll(() => {
  process.off('unhandledRejection', note);
  process.off('uncaughtException', note);
});

/** Small numbers from a seed, the same every time. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const random = randomFrom(seed);
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = random(last + 1);
    const [a, b] = [mixed[last], mixed[other]];
    if (a !== undefined && b !== undefined) [mixed[last], mixed[other]] = [b, a];
  }
  return mixed;
}

/** What the state holds has limits, whatever the service sends. */
function expectBounded(state: SessionState): void {
  expect(state.log.length).toBeLessThanOrEqual(1000);
  expect(state.transcript.length).toBeLessThanOrEqual(500);
  expect(state.remote.items.length).toBeLessThanOrEqual(500);
  expect(state.remote.servers.length).toBeLessThanOrEqual(32);
  expect(state.remote.rateLimits.length).toBeLessThanOrEqual(16);
  expect(state.playback.parts.length).toBeLessThanOrEqual(64);
  expect(state.mouths.length).toBeLessThanOrEqual(4);
  expect(state.response.stale.length).toBeLessThanOrEqual(16);
  expect(state.response.finished.length).toBeLessThanOrEqual(32);
}

/** From here on the service is a good one: what was asked for is answered, what is open ends. */
async function settleResponses(live: LiveSession): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    const { response } = live.controller.getState();
    const { active } = response;
    if (active.phase === 'none') return;
    const id = active.phase === 'requested' ? `resp_settle_${String(round)}` : active.id;
    if (active.phase === 'requested')
      live.say({ type: 'response.created', event_id: 'e', response: { id } });
    live.say({ type: 'response.done', event_id: 'e', response: { id, status: 'completed' } });
    await live.until('the end of a response', (state) => state.response.active !== active);
    await live.until('its end', ({ response: { active: now } }) => !('id' in now) || now.id !== id);
  }
}

/** The session still does its work: a typed turn goes out, the answer is shown. */
async function expectAlive(live: LiveSession): Promise<void> {
  live.say({ type: 'warning', event_id: 'e', warning: { message: 'the end of it' } });
  await live.until('the end', ({ transcript }) =>
    transcript.some((entry) => entry.kind === 'notice' && entry.text.includes('the end of it')),
  );
  expect(live.controller.getState().connection.phase).toBe('ready');
  await settleResponses(live);
  live.type('are you still there?');
  await expect.poll(() => JSON.stringify(live.received)).toContain('"text":"are you still there?"');
  const place = { response_id: 'resp_new', item_id: 'item_new', output_index: 0, content_index: 0 };
  live.say({ type: 'response.created', event_id: 'e', response: { id: 'resp_new' } });
  live.say({ type: 'response.text.done', event_id: 'e', ...place, text: 'I am.' });
  live.say({ type: 'response.done', event_id: 'e', response: { id: 'resp_new' } });
  const state = await live.until('the answer', ({ transcript }) =>
    transcript.some((entry) => entry.kind === 'assistant' && entry.text === 'I am.'),
  );
  expectBounded(state);
  expect(live.badFrames).toEqual([]);
  expect(unhandled).toEqual([]);
}

describe('a service that is not as described', () => {
  const samples = serverSamples();

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'may send its events in any order (shuffle %i)',
    async (seed) => {
      const live = await liveSession();
      for (const event of shuffled(samples, seed)) live.say(event);
      await expectAlive(live);
    },
  );

  it('may send every event twice', async () => {
    const live = await liveSession();
    for (const event of samples) {
      live.say(event);
      live.say(event);
    }
    await expectAlive(live);
  });

  const distortions: readonly (readonly [
    string,
    (event: (typeof samples)[number]) => JsonValue,
  ])[] = [
    ['leave out everything that is optional', requiredOnly],
    ['send null for everything', nullsEverywhere],
    ['send values of another kind', wrongKinds],
    ['send keys that nobody knows', unknownKeys],
  ];

  it.each(distortions)('may %s', async (_what, distort) => {
    const live = await liveSession();
    for (const event of samples) live.say(JSON.stringify(distort(event)));
    await expectAlive(live);
  });

  it('counts what it does not know, and what is malformed, and shows the first of them', async () => {
    const live = await liveSession();
    live.say({ type: 'brand.new', event_id: 'e', payload: { deep: [1, 2] } });
    live.say('not json');
    live.say('[]');
    live.say('{"no":"type"}');
    live.say('{"type":7}');
    live.say({ type: 'response.audio.delta' });
    const state = await live.until('six of them', ({ counters }) => counters.malformedEvents >= 5);
    expect(state.counters).toMatchObject({ unknownEvents: 1, malformedEvents: 5 });
    const shown = state.transcript.filter((entry) => entry.kind === 'notice');
    expect(shown.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(state.log.find((line) => line.type === 'brand.new')?.event).toMatchObject({
      payload: { deep: [1, 2] },
    });
    await expectAlive(live);
  });

  it('may send messages of 1.5 MiB, of a kind that is known and of one that is not', async () => {
    const live = await liveSession();
    const large = 'x'.repeat(1_572_864);
    live.say(created);
    live.say({ ...words, event_id: 'e', delta: large });
    live.say({ type: 'brand.new', event_id: 'e', payload: large });
    live.say({ ...sound, event_id: 'e', delta: Buffer.alloc(1_179_648).toString('base64') });
    live.say(large);
    const state = await live.until('all of them', ({ counters }) => counters.malformedEvents === 1);
    const line = state.log.find((each) => each.type === 'brand.new');
    expect(line?.bytes).toBeGreaterThan(1_572_864);
    expect(JSON.stringify(state.log).length).toBeLessThan(100_000);
    const entry = state.transcript.find((each) => each.kind === 'assistant');
    expect(entry?.kind === 'assistant' && entry.text.length).toBeLessThanOrEqual(100_000);
    await expectAlive(live);
  });

  it('may flood: lists stay bounded, and the losses are counted', async () => {
    const live = await liveSession();
    for (let index = 0; index < 1500; index += 1) {
      live.say({
        type: 'conversation.item.created',
        event_id: 'e',
        item: {
          id: `item_${String(index)}`,
          type: 'message',
          role: 'user',
          status: 'completed',
          content: [{ type: 'input_text', text: `turn ${String(index)}` }],
        },
      });
    }
    for (let index = 0; index < 200; index += 1) {
      live.say({ type: 'response.created', event_id: 'e', response: { id: `r${String(index)}` } });
      live.say({
        ...sound,
        event_id: 'e',
        response_id: `r${String(index)}`,
        item_id: `i${String(index)}`,
      });
    }
    const state = await live.until('the last', ({ response }) => {
      const { active } = response;
      return active.phase === 'active' && active.id === 'r199';
    });
    expectBounded(state);
    expect(state.transcriptDropped).toBeGreaterThan(900);
    expect(state.logDropped).toBeGreaterThan(500);
  });

  it('may say nothing but garbage: the session goes on waiting for it', async () => {
    const live = await liveSession();
    const random = randomFrom(99);
    for (let index = 0; index < 300; index += 1) {
      const bytes = Array.from({ length: random(200) }, () => 32 + random(95));
      live.say(String.fromCharCode(...bytes));
    }
    await live.until('all of it', ({ counters }) => counters.malformedEvents === 300);
    await expectAlive(live);
  });

  it('may begin in the wrong order: updated before created, replies before either', async () => {
    const live = await liveSession({}, { begin: false });
    await live.until('the socket', ({ connection }) => connection.phase === 'opening');
    for (const event of samples.filter(
      ({ type }) => type !== 'error' && type !== 'session.created',
    ))
      live.say(event);
    live.say({ type: 'session.created', event_id: 'e', session: { id: 'sess_1' } });
    await live.until('ready', ({ connection }) => connection.phase === 'ready');
    await expectAlive(live);
  });
});
