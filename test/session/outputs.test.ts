import { describe, expect, it } from 'vitest';
import { createAudioEngine } from '../../src/audio/engine.js';
import { createController, type Controller } from '../../src/session/controller/controller.js';
import { openServerLink } from '../../src/session/controller/server-link.js';
import { openSoundPath } from '../../src/session/controller/sound-path.js';
import type { Input } from '../../src/session/inputs.js';
import { initialState } from '../../src/session/initial-state.js';
import type { SessionOutput } from '../../src/session/session-output.js';
import { update } from '../../src/session/update.js';
import { systemClock } from '../../src/shared/clock.js';
import type { Transport } from '../../src/transport/types.js';
import { handsFree } from '../helpers/session.js';

const silentTransport: Transport = {
  target: 'test',
  connect: () => undefined,
  send: () => true,
  sever: () => undefined,
  bufferedBytes: () => 0,
  close: () => Promise.resolve(),
};

const noDevices = createAudioEngine({
  inputRateHz: 24_000,
  outputRateHz: 24_000,
  microphone: 'none',
  speaker: 'none',
  lowLatency: false,
});

function start(outputs: readonly SessionOutput[] = []): Controller {
  let nowMs = 0;
  return createController({
    options: handsFree,
    clock: { ...systemClock, nowMs: () => (nowMs += 1) },
    server: openServerLink(() => silentTransport),
    sound: openSoundPath(noDevices),
    outputs,
  });
}

interface List extends SessionOutput {
  readonly inputs: Input[];
  closed: number;
}

function list(change: Partial<SessionOutput> = {}): List {
  const inputs: Input[] = [];
  return {
    name: 'list',
    inputs,
    closed: 0,
    input: (input) => inputs.push(input),
    close() {
      this.closed += 1;
      return Promise.resolve();
    },
    ...change,
  };
}

function notices(controller: Controller): readonly string[] {
  return controller
    .getState()
    .transcript.flatMap((entry) => (entry.kind === 'notice' ? [entry.text] : []));
}

const frame = { sequence: 1, samples: new Int16Array(480), atMs: 20 };

describe('the outputs of a session', () => {
  it('get the same: every input, both tracks', () => {
    const tracks: string[] = [];
    const sound = (name: string): Partial<SessionOutput> => ({
      microphone: (samples, atMs) => tracks.push(`${name} mic ${samples.length} at ${atMs}`),
      heard: (samples, atMs) => tracks.push(`${name} spk ${samples.length} at ${atMs}`),
    });
    const [first, second] = [list(sound('first')), list(sound('second'))];
    const controller = start([first, second]);
    controller.report({ type: 'start' });
    controller.dispatch({ type: 'say', text: 'hello' });
    controller.onAudio({ type: 'captured', frame });
    const heard = { ...frame, spans: [], follows: false, queuedSamples: 0, depthMs: 0 };
    controller.onAudio({ type: 'played', frame: heard });
    expect(first.inputs.map(({ type }) => type)).toEqual(['start', 'intent']);
    expect(second.inputs).toEqual(first.inputs);
    expect(tracks).toEqual([
      'first mic 480 at 20',
      'second mic 480 at 20',
      'first spk 480 at 20',
      'second spk 480 at 20',
    ]);
  });

  it('get what was typed and never sent, before the end of the session', () => {
    const output = list();
    const controller = start([output]);
    controller.report({ type: 'start' });
    controller.dispatch({ type: 'say', text: 'hello' });
    controller.dispatch({ type: 'quit' });
    expect(output.inputs.slice(1)).toMatchObject([
      { type: 'intent', intent: { type: 'say' } },
      { type: 'intent', intent: { type: 'quit' } },
      { type: 'not-sent', reason: 'the session ended first: hello' },
    ]);
  });

  it('continue without one that throws, which is closed, and said once', () => {
    const failing = list({
      name: 'recording',
      input: (input) => {
        if (input.type === 'intent') throw new Error('the disk is on fire');
      },
    });
    const [before, after] = [list(), list()];
    const controller = start([before, failing, after]);
    controller.report({ type: 'start' });
    controller.dispatch({ type: 'say', text: 'one' });
    controller.dispatch({ type: 'say', text: 'two' });
    expect(before.inputs.map(({ type }) => type)).toEqual(['start', 'intent', 'notice', 'intent']);
    expect(after.inputs).toEqual(before.inputs);
    expect(failing.closed).toBe(1);
    expect(notices(controller).filter((text) => text.includes('on fire'))).toEqual([
      'The recording failed and was stopped: the disk is on fire',
    ]);
    expect(controller.getState().pendingIntents).toHaveLength(2);
  });

  it('continue without one that throws on sound, and refer to the sound of another', () => {
    const failing = list({
      microphone: () => {
        throw new Error('full');
      },
    });
    const controller = start([failing, list({ microphone: () => 77 })]);
    controller.report({ type: 'start' });
    controller.onAudio({ type: 'captured', frame });
    expect(notices(controller)).toEqual(['The list failed and was stopped: full']);
  });

  it('get the session from its first input when they are attached while its parts open', () => {
    const controller = start();
    controller.report({ type: 'part-opening', part: 'recording' });
    controller.report({ type: 'start' });
    controller.dispatch({ type: 'say', text: 'hello' });
    const late = list();
    controller.attach({ outputs: [late] });
    controller.report({ type: 'part-open', part: 'recording', path: 'rec/1' });
    expect(late.inputs.map(({ type }) => type)).toEqual([
      'part-opening',
      'start',
      'intent',
      'part-open',
    ]);
    const replayed = late.inputs.reduce(
      (state, input) => update(state, input).state,
      initialState(handsFree),
    );
    expect(replayed).toEqual(controller.getState());
  });

  it('are told how much they lack when very much happens before', () => {
    const controller = start();
    controller.report({ type: 'part-opening', part: 'recording' });
    for (let press = 0; press < 1_004; press += 1) controller.dispatch({ type: 'interrupt' });
    const late = list();
    controller.attach({ outputs: [late] });
    expect(late.inputs.filter(({ type }) => type !== 'notice')).toHaveLength(1_000);
    expect(notices(controller)).toEqual(['The list is missing 5 events from before it opened.']);
  });

  it('get nothing from before when they are attached to a session that connects', () => {
    const controller = start();
    controller.report({ type: 'start' });
    const late = list();
    controller.attach({ outputs: [late] });
    controller.dispatch({ type: 'interrupt' });
    expect(late.inputs.map(({ type }) => type)).toEqual(['intent']);
  });

  it('are closed with the session', async () => {
    const output = list();
    const controller = start([output]);
    await controller.close();
    expect(output.closed).toBe(1);
  });
});

describe('an event that cannot be sent', () => {
  it('is said with its reason', () => {
    const controller = createController({
      options: { ...handsFree, mode: 'text' },
      server: openServerLink((listener) => ({
        ...silentTransport,
        send: () => false,
        connect: (attempt) => {
          listener({ type: 'open', attempt });
          const session = { id: 'sess_1' };
          const text = JSON.stringify({ type: 'session.created', event_id: 'event_1', session });
          listener({ type: 'frame', attempt, text });
        },
      })),
    });
    controller.report({ type: 'start' });
    expect(notices(controller)).toEqual([
      'Not sent: session.update: the connection is not writable.',
    ]);
  });
});
