/** An audio device as the backend lists it. */
export interface AudioDevice {
  /** Accepted by `--mic` and `--speaker`; may change when devices are connected or removed. */
  readonly index: number;
  readonly name: string;
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly defaultSampleRateHz: number;
  readonly isDefaultInput: boolean;
  readonly isDefaultOutput: boolean;
  /** The audio system it belongs to, e.g. `ALSA`, `Core Audio`, `Windows WASAPI`. */
  readonly hostApi: string;
}
