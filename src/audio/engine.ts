import { basename, extname, resolve } from 'node:path';
import { VoiceliveError, exitCodes } from '../shared/errors.js';
import { ClockedSpeaker } from './clocked-speaker.js';
import type { AudioCounters, AudioEngine, AudioEngineOptions, AudioEvent } from './engine-types.js';
import { HostDevices } from './host-devices.js';
import { portAudioHost } from './host-process.js';
import type { HostProgram } from './host-process.js';
import { addCounters, zeroCounters } from './sound-part.js';
import type { SoundPart, SpeakerPart } from './sound-part.js';
import { systemTimers } from './timers.js';
import type { Timers } from './timers.js';
import { WavMicrophone } from './wav-microphone.js';
import { WavSink } from './wav-sink.js';

/** What tests replace: the clock, and the program that reaches devices. */
export interface EngineEnvironment {
  readonly timers: Timers;
  readonly hostProgram: () => HostProgram;
}

type Kind = 'device' | 'file' | 'none';

/** How often it is looked whether something was lost. */
const countersIntervalMs = 1000;

function kindOf(choice: string): Kind {
  if (choice === 'none') return 'none';
  return extname(choice).toLowerCase() === '.wav' ? 'file' : 'device';
}

function nameOf(choice: string): string {
  return kindOf(choice) === 'file' ? basename(choice) : choice;
}

/** Says whether something more was lost; the count of captured frames always grows. */
function lossesOf(counters: AudioCounters): string {
  return JSON.stringify({ ...counters, capturedFrames: 0 });
}

interface Composition {
  readonly speaker: SpeakerPart;
  /** In the order they are opened; microphone and speaker are one part when both are devices. */
  readonly parts: readonly SoundPart[];
}

function compose(options: AudioEngineOptions, environment: EngineEnvironment): Composition {
  const { inputRateHz, outputRateHz, microphone, speaker, lowLatency } = options;
  const { timers, hostProgram: program } = environment;
  const from = kindOf(microphone);
  const to = kindOf(speaker);
  if (from === 'file' && to === 'file' && resolve(microphone) === resolve(speaker)) {
    throw new VoiceliveError(`${microphone} cannot be microphone and speaker at once`, {
      code: 'same-wav-file',
      hint: 'give --speaker another file, for it is overwritten',
      exitCode: exitCodes.usage,
    });
  }
  const input = { device: microphone, rateHz: inputRateHz };
  const output = { device: speaker, rateHz: outputRateHz };
  if (to === 'device') {
    const devices = new HostDevices({
      ...(from === 'device' && { input }),
      output,
      lowLatency,
      program,
      timers,
    });
    const file = from === 'file' ? [new WavMicrophone(microphone, inputRateHz, timers)] : [];
    return { speaker: devices, parts: [devices, ...file] };
  }
  const sink = to === 'file' ? new WavSink(speaker, outputRateHz) : undefined;
  const clocked = new ClockedSpeaker(outputRateHz, timers, sink);
  switch (from) {
    case 'device':
      return {
        speaker: clocked,
        parts: [clocked, new HostDevices({ input, lowLatency, program, timers })],
      };
    case 'file':
      return {
        speaker: clocked,
        parts: [clocked, new WavMicrophone(microphone, inputRateHz, timers)],
      };
    case 'none':
      return { speaker: clocked, parts: [clocked] };
  }
}

class ComposedEngine implements AudioEngine {
  readonly microphone: string;
  readonly speaker: string;
  readonly microphoneEnds: boolean;
  readonly #composition: Composition;
  readonly #timers: Timers;
  #listener: (event: AudioEvent) => void = () => undefined;
  #cancelCounters = (): void => undefined;
  #toldLosses = lossesOf(zeroCounters);
  #closing: Promise<void> | undefined;

  constructor(options: AudioEngineOptions, environment: EngineEnvironment) {
    this.#composition = compose(options, environment);
    this.#timers = environment.timers;
    this.microphone = nameOf(options.microphone);
    this.speaker = nameOf(options.speaker);
    this.microphoneEnds = kindOf(options.microphone) === 'file';
  }

  async start(listener: (event: AudioEvent) => void): Promise<void> {
    this.#listener = listener;
    try {
      for (const part of this.#composition.parts) await part.start(listener);
    } catch (error) {
      await this.close();
      throw error;
    }
    if (this.#closing === undefined) this.#watchCounters();
  }

  beginInput(): void {
    for (const part of this.#composition.parts) part.beginInput?.();
  }

  muteSpeaker(muted: boolean): void {
    this.#composition.speaker.mute(muted);
  }

  play(itemId: string, contentIndex: number, samples: Int16Array): void {
    this.#composition.speaker.play(itemId, contentIndex, samples);
  }

  finish(itemId: string, contentIndex: number): void {
    this.#composition.speaker.finish(itemId, contentIndex);
  }

  flush(flushId: number): void {
    this.#composition.speaker.flush(flushId);
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    this.#cancelCounters();
    await Promise.all(this.#composition.parts.map((part) => part.close()));
  }

  #watchCounters(): void {
    this.#cancelCounters = this.#timers.after(countersIntervalMs, () => {
      const counters = this.#composition.parts
        .map((part) => part.counters())
        .reduce(addCounters, zeroCounters);
      const losses = lossesOf(counters);
      if (losses !== this.#toldLosses) {
        this.#toldLosses = losses;
        this.#listener({ type: 'counters', counters });
      }
      this.#watchCounters();
    });
  }
}

/**
 * Microphone and speaker as the options choose them, in any mix of devices, files and none. Nothing is opened before
 * `start`; naudiodon is only reached for when a device is asked for. Counters are told when something was lost.
 * @throws VoiceliveError exit code 2 when one file is to be microphone and speaker
 */
export function createAudioEngine(
  options: AudioEngineOptions,
  environment: EngineEnvironment = { timers: systemTimers, hostProgram: portAudioHost },
): AudioEngine {
  return new ComposedEngine(options, environment);
}
