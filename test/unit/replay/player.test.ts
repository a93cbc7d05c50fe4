import { describe, expect, it } from 'vitest';
import { createAudioEngine } from '../../../src/audio/engine.js';
import { LogIndex } from '../../../src/replay/log-index.js';
import { Player, type PlayerOptions } from '../../../src/replay/player.js';
import { ReplaySound } from '../../../src/replay/replay-sound.js';
import type { RecordedSound } from '../../../src/replay/wav-file.js';
import type { ReplayCommand } from '../../../src/session/replay-control.js';
import { eventLog, logInMemory } from '../../helpers/event-logs.js';
import { SessionScript } from '../../helpers/session.js';
import { VirtualTime } from '../../helpers/virtual-time.js';

const rateHz = 8000;

/** Three typed turns at 10, 20 and 30 s, an interruption at 25 s, an error at 28 s; the end at 40 s. */
function conversation(isClosed = true): Buffer {
  const script = new SessionScript().ready();
  const at = (ms: number): SessionScript => {
    script.nowMs = ms - 1;
    return script;
  };
  // More than is read at once.
  at(5000).input({ type: 'notice', level: 'info', text: 'So long. '.repeat(3000) });
  at(10_000).input({
    type: 'sent',
    bytes: 1,
    raw: { type: 'conversation.item.create', item: { role: 'user' } },
  });
  at(20_000).input({
    type: 'sent',
    bytes: 1,
    raw: { type: 'conversation.item.create', item: { role: 'user' } },
  });
  at(25_000).input({
    type: 'flushed',
    flushId: 1,
    items: [{ itemId: 'item_1', contentIndex: 0, receivedSamples: 480, handedSamples: 240 }],
  });
  at(28_000).input({ type: 'notice', level: 'error', text: 'It failed.' });
  at(30_000).input({
    type: 'sent',
    bytes: 1,
    raw: { type: 'conversation.item.create', item: { role: 'user' } },
  });
  at(40_000).input({ type: 'notice', level: 'info', text: 'Bye.' });
  return eventLog(script.state.options, script.inputs, isClosed ? script.state : undefined);
}

interface Rig {
  readonly player: Player;
  readonly index: LogIndex;
  /** Lets time pass, a tick every 20 ms. */
  readonly pass: (ms: number) => void;
}

function open(log: Buffer, options: Partial<PlayerOptions> = {}): Rig {
  const index = new LogIndex(logInMemory(log), 'test', undefined);
  let nowMs = 1000;
  const player = new Player({
    timeline: index.timeline,
    soundClock: index.soundClock,
    isComplete: () => index.isComplete,
    isGrowing: () => index.isRead && !index.isComplete,
    expectedEndMs: 40_000,
    wavEndMs: () => 0,
    nowMs: () => nowMs,
    speed: 1,
    ...options,
  });
  return {
    player,
    index,
    pass: (ms) => {
      for (let passed = 0; passed < ms; passed += 20) {
        nowMs += 20;
        player.tick();
      }
    },
  };
}

/** With the whole log read. */
function opened(options: Partial<PlayerOptions> = {}): Rig {
  const rig = open(conversation(), options);
  while (rig.index.step());
  rig.player.tick();
  return rig;
}

function positions(player: Player, ...commands: readonly ReplayCommand[]): readonly number[] {
  return commands.map((command) => {
    player.command(command);
    return Math.round(player.status().positionMs / 1000);
  });
}

const nextTurn = { type: 'turn', direction: 'forward' } as const;
const previousTurn = { type: 'turn', direction: 'back' } as const;
const nextProblem = { type: 'problem', direction: 'forward' } as const;
const previousProblem = { type: 'problem', direction: 'back' } as const;
const nextEvent = { type: 'event', direction: 'forward' } as const;
const previousEvent = { type: 'event', direction: 'back' } as const;
const pause = { type: 'toggle-pause' } as const;

describe('a replay without sound', () => {
  it('goes as fast as the session did, and stops at its end', () => {
    const { player, pass } = opened();
    pass(15_000);
    expect(player.status()).toMatchObject({ playing: true, positionMs: 15_000, lengthMs: 40_000 });
    expect(player.getState().nowMs).toBe(10_000);
    pass(60_000);
    expect(player.status()).toMatchObject({ playing: false, positionMs: 40_000 });
    expect(player.getState().transcript.at(-1)).toMatchObject({ text: 'Bye.' });
    player.command(pause);
    pass(1000);
    expect(player.status()).toMatchObject({ playing: true, positionMs: 1000 });
  });

  it.each([
    [0.25, 250],
    [2, 2000],
    [16, 16_000],
    [Infinity, 40_000],
  ])('goes at %f times the speed', (speed, positionMs) => {
    const { player, pass } = opened({ speed });
    pass(1000);
    expect(player.status()).toMatchObject({ positionMs, speed });
  });

  it('changes its speed where it is, and stands still while it is paused', () => {
    const { player, pass } = opened();
    pass(2000);
    player.command({ type: 'speed', speed: 4 });
    pass(1000);
    expect(player.status().positionMs).toBe(6000);
    player.command(pause);
    pass(5000);
    expect(player.status()).toMatchObject({ playing: false, positionMs: 6000, speed: 4 });
    player.command(pause);
    pass(1000);
    expect(player.status().positionMs).toBe(10_000);
  });

  it('goes 5 s back and forth, not past its ends', () => {
    const { player } = opened();
    player.command(pause);
    const on = { type: 'skip', ms: 5000 } as const;
    const back = { type: 'skip', ms: -5000 } as const;
    expect(positions(player, back, on, on, on, back)).toEqual([0, 5, 10, 15, 10]);
    expect(positions(player, ...Array.from({ length: 9 }, () => on)).at(-1)).toBe(40);
    expect(player.getState().nowMs).toBe(40_000);
    expect(positions(player, back)).toEqual([35]);
    expect(player.getState().nowMs).toBe(30_000);
  });

  it('goes from turn to turn and from problem to problem, and says where there is none', () => {
    const { player } = opened();
    player.command(pause);
    expect(positions(player, nextTurn, nextTurn, nextTurn)).toEqual([10, 20, 30]);
    expect(player.command(nextTurn)).toBe('There is no later turn.');
    expect(positions(player, previousTurn, previousTurn)).toEqual([20, 10]);
    expect(positions(player, nextProblem, nextProblem)).toEqual([25, 28]);
    expect(player.command(nextProblem)).toBe('There is no later interruption or error.');
    expect(positions(player, previousProblem)).toEqual([25]);
    expect(player.command(previousProblem)).toBe('There is no earlier interruption or error.');
  });

  it('can go back past a turn while it plays', () => {
    const { player, pass } = opened();
    pass(22_000);
    expect(positions(player, previousTurn)).toEqual([20]);
    pass(400);
    expect(positions(player, previousTurn)).toEqual([10]);
  });

  it('goes line by line through the event log, paused', () => {
    const { player } = opened();
    positions(player, nextTurn);
    const { log } = player.getState();
    player.command(nextEvent);
    expect(player.getState().log.length).toBe(log.length + 1);
    expect(player.status().playing).toBe(false);
    player.command(previousEvent);
    expect(player.getState().log).toEqual(log);
  });

  it('ends in the state of a straight run, whatever was pressed before', () => {
    const { player, pass } = opened();
    positions(player, nextProblem, previousTurn, nextEvent, pause, { type: 'skip', ms: 9000 });
    pass(40_000);
    const straight = opened();
    straight.pass(40_000);
    expect(player.getState()).toEqual(straight.player.getState());
  });
});

describe('where a replay begins', () => {
  it.each([
    [{ kind: 'time', ms: 27_000 }, 27_000],
    [{ kind: 'time', ms: 99_000 }, 40_000],
    [{ kind: 'turn', number: 2 }, 20_000],
    [{ kind: 'error' }, 28_000],
  ] as const)('is found as soon as it was read: %o', (from, positionMs) => {
    const { player, index, pass } = open(conversation(), { from });
    pass(500);
    expect(player.status()).toMatchObject({ positionMs: 0, lengthMs: 40_000 });
    while (index.step());
    player.tick();
    expect(player.status().positionMs).toBe(positionMs);
  });

  it('is the start where there is no such turn, which it says', () => {
    const { player } = opened({ from: { kind: 'turn', number: 9 } });
    expect(player.status()).toMatchObject({
      positionMs: 0,
      notice: 'The recording has no turn 9: it has 3.',
    });
  });
});

describe('a recording that is still being written', () => {
  it('is followed: the replay waits at its end and continues with what comes', () => {
    const whole = conversation();
    const cut = whole.indexOf('{"t":28000');
    let written: Uint8Array = whole.subarray(0, cut + 9);
    const index = new LogIndex(
      { read: (from, to) => written.subarray(from, to) },
      'test',
      undefined,
    );
    let nowMs = 0;
    const player = new Player({
      timeline: index.timeline,
      soundClock: index.soundClock,
      isComplete: () => index.isComplete,
      isGrowing: () => index.isRead && !index.isComplete,
      expectedEndMs: 25_000,
      wavEndMs: () => 0,
      nowMs: () => nowMs,
      speed: 1,
    });
    while (index.step());
    nowMs = 30_000;
    player.tick();
    expect(player.status()).toMatchObject({ playing: true, positionMs: 25_000, growing: true });
    nowMs = 31_000;
    player.tick();
    expect(player.status().positionMs).toBe(25_000);
    written = whole;
    while (index.step());
    nowMs = 32_000;
    player.tick();
    expect(player.status()).toMatchObject({ positionMs: 26_000, growing: false, lengthMs: 40_000 });
  });
});

describe('a replay with sound', () => {
  const sound: RecordedSound = {
    rateHz,
    length: () => 3600 * rateHz,
    read: (_from, count) => new Int16Array(count),
    close: () => undefined,
  };

  async function openSound(ppm: number): Promise<Rig & { heardMs: () => number }> {
    const time = new VirtualTime(5000);
    const log = eventLog(
      new SessionScript().state.options,
      [{ nowMs: 3_600_000, type: 'notice', level: 'info', text: 'The end.' }],
      new SessionScript().state,
    );
    const index = new LogIndex(logInMemory(log), 'test', rateHz);
    while (index.step());
    // The device's clock is not the machine's.
    const nowMs = (): number => time.nowMs * (1 + ppm / 1_000_000);
    const player = new Player({
      timeline: index.timeline,
      soundClock: index.soundClock,
      isComplete: () => true,
      isGrowing: () => false,
      expectedEndMs: 0,
      wavEndMs: () => 3_600_000,
      nowMs,
      speed: 1,
    });
    const engine = createAudioEngine(
      {
        inputRateHz: rateHz,
        outputRateHz: rateHz,
        microphone: 'none',
        speaker: 'none',
        lowLatency: false,
      },
      {
        clock: time.clock,
        hostProgram: () => {
          throw new Error('no device is opened');
        },
      },
    );
    let heardSamples = 0;
    const start = engine.start.bind(engine);
    engine.start = (listener) =>
      start((event) => {
        if (event.type === 'played')
          heardSamples += event.frame.spans.reduce((sum, span) => sum + span.samples, 0);
        // Frames come at the pace of the device, and are dated by the machine's clock.
        listener(
          event.type === 'played'
            ? { type: 'played', frame: { ...event.frame, atMs: nowMs() } }
            : event,
        );
      });
    const output = new ReplaySound(engine, sound, nowMs);
    await output.open(() => {
      player.soundChanged(output);
    });
    const tick = (): void => {
      player.tick();
      time.after(33, tick);
    };
    time.after(33, tick);
    return {
      player,
      index,
      heardMs: () => (heardSamples * 1000) / rateHz,
      pass: (ms) => {
        const untilMs = time.nowMs + ms;
        while (time.nowMs < untilMs) time.step();
      },
    };
  }

  it.each([-200, 200])(
    'follows the clock of the device, not the machine (%i ppm), to within a frame over an hour',
    async (ppm) => {
      const { player, pass, heardMs } = await openSound(ppm);
      for (let minute = 0; minute < 59; minute += 1) {
        pass(60_000);
        player.tick();
        expect(Math.abs(player.status().positionMs - heardMs())).toBeLessThanOrEqual(20);
      }
    },
  );

  it('begins when the device is open, or is known to be missing', () => {
    const { player, pass } = opened({ waitsForSound: true });
    pass(1000);
    expect(player.status()).toMatchObject({ playing: true, positionMs: 0, sound: 'none' });
    player.notify('It is damaged.');
    player.soundFailed('No sound: there is no speaker.');
    pass(1000);
    expect(player.status()).toMatchObject({
      positionMs: 1000,
      notice: 'It is damaged. No sound: there is no speaker.',
    });
  });

  it('stops with a pause and starts where it stopped; away from speed 1 it is muted', async () => {
    const { player, pass, heardMs } = await openSound(0);
    pass(2000);
    expect(player.status()).toMatchObject({ sound: 'heard' });
    player.command(pause);
    const pausedMs = player.status().positionMs;
    pass(1000);
    const heard = heardMs();
    expect(Math.abs(heard - pausedMs)).toBeLessThanOrEqual(60);
    pass(1000);
    expect(heardMs()).toBe(heard);
    player.command({ type: 'speed', speed: 2 });
    player.command(pause);
    pass(1000);
    expect(player.status()).toMatchObject({ sound: 'muted' });
    expect(heardMs()).toBe(heard);
    expect(player.status().positionMs).toBeGreaterThan(pausedMs + 1900);
    player.command({ type: 'speed', speed: 1 });
    pass(1000);
    expect(heardMs()).toBeGreaterThan(heard + 900);
  });
});
