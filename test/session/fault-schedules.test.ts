import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AudioEvent } from '../../src/audio/kernel/engine-types.js';
import { createController } from '../../src/session/controller/controller.js';
import { openServerLink } from '../../src/session/controller/server-link.js';
import { openSoundPath } from '../../src/session/controller/sound-path.js';
import { isSettled } from '../../src/session/selectors.js';
import { initialState } from '../../src/session/initial-state.js';
import type { Input } from '../../src/session/inputs.js';
import type { SessionOptions, SessionState } from '../../src/session/state.js';
import { update } from '../../src/session/update.js';
import { pick, seeded } from '../helpers/random-session.js';
import { handsFree, recorded } from '../helpers/session.js';
import { SyntheticService } from '../helpers/synthetic-service.js';
import { syntheticSpeaker } from '../helpers/synthetic-speaker.js';
import { VirtualTime } from '../helpers/virtual-time.js';

const runs = Number(process.env['VOICELIVE_FAULT_RUNS'] ?? 120);

/** From here on the line holds. */
const calmAtMs = 40_000;
/** Far more than five tries and the deadlines between them take. */
const limitMs = 400_000;

function noticesThat(state: SessionState, say: string): readonly string[] {
  return state.transcript.flatMap((entry) =>
    entry.kind === 'notice' && entry.text.includes(say) ? [entry.text] : [],
  );
}

/** The last turn was lost as often as a turn may be asked again. */
function isLastGivenUp({ transcript }: SessionState): boolean {
  const at = transcript.findLastIndex(({ kind }) => kind === 'user');
  return transcript
    .slice(at)
    .some((entry) => entry.kind === 'notice' && entry.text.includes('is not sent again'));
}

/** What the schedules led to, so that a rig that breaks nothing is noticed. */
const seen = { outages: 0, givenUp: 0, restoredCalls: 0, interrupted: 0, askedAgain: 0 };

/** A whole session with typed turns, on a line that breaks as the seed says. */
async function session(seed: number): Promise<void> {
  const random = seeded(seed);
  const time = new VirtualTime();
  const withSound = random() < 0.5;
  const service = new SyntheticService(time, random, { calmAtMs, withSound });
  const listeners: ((event: AudioEvent) => void)[] = [];
  const audio = syntheticSpeaker(time, (event) => {
    for (const tell of listeners) tell(event);
  });
  const options: SessionOptions = {
    ...handsFree,
    mode: withSound ? 'hands-free' : 'text',
    approve: 'always',
  };
  const inputs: Input[] = [];
  const controller = createController({
    options,
    outputs: [
      {
        name: 'list',
        input: (input) => inputs.push(input),
        close: () => Promise.resolve(),
      },
    ],
    clock: time.clock,
    random,
    server: openServerLink(service.open),
    ...(withSound ? { sound: openSoundPath(audio) } : {}),
    tools: {
      load: () => Promise.resolve([]),
      run: () =>
        new Promise((resolve) => {
          time.after(random() * 2_000, () => {
            resolve({ ok: true, output: 'mild', elapsedMs: 1 });
          });
        }),
      close: () => Promise.resolve(),
    },
  });
  listeners.push((event) => {
    controller.onAudio(event);
  });
  controller.report({ type: 'start' });
  const getState = (): SessionState => controller.getState();
  expect(await time.runUntil(() => getState().connection.phase === 'ready', 1_000)).toBe(true);

  const turns: string[] = [];
  let interrupted = false;
  const count = 1 + Math.floor(random() * 8);
  for (let turn = 1; turn <= count; turn += 1) {
    const isOver = (): boolean => getState().connection.phase === 'closed';
    // Some turns come while the last one is still being answered, or while the connection is lost.
    const patient = random() < 0.6;
    const untilMs = time.nowMs + random() * 1_500;
    await time.runUntil(
      () => isOver() || (patient ? isSettled(getState()) : time.nowMs >= untilMs),
      limitMs,
    );
    if (isOver()) break;
    const text = `${pick(random, ['turn', 'tool'])} ${String(turn)}`;
    turns.push(text);
    controller.dispatch({ type: 'say', text });
    interrupted = random() < 0.1;
    if (interrupted) controller.dispatch({ type: 'interrupt' });
  }
  const settled = await time.runUntil(
    () => getState().connection.phase === 'closed' || isSettled(getState()),
    limitMs,
  );
  expect(settled, 'no hang').toBe(true);
  const state = getState();
  expect(service.wrong).toEqual([]);
  // The recorded inputs are the session.
  expect(
    inputs.reduce(
      (replayed, input) => update(replayed, recorded(input)).state,
      initialState(controller.options),
    ),
  ).toEqual(state);
  expect(noticesThat(state, 'Not sent')).toEqual([]);

  // Every outage is said on the screen; at most ten connections in any minute.
  const lost = service.connections.filter(({ wasReady, dropped }) => wasReady && dropped).length;
  const { length: losses } = noticesThat(state, 'Reconnecting.');
  const { length: returns } = noticesThat(state, 'is back');
  expect(losses).toBe(lost);
  const starts = service.connections.map(({ startedMs }) => startedMs);
  starts.forEach((startMs, index) => {
    const after = starts[index + 10];
    if (after !== undefined) expect(after - startMs).toBeGreaterThanOrEqual(60_000);
  });

  seen.outages += losses;
  seen.restoredCalls += noticesThat(state, 'tool call').length;
  for (const entry of state.transcript) {
    if (entry.kind === 'assistant' && entry.lost === true) seen.askedAgain += 1;
    if (entry.kind === 'assistant' && entry.cut !== undefined) seen.interrupted += 1;
  }
  if (state.connection.phase === 'closed') {
    seen.givenUp += 1;
    expect(state.connection.failure).toMatchObject({ code: 'connection-closed', exitCode: 1 });
    expect(losses).toBe(returns + 1);
  } else {
    expect(losses).toBe(returns);
    // The service of the last connection knows all turns, each once, in order; the last one was answered.
    const items = service.connections.at(-1)?.items ?? [];
    const said = items.flatMap((item) =>
      item['role'] === 'user' ? [JSON.stringify(item['content'])] : [],
    );
    expect(said).toEqual(turns.map((text) => JSON.stringify([{ type: 'input_text', text }])));
    if (!interrupted && !isLastGivenUp(state))
      expect(items.at(-1)).toMatchObject({ role: 'assistant' });
    const replies = items.flatMap(({ role, id }) =>
      role === 'assistant' && typeof id === 'string' ? [id] : [],
    );
    expect(new Set(replies).size).toBe(replies.length);
    const shown = state.transcript.flatMap((entry) => (entry.kind === 'assistant' ? [entry] : []));
    const ids = shown.map(({ itemId }) => itemId);
    expect(replies.filter((id) => ids.includes(id))).toEqual(
      ids.filter((id) => replies.includes(id)),
    );
    const whole = shown.filter(({ text, lost, cut }) => text !== '' && !lost && !cut);
    expect(replies).toEqual(expect.arrayContaining(whole.map(({ itemId }) => itemId)));
  }
  await controller.close();
}

describe('a session on a line that breaks', () => {
  it(`comes through ${String(runs)} schedules of faults without a hang, a loss or a double`, async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), session), {
      numRuns: runs,
      seed: 20_261_120,
      endOnFailure: true,
    });
  }, 120_000);
});
