import { basename, extname, resolve } from 'node:path';
import { VoiceliveError, exitCodes } from '../shared/errors.js';
import { ClockedSpeaker } from './files/clocked-speaker.js';
import type {
  AudioCounters,
  AudioEngine,
  AudioEngineOptions,
  AudioEvent,
  BackendChoice,
  BackendName,
} from './kernel/engine-types.js';
import { HostDevices } from './host-client/host-devices.js';
import { packageHost } from './host-client/host-process.js';
import type { HostProgram } from './host-client/host-process.js';
import { addCounters, zeroCounters } from './kernel/audio-part.js';
import type { SoundPart, SpeakerPart } from './kernel/audio-part.js';
import { systemTimers } from '../shared/timers.js';
import type { Timers } from '../shared/timers.js';
import { WavMicrophone } from './files/wav-microphone.js';
import { WavSink } from './files/wav-sink.js';

/** What tests replace: the clock, and the program that reaches devices. */
export interface EngineEnvironment {
  readonly timers: Timers;
  readonly hostProgram: (backend: BackendName) => HostProgram;
}

type Kind = 'device' | 'file' | 'none';

/** How often it is looked whether something was lost. */
const countersIntervalMs = 1000;

function kindOf(choice: string, backend: BackendChoice): Kind {
  if (choice === 'none') return 'none';
  if (extname(choice).toLowerCase() === '.wav') return 'file';
  return backend === 'none' ? 'none' : 'device';
}

function nameOf(choice: string, backend: BackendChoice): string {
  switch (kindOf(choice, backend)) {
    case 'file':
      return basename(choice);
    case 'device':
      return choice;
    case 'none':
      return 'none';
  }
}

/** Rates that Voice Live takes and gives, and the ones that hardware has (API description, audio formats). */
function checkRate(rateHz: number): void {
  if (Number.isInteger(rateHz) && rateHz >= 8000 && rateHz <= 48_000 && rateHz % 50 === 0) return;
  throw new VoiceliveError(`${rateHz} Hz is not a rate that sound can have here`, {
    code: 'bad-sample-rate',
    hint: 'use 8000, 16000 or 24000 Hz',
    exitCode: exitCodes.usage,
  });
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
  const backend = options.backend ?? 'auto';
  const from = kindOf(microphone, backend);
  const to = kindOf(speaker, backend);
  checkRate(inputRateHz);
  checkRate(outputRateHz);
  if (from === 'file' && to === 'file' && resolve(microphone) === resolve(speaker)) {
    throw new VoiceliveError(`${microphone} cannot be microphone and speaker at once`, {
      code: 'same-wav-file',
      hint: 'give --speaker another file, for it is overwritten',
      exitCode: exitCodes.usage,
    });
  }
  const input = { device: microphone, rateHz: inputRateHz };
  const output = { device: speaker, rateHz: outputRateHz };
  const { deviceDepthMs: depthMs } = options;
  const shared = {
    lowLatency,
    backend,
    program,
    timers,
    ...(depthMs !== undefined && { depthMs }),
  };
  if (to === 'device') {
    const devices = new HostDevices({
      ...(from === 'device' && { input }),
      output,
      ...shared,
    });
    const file = from === 'file' ? [new WavMicrophone(microphone, inputRateHz, timers)] : [];
    return { speaker: devices, parts: [...file, devices] };
  }
  const sink = to === 'file' ? new WavSink(speaker, outputRateHz) : undefined;
  const clocked = new ClockedSpeaker(outputRateHz, timers, sink);
  switch (from) {
    case 'device':
      return {
        speaker: clocked,
        parts: [clocked, new HostDevices({ input, ...shared })],
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
  #toldHealth = '';
  #closing: Promise<void> | undefined;

  constructor(options: AudioEngineOptions, environment: EngineEnvironment) {
    this.#composition = compose(options, environment);
    this.#timers = environment.timers;
    const { microphone, speaker, backend = 'auto' } = options;
    this.microphone = nameOf(microphone, backend);
    this.speaker = nameOf(speaker, backend);
    this.microphoneEnds = kindOf(microphone, backend) === 'file';
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
      this.#tellHealth();
      this.#watchCounters();
    });
  }

  /** At most one part has a device. */
  #tellHealth(): void {
    for (const part of this.#composition.parts) {
      const health = part.health?.();
      const told = JSON.stringify(health);
      if (health === undefined || told === this.#toldHealth) continue;
      this.#toldHealth = told;
      this.#listener({ type: 'health', health });
    }
  }
}

/**
 * Microphone and speaker as the options choose them, in any mix of devices, files and none. Nothing is opened before
 * `start`; naudiodon is only reached for when a device is asked for. Counters are told when something was lost.
 * @throws VoiceliveError exit code 2: `same-wav-file` when one file is to be microphone and speaker, `bad-sample-rate`
 */
export function createAudioEngine(
  options: AudioEngineOptions,
  environment: EngineEnvironment = { timers: systemTimers, hostProgram: packageHost },
): AudioEngine {
  return new ComposedEngine(options, environment);
}
