import { describe, expect, it } from 'vitest';
import type { NaudiodonAddon } from '../../../../src/audio/host/addon.js';
import { PortAudioBackend } from '../../../../src/audio/host/portaudio-backend.js';
import { AudioRefusedError } from '../../../../src/audio/kernel/audio-errors.js';
import type { AudioRefusal } from '../../../../src/audio/kernel/audio-errors.js';
import { bytesToSamples, samplesToBytes } from '../../../../src/audio/pure/pcm.js';

interface Card {
  readonly ratesHz: readonly number[];
  readonly channels: readonly number[];
  /** What PortAudio says when it is opened. */
  readonly trouble?: string;
  /** What it says of what was written before. */
  readonly status?: string;
}

/** Hardware as naudiodon shows it: one card, which plays back to its microphone what it is given. */
function addonFor(card: Card): { addon: NaudiodonAddon; played: Int16Array[]; rates: number[] } {
  const played: Int16Array[] = [];
  const rates: number[] = [];
  const addon: NaudiodonAddon = {
    getDevices: () => [
      {
        id: 0,
        name: 'USB headset',
        maxInputChannels: 2,
        maxOutputChannels: 2,
        defaultSampleRate: card.ratesHz[0] ?? 0,
        hostAPIName: 'ALSA',
      },
    ],
    getHostAPIs: () => ({ defaultHostAPI: 0, HostAPIs: [{ defaultInput: 0, defaultOutput: 0 }] }),
    create: ({ inOptions, outOptions }) => {
      const options = inOptions ?? outOptions;
      if (options === undefined) throw new Error('nothing to open');
      if (card.trouble !== undefined) throw new Error(card.trouble);
      if (!card.ratesHz.includes(options.sampleRate)) throw new Error('Invalid sample rate');
      if (!card.channels.includes(options.channelCount)) {
        throw new Error('Invalid number of channels');
      }
      rates.push(options.sampleRate);
      let at = 0;
      return {
        start: () => undefined,
        read: (bytes) => {
          const frames = bytes / 2 / options.channelCount;
          const samples = Int16Array.from({ length: bytes / 2 }, (_, n) => {
            const time = (at + Math.floor(n / options.channelCount)) / options.sampleRate;
            return Math.round(12_000 * Math.sin(2 * Math.PI * 440 * time));
          });
          at += frames;
          return Promise.resolve({ buf: samplesToBytes(samples) });
        },
        write: (bytes) => {
          played.push(bytesToSamples(bytes));
          return Promise.resolve(options.closeOnError ? card.status : undefined);
        },
        quit: () => Promise.resolve(),
      };
    },
  };
  return { addon, played, rates };
}

function risingCrossings(samples: Int16Array): number {
  return samples.filter((sample, n) => n > 0 && sample >= 0 && (samples[n - 1] ?? 0) < 0).length;
}

function refusalOf(action: () => unknown): AudioRefusal {
  try {
    action();
  } catch (error) {
    if (error instanceof AudioRefusedError) return error.refusal;
    throw error;
  }
  throw new Error('it was opened');
}

const request = { device: 'default', rateHz: 24_000, periodMs: 20 };

describe('a card that does not take the rate of the session', () => {
  it.each([
    [44_100, 1],
    [48_000, 2],
    [44_100, 2],
  ])('but %i Hz with %i channels captures the same sound', async (deviceHz, channels) => {
    const { addon, rates } = addonFor({ ratesHz: [deviceHz], channels: [channels] });
    const input = new PortAudioBackend(addon).openInput(request);
    const parts: number[] = [];
    while (parts.length < 24_000) parts.push(...(await input.read()));
    expect(rates).toEqual([deviceHz]);
    expect(Math.abs(risingCrossings(Int16Array.from(parts.slice(0, 24_000))) - 440)).toBeLessThan(
      3,
    );
    expect(Math.max(...parts.slice(2000))).toBeGreaterThan(11_900);
  });

  it.each([
    [44_100, 1],
    [48_000, 2],
  ])('but %i Hz with %i channels plays the same sound, as long', async (deviceHz, channels) => {
    const { addon, played } = addonFor({ ratesHz: [deviceHz], channels: [channels] });
    const output = new PortAudioBackend(addon).openOutput(request);
    for (let n = 0; n < 50; n += 1) {
      await output.write(
        Int16Array.from({ length: 480 }, (_, k) =>
          Math.round(12_000 * Math.sin((2 * Math.PI * 440 * (n * 480 + k)) / 24_000)),
        ),
      );
    }
    const all = Int16Array.from(played.flatMap((frame) => [...frame]));
    const left = all.filter((_, n) => n % channels === 0);
    expect(Math.abs(left.length - deviceHz)).toBeLessThan(100);
    expect(Math.abs(risingCrossings(left) - 440)).toBeLessThan(3);
    for (let n = 0; n < all.length; n += channels) {
      if (all[n] !== all[n + channels - 1]) throw new Error(`the channels differ at ${n}`);
    }
  });
});

describe('a card that cannot be opened', () => {
  it('because it takes none of the usual rates says which were tried', () => {
    const { addon } = addonFor({ ratesHz: [11_025], channels: [1, 2] });
    const refusal = refusalOf(() => new PortAudioBackend(addon).openInput(request));
    expect(refusal).toMatchObject({ code: 'audio-device-failed' });
    expect(refusal.sentence).toContain('24000, 48000 and 44100 Hz');
  });

  it('because another program holds it says so', () => {
    const { addon } = addonFor({ ratesHz: [24_000], channels: [1], trouble: 'Device unavailable' });
    const refusal = refusalOf(() => new PortAudioBackend(addon).openOutput(request));
    expect(refusal).toMatchObject({ code: 'audio-device-busy' });
    expect(refusal.sentence).toContain('in use by another program');
    expect(refusal.hint).toContain('voicelive devices');
  });

  it('because it went away since it was listed says so', () => {
    const { addon } = addonFor({ ratesHz: [24_000], channels: [1], trouble: 'Invalid device' });
    const refusal = refusalOf(() =>
      new PortAudioBackend(addon).openOutput({ ...request, device: 'headset' }),
    );
    expect(refusal).toMatchObject({ code: 'audio-device-gone' });
    expect(refusal.sentence).toContain('"USB headset"');
    expect(refusal.sentence).toContain('no longer available');
  });

  it('because there is none says what to do', () => {
    const { addon } = addonFor({ ratesHz: [], channels: [], trouble: 'No default device' });
    expect(refusalOf(() => new PortAudioBackend(addon).openInput(request))).toMatchObject({
      code: 'no-audio-device',
    });
  });
});

describe('underruns of PortAudio', () => {
  it.each([
    ['portAudio status - output underflow ', 3],
    ['portAudio status - priming output ', 0],
    [undefined, 0],
  ])('are counted from what it says of a write: %s', async (status, count) => {
    const card = { ratesHz: [24_000], channels: [1], ...(status !== undefined && { status }) };
    const output = new PortAudioBackend(addonFor(card).addon).openOutput(request);
    for (let n = 0; n < 3; n += 1) await output.write(new Int16Array(480));
    expect(output.underruns?.()).toBe(count);
  });
});
