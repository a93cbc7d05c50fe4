import { messageOf } from '../../shared/errors.js';
import type { AudioDevice } from '../kernel/audio-device.js';
import { bytesToSamples, msToSamples, samplesToBytes } from '../pure/pcm.js';
import { Resampler } from '../pure/resample.js';
import { AudioRefusedError } from '../kernel/audio-errors.js';
import type { AudioRefusal } from '../kernel/audio-errors.js';
import type { NaudiodonAddon, NaudiodonStream } from './addon.js';
import { downMix, upMix } from './channels.js';
import { mutedOutput } from './muted-output.js';
import type { OwnSinkInput } from './own-sink-input.js';
import { noDevice, pickDevice } from './pick-device.js';
import type { Direction } from './pick-device.js';
import type { InputStream, OutputStream, AudioBackend, StreamRequest } from './audio-backend.js';

/** Rates and channels to try on hardware without a sound server when it rejects the session's. */
const otherRatesHz: readonly number[] = [48_000, 44_100];
const channelCounts: readonly number[] = [1, 2];
/** From the ALSA plug-in of PulseAudio to the sink. */
const serverMs = 10;
/** A shorter period means that the user asked for low latency. */
const usualPeriodMs = 20;

/** Chunks queued between the addon and PortAudio: few for low output latency, many so that no input is lost. */
function maxQueueOf(direction: Direction, periodMs: number): number {
  if (direction === 'input') return 32;
  return periodMs < usualPeriodMs ? 1 : 2;
}

interface OpenStream {
  readonly stream: NaudiodonStream;
  readonly deviceName: string;
  readonly channels: number;
  readonly deviceRateHz: number;
  readonly periodSamples: number;
}

/** Audio devices through naudiodon's addon: PortAudio on ALSA, Core Audio or Windows. */
export class PortAudioBackend implements AudioBackend {
  readonly #addon: NaudiodonAddon;
  readonly #ownSinkInput: OwnSinkInput | undefined;

  /** @param ownSinkInput where a PulseAudio or PipeWire server may be behind ALSA */
  constructor(addon: NaudiodonAddon, ownSinkInput?: OwnSinkInput) {
    this.#addon = addon;
    this.#ownSinkInput = ownSinkInput;
  }

  devices(): readonly AudioDevice[] {
    const apis = this.#addon.getHostAPIs();
    const defaults = apis.HostAPIs[apis.defaultHostAPI];
    return this.#addon.getDevices().map((device) => ({
      index: device.id,
      name: device.name,
      inputChannels: device.maxInputChannels,
      outputChannels: device.maxOutputChannels,
      defaultSampleRateHz: device.defaultSampleRate,
      isDefaultInput: device.id === defaults?.defaultInput,
      isDefaultOutput: device.id === defaults?.defaultOutput,
      hostApi: device.hostAPIName,
    }));
  }

  openInput(request: StreamRequest): InputStream {
    const open = this.#open(request, 'input');
    const { stream, deviceName, channels, deviceRateHz, periodSamples } = open;
    const resampler = new Resampler(deviceRateHz, request.rateHz);
    return {
      deviceName,
      start: () => {
        stream.start();
      },
      read: async () => {
        const { buf } = await stream.read(periodSamples * channels * 2);
        return resampler.push(downMix(bytesToSamples(buf ?? new Uint8Array(0)), channels));
      },
      quit: () => stream.quit('WAIT'),
    };
  }

  openOutput(request: StreamRequest): OutputStream {
    const { stream, deviceName, channels, deviceRateHz } = this.#open(request, 'output');
    const resampler = new Resampler(request.rateHz, deviceRateHz);
    // The queue and PortAudio's own buffers, and what PulseAudio adds: measured, to within half a frame.
    const queuedFrames = maxQueueOf('output', request.periodMs);
    const depthMs = (queuedFrames + 3) * request.periodMs + serverMs;
    let underruns = 0;
    const output: OutputStream = {
      deviceName,
      depthMs: () => depthMs,
      leastDepthMs: () => (queuedFrames + 1) * request.periodMs,
      start: () => {
        stream.start();
      },
      write: async (samples) => {
        const status = await stream.write(samplesToBytes(upMix(resampler.push(samples), channels)));
        if (status?.includes('output underflow') === true) underruns += 1;
      },
      underruns: () => underruns,
      quit: () => stream.quit('WAIT'),
    };
    return this.#ownSinkInput === undefined
      ? output
      : mutedOutput(output, this.#ownSinkInput, { ...request, queuedFrames });
  }

  /** Opens the first combination that the device accepts, starting with the session's own. */
  #open(request: StreamRequest, direction: Direction): OpenStream {
    const { deviceId, deviceName } = this.#resolve(request.device, direction);
    const reasons: string[] = [];
    for (const deviceRateHz of [request.rateHz, ...otherRatesHz]) {
      for (const channels of channelCounts) {
        const periodSamples = msToSamples(request.periodMs, deviceRateHz);
        const options = {
          deviceId,
          channelCount: channels,
          sampleFormat: 16,
          sampleRate: deviceRateHz,
          framesPerBuffer: periodSamples,
          maxQueue: maxQueueOf(direction, request.periodMs),
          closeOnError: direction === 'output',
        } as const;
        try {
          const stream = this.#addon.create(
            direction === 'input' ? { inOptions: options } : { outOptions: options },
          );
          return { stream, deviceName, channels, deviceRateHz, periodSamples };
        } catch (error) {
          const reason = messageOf(error);
          if (reason.includes('No default device')) throw noDevice(direction);
          if (!reasons.includes(reason)) reasons.push(reason);
        }
      }
    }
    throw new AudioRefusedError(deviceRefusal(direction, deviceName, reasons, request.rateHz));
  }

  #resolve(wanted: string, direction: Direction): { deviceId: number; deviceName: string } {
    if (wanted === 'default') return { deviceId: -1, deviceName: 'default' };
    const device = pickDevice(this.devices(), wanted, direction);
    return { deviceId: device.index, deviceName: device.name };
  }
}

/** Why a device cannot be opened, from PortAudio's messages (`Pa_GetErrorText`). */
function deviceRefusal(
  direction: Direction,
  deviceName: string,
  reasons: readonly string[],
  rateHz: number,
): AudioRefusal {
  const said = reasons.join('; ');
  const device = `the ${direction} device "${deviceName}"`;
  if (/device unavailable/i.test(said)) {
    return {
      code: 'audio-device-busy',
      sentence: `${device} is in use by another program (${said})`,
      hint: 'Close the other program, or choose another device. voicelive devices lists them.',
    };
  }
  if (/invalid device/i.test(said)) {
    return {
      code: 'audio-device-gone',
      sentence: `${device} is no longer available (${said})`,
      hint: 'Reconnect it, or choose another device. voicelive devices lists them.',
    };
  }
  return {
    code: 'audio-device-failed',
    sentence: `${device} cannot be opened at ${rateHz}, ${otherRatesHz.join(' and ')} Hz: ${said}`,
    hint: 'Choose another device. voicelive devices lists them.',
  };
}
