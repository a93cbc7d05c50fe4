import { monotonicMs } from '../../shared/clock.js';
import { frameMs } from '../kernel/engine-types.js';
import type { AudioDevice } from '../kernel/audio-device.js';
import { AudioRefusedError } from '../kernel/audio-errors.js';
import { PulseConnection } from '../pulse/connection.js';
import { listPulseDevices } from '../pulse/introspection.js';
import type { PulseDevice } from '../pulse/introspection.js';
import { PlaybackStream } from '../pulse/playback-stream.js';
import { PulseError } from '../pulse/protocol.js';
import { RecordStream } from '../pulse/record-stream.js';
import { bytesToSamples } from '../pure/pcm.js';
import type { AudioBackend, InputStream, OutputStream, StreamRequest } from './audio-backend.js';
import { noDevice, pickDevice } from './pick-device.js';
import { PulseOutput } from './pulse-output.js';
import type { Direction } from './pick-device.js';

/** What the server holds between writing and hearing. Measured: 60 ms had no gap at load 4; 40 ms had some. */
const lowTargetMs = 60;
const usualTargetMs = 80;
/** Error code of the protocol: there is no such device. */
const noEntity = 5;

/** Audio devices of a PulseAudio or PipeWire server, over its own protocol: nothing compiled, and no programs. */
export class PulseBackend implements AudioBackend {
  #connection: Promise<PulseConnection> | undefined;

  async devices(): Promise<readonly AudioDevice[]> {
    const { sources, sinks, defaultSource, defaultSink } = await listPulseDevices(
      await this.#connect(),
    );
    const device = ({ name, spec }: PulseDevice): Omit<AudioDevice, 'index'> => ({
      name,
      inputChannels: 0,
      outputChannels: 0,
      defaultSampleRateHz: spec.rateHz,
      isDefaultInput: false,
      isDefaultOutput: false,
      hostApi: 'PulseAudio',
    });
    const inputs = sources.map((source) => ({
      ...device(source),
      inputChannels: source.spec.channels,
      isDefaultInput: source.name === defaultSource,
    }));
    const outputs = sinks.map((sink) => ({
      ...device(sink),
      outputChannels: sink.spec.channels,
      isDefaultOutput: sink.name === defaultSink,
    }));
    return [...inputs, ...outputs].map((each, index) => ({ index, ...each }));
  }

  async openInput(request: StreamRequest): Promise<InputStream> {
    const { connection, device } = await this.#find(request, 'input');
    const stream = await RecordStream.open(connection, {
      name: 'microphone',
      rateHz: request.rateHz,
      fragmentMs: request.periodMs,
      ...device,
    }).catch(refuse('input', request.device));
    return {
      deviceName: stream.deviceName,
      start: () => undefined,
      read: async () => bytesToSamples(await stream.read()),
      quit: () => stream.close(),
    };
  }

  async openOutput(request: StreamRequest): Promise<OutputStream> {
    const { connection, device } = await this.#find(request, 'output');
    const stream = await PlaybackStream.open(connection, {
      name: 'speech',
      rateHz: request.rateHz,
      targetMs: request.periodMs < frameMs ? lowTargetMs : usualTargetMs,
      requestMs: request.periodMs,
      nowMs: monotonicMs,
      ...device,
    }).catch(refuse('output', request.device));
    return new PulseOutput(stream);
  }

  #connect(): Promise<PulseConnection> {
    this.#connection ??= PulseConnection.open('voicelive').catch((error: unknown) => {
      if (!(error instanceof PulseError)) throw error;
      throw new AudioRefusedError({
        code: 'no-sound-server',
        sentence: error.message,
        hint: 'Start PulseAudio or PipeWire (pipewire-pulse), or set PULSE_SERVER to a server that runs.',
      });
    });
    return this.#connection;
  }

  async #find(
    { device }: StreamRequest,
    direction: Direction,
  ): Promise<{ connection: PulseConnection; device: { readonly device?: string } }> {
    const connection = await this.#connect();
    if (device === 'default') return { connection, device: {} };
    const { name } = pickDevice(await this.devices(), device, direction);
    return { connection, device: { device: name } };
  }
}

function refuse(direction: Direction, device: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof PulseError)) throw error;
    if (error.code === noEntity && device === 'default') throw noDevice(direction);
    throw new AudioRefusedError({
      code: 'audio-device-failed',
      sentence: `the ${direction} device "${device}" cannot be opened: ${error.message}`,
      hint: 'It may be in use or disconnected. voicelive devices lists the devices.',
    });
  };
}
