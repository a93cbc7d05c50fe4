/** A sound device as PortAudio lists it. */
export interface AudioDevice {
  /** What `--mic` and `--speaker` take; it may change when devices come and go. */
  readonly index: number;
  readonly name: string;
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly defaultSampleRateHz: number;
  readonly isDefaultInput: boolean;
  readonly isDefaultOutput: boolean;
  /** The sound system it belongs to, e.g. `ALSA`, `Core Audio`, `Windows WASAPI`. */
  readonly hostApi: string;
}
