import { existsSync, statSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { VoiceliveError, exitCodes } from '../shared/errors.js';
import { ClockedSpeaker, type FrameSink } from './files/clocked-speaker.js';
import type {
  AudioCounters,
  AudioEngine,
  AudioEngineOptions,
  AudioEvent,
  BackendChoice,
  BackendName,
} from './kernel/engine-types.js';
import { inputRatesHz } from './pure/sample-rates.js';
import { HostDevices } from './host-client/host-devices.js';
import { packageHost } from './host-client/host-process.js';
import type { HostProgram } from './host-client/host-process.js';
import { addCounters, zeroCounters } from './kernel/audio-part.js';
import type { AudioPart, SpeakerPart } from './kernel/audio-part.js';
import { systemClock } from '../shared/clock.js';
import type { Clock } from '../shared/clock.js';
import type { MicrophoneSource } from './files/scripted-microphone.js';
import { WavMicrophone } from './files/wav-microphone.js';
import { WavSink } from './files/wav-sink.js';

/** What tests replace: the clock, and the program that reaches devices. */
export interface EngineEnvironment {
  readonly clock: Clock;
  readonly hostProgram: (backend: BackendName) => HostProgram;
}

/** As a session chooses them. */
export interface EngineOptions extends AudioEngineOptions {
  /** Used instead of `microphone`. */
  readonly scripted?: MicrophoneSource;
  /** Receives what a speaker that is no device and no file plays. */
  readonly sink?: FrameSink;
}

type Kind = 'device' | 'file' | 'none';

const otherFileName =
  /\.(?:aac|aiff?|flac|gif|jpe?g|m4a|mp[34]|ogg|opus|pcm|pdf|png|raw|txt|webm|wave)$/i;

/** How often counters and health are checked for changes. */
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

/** Allows the rates of Voice Live (API description, audio formats) and those of hardware. */
function checkRate(rateHz: number): void {
  if (Number.isInteger(rateHz) && rateHz >= 8000 && rateHz <= 48_000 && rateHz % 50 === 0) return;
  throw new VoiceliveError(`${rateHz} Hz is not a supported sample rate`, {
    code: 'bad-sample-rate',
    hint: `Use ${inputRatesHz.join(', ')} Hz.`,
    exitCode: exitCodes.usage,
  });
}

/** Changes when a loss is counted; the count of captured frames always grows. */
function lossesOf(counters: AudioCounters): string {
  return JSON.stringify({ ...counters, capturedFrames: 0 });
}

/** A file that is no WAV file is no name of a device either. */
function checkName(choice: string, flag: string, backend: BackendChoice): void {
  if (kindOf(choice, backend) !== 'device' || !namesFile(choice)) return;
  throw new VoiceliveError(`${choice} is not a WAV file`, {
    code: 'not-wav',
    hint: `${flag} takes FILE.wav, the index or name of a device, or none.`,
    exitCode: exitCodes.usage,
  });
}

function namesFile(choice: string): boolean {
  if (otherFileName.test(choice)) return true;
  // Not `default` or `0`, also where a file has that name.
  return /[./\\]/.test(choice) && existsSync(choice) && statSync(choice).isFile();
}

interface Composition {
  readonly speaker: SpeakerPart;
  /** In the order they are opened; microphone and speaker form one part when both are devices. */
  readonly parts: readonly AudioPart[];
}

/** A microphone that is no device, where there is one. */
function fileMicrophone(
  { inputRateHz, microphone, microphoneTrack, scripted, backend = 'auto' }: EngineOptions,
  clock: Clock,
): readonly AudioPart[] {
  if (scripted !== undefined) return [scripted.open(inputRateHz, clock)];
  return kindOf(microphone, backend) === 'file'
    ? [new WavMicrophone(microphone, inputRateHz, clock, microphoneTrack)]
    : [];
}

function compose(options: EngineOptions, environment: EngineEnvironment): Composition {
  const { inputRateHz, outputRateHz, microphone, speaker, lowLatency } = options;
  const { clock, hostProgram: program } = environment;
  const backend = options.backend ?? 'auto';
  const from = options.scripted === undefined ? kindOf(microphone, backend) : 'file';
  const to = kindOf(speaker, backend);
  checkRate(inputRateHz);
  checkRate(outputRateHz);
  checkName(microphone, '--mic', backend);
  checkName(speaker, '--speaker', backend);
  if (from === 'file' && to === 'file' && resolve(microphone) === resolve(speaker)) {
    throw new VoiceliveError(`${microphone} cannot be both microphone and speaker`, {
      code: 'same-wav-file',
      hint: 'Give --speaker another file: it is overwritten.',
      exitCode: exitCodes.usage,
    });
  }
  const input = { device: microphone, rateHz: inputRateHz };
  const output = { device: speaker, rateHz: outputRateHz };
  const { deviceDepthOf: depthOf } = options;
  const shared = {
    lowLatency,
    backend,
    program,
    clock,
    ...(depthOf && { depthOf }),
  };
  if (to === 'device') {
    const devices = new HostDevices({
      ...(from === 'device' && { input }),
      output,
      ...shared,
    });
    return { speaker: devices, parts: [...fileMicrophone(options, clock), devices] };
  }
  const sink = to === 'file' ? new WavSink(speaker, outputRateHz, clock) : options.sink;
  const clocked = new ClockedSpeaker(outputRateHz, clock, sink);
  const microphones =
    from === 'device' ? [new HostDevices({ input, ...shared })] : fileMicrophone(options, clock);
  return { speaker: clocked, parts: [clocked, ...microphones] };
}

class ComposedEngine implements AudioEngine {
  readonly microphone: string;
  readonly microphoneEnds: boolean;
  readonly #composition: Composition;
  readonly #clock: Clock;
  #listener: (event: AudioEvent) => void = () => undefined;
  #cancelCounters = (): void => undefined;
  #reportedLosses = lossesOf(zeroCounters);
  #reportedHealth = '';
  #closing: Promise<void> | undefined;

  constructor(options: EngineOptions, environment: EngineEnvironment) {
    this.#composition = compose(options, environment);
    this.#clock = environment.clock;
    const { microphone, scripted, backend = 'auto' } = options;
    this.microphone = scripted === undefined ? nameOf(microphone, backend) : 'script';
    this.microphoneEnds = scripted !== undefined || kindOf(microphone, backend) === 'file';
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

  silenceSpeaker(isSilent: boolean): void {
    this.#composition.speaker.silence?.(isSilent);
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
    this.#cancelCounters = this.#clock.after(countersIntervalMs, () => {
      const counters = this.#composition.parts
        .map((part) => part.counters())
        .reduce(addCounters, zeroCounters);
      const losses = lossesOf(counters);
      if (losses !== this.#reportedLosses) {
        this.#reportedLosses = losses;
        this.#listener({ type: 'counters', counters });
      }
      this.#reportHealth();
      this.#watchCounters();
    });
  }

  /** At most one part has a device. */
  #reportHealth(): void {
    for (const part of this.#composition.parts) {
      const health = part.health?.();
      const text = JSON.stringify(health);
      if (health === undefined || text === this.#reportedHealth) continue;
      this.#reportedHealth = text;
      this.#listener({ type: 'health', health });
    }
  }
}

/**
 * Microphone and speaker as the options choose them, in any mix of devices, files and none. Nothing is opened before
 * `start`, and naudiodon is only loaded for a device.
 * @throws VoiceliveError exit code 2: `same-wav-file` when one file is both microphone and speaker, `bad-sample-rate`
 */
export function createAudioEngine(
  options: EngineOptions,
  environment: Partial<EngineEnvironment> = {},
): AudioEngine {
  return new ComposedEngine(options, {
    clock: systemClock,
    hostProgram: packageHost,
    ...environment,
  });
}
