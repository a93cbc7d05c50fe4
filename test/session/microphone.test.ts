import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../src/audio/pure/pcm.js';
import { Microphone } from '../../src/session/controller/microphone.js';
import type { SessionOptions, SessionState } from '../../src/session/state.js';
import { isJsonObject } from '../../src/shared/json.js';
import type { Transport } from '../../src/transport/types.js';
import { handsFree, SessionScript } from '../helpers/session.js';

const frameSamples = 480;

/** A silent frame of the speaker. */
const heard = {
  samples: new Int16Array(frameSamples),
  spans: [],
  follows: false,
};

/** A microphone whose every frame holds its own number, and what goes out of it. */
function rig(options: Partial<SessionOptions>, state: () => SessionState) {
  const appended: Int16Array[] = [];
  const inputs: { readonly type: string; readonly preRoll?: true }[] = [];
  let backlogBytes = 0;
  let sequence = 0;
  const transport: Transport = {
    target: 'test',
    connect: () => undefined,
    send: (text) => {
      const event: unknown = JSON.parse(text);
      const audio = isJsonObject(event) ? event['audio'] : undefined;
      if (typeof audio === 'string') appended.push(decodeBase64(audio));
      return true;
    },
    sever: () => undefined,
    bufferedBytes: () => backlogBytes,
    close: () => Promise.resolve(),
  };
  const microphone = new Microphone({
    options: { ...handsFree, ...options },
    getState: state,
    transport,
    outputs: { microphone: () => undefined, has: () => false },
    nowMs: () => 20 * sequence,
    dispatch: (input) => inputs.push(input),
  });
  const speak = (frames: number): void => {
    for (let spoken = 0; spoken < frames; spoken += 1) {
      const samples = new Int16Array(frameSamples).fill(sequence + 1);
      microphone.take({ sequence, samples, atMs: 20 * (sequence + 1) });
      sequence += 1;
    }
  };
  return {
    microphone,
    inputs,
    speak,
    congest: (bytes: number) => {
      backlogBytes = bytes;
    },
    numbers: () => appended.map((samples) => samples[0]),
    /** Left and right of the middle of one append. */
    channels: (index: number) => [...(appended[index]?.subarray(480, 482) ?? [])],
  };
}

describe('the microphone in push-to-talk', () => {
  it('sends the 300 ms before the key as well, so that the first word is whole', () => {
    const session = new SessionScript({ mode: 'push-to-talk' }).ready(null);
    const { speak, numbers, inputs } = rig({ mode: 'push-to-talk' }, () => session.state);
    speak(40);
    expect(numbers()).toEqual([]);
    session.intent({ type: 'talk-start' });
    speak(2);
    expect(numbers()).toEqual(Array.from({ length: 17 }, (_, n) => 26 + n));
    expect(inputs.filter((input) => input.preRoll)).toHaveLength(15);
  });

  it('does not count what came before the key as talking', () => {
    const session = new SessionScript({ mode: 'push-to-talk' }).ready(null);
    session.intent({ type: 'talk-start' });
    for (let sent = 0; sent < 15; sent += 1) {
      session.input({
        type: 'sent',
        raw: { type: 'input_audio_buffer.append', audio: '<audio 960 bytes>' },
        bytes: 1300,
        audio: { track: 'microphone', offset: 0, length: frameSamples },
        preRoll: true,
      });
    }
    session.intent({ type: 'talk-send' });
    expect(session.sent()).toEqual([{ type: 'input_audio_buffer.clear' }]);
  });
});

describe('the microphone in half-duplex', () => {
  it('sends silence while the speaker sounds and the room after it, then the person again', () => {
    const session = new SessionScript().ready();
    const { microphone, speak, numbers } = rig({ halfDuplex: true }, () => session.state);
    speak(1);
    microphone.heard({ ...heard, atMs: 20, depthMs: 100 });
    speak(13);
    expect(numbers()).toEqual([1, ...new Array<number>(12).fill(0), 14]);
  });
});

describe('a line that does not keep up', () => {
  it('loses microphone audio instead of time, and says how much', () => {
    const session = new SessionScript().ready();
    const { speak, inputs, numbers, congest } = rig({}, () => session.state);
    congest(1_000_000);
    speak(2);
    congest(0);
    speak(1);
    expect(inputs.map((input) => input.type)).toEqual(['append-dropped', 'append-dropped', 'sent']);
    expect(numbers()).toEqual([3]);
  });
});

describe('the microphone while the connection is lost', () => {
  const lost = (mode: SessionOptions['mode']): SessionScript => {
    const session = new SessionScript({ mode }).ready();
    session.input({ type: 'socket-closed', attempt: 1, code: 1006, reason: '', retryable: true });
    return session;
  };
  const comeBack = (session: SessionScript): void => {
    session.input({ type: 'woke', id: 'reconnect' });
    session.input({ type: 'socket-open', attempt: 2 });
    session.server({ type: 'session.created', session: { id: 'sess_2' } });
    session.server({ type: 'session.updated', session: { id: 'sess_2' } });
  };

  it('keeps the newest 2 s, sends them first when it is back, and counts what made room', () => {
    const session = lost('hands-free');
    const { microphone, speak, numbers, inputs } = rig({}, () => session.state);
    speak(130);
    expect(numbers()).toEqual([]);
    comeBack(session);
    microphone.resume();
    speak(1);
    expect(numbers()).toEqual(Array.from({ length: 101 }, (_, n) => 31 + n));
    const dropped = { type: 'append-dropped', samples: 30 * frameSamples, outage: true };
    expect(inputs.filter(({ type }) => type === 'append-dropped')).toEqual([dropped]);
  });

  it('keeps nothing that the person cleared, or that was muted', () => {
    const session = lost('hands-free');
    const { microphone, speak, numbers, inputs } = rig({}, () => session.state);
    speak(10);
    microphone.forget();
    session.intent({ type: 'mute', what: 'microphone', muted: true });
    speak(130);
    comeBack(session);
    microphone.resume();
    expect(numbers()).toEqual([]);
    expect(inputs).toEqual([]);
  });

  it('keeps nothing for a turn by key, which was given up', () => {
    const session = lost('push-to-talk');
    const { microphone, speak, numbers } = rig({ mode: 'push-to-talk' }, () => session.state);
    speak(50);
    comeBack(session);
    microphone.resume();
    expect(numbers()).toEqual([]);
  });
});

describe("the client's echo reference", () => {
  it('goes out as the second channel, a multiple of four bytes', () => {
    const session = new SessionScript().ready();
    const echo = {
      type: 'server_echo_cancellation',
      reference_source: 'client',
      channels: 2,
    } as const;
    const { microphone, speak, channels } = rig(
      { session: { input_audio_echo_cancellation: echo } },
      () => session.state,
    );
    speak(1);
    microphone.heard({
      ...heard,
      samples: new Int16Array(frameSamples).fill(99),
      atMs: 20,
      depthMs: 0,
    });
    speak(1);
    expect(channels(0)).toEqual([1, 0]);
    expect(channels(1)).toEqual([2, 99]);
  });
});
