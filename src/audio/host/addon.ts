import { createRequire } from 'node:module';
import { join } from 'node:path';
import { addonFolder } from './addon-path.js';

/** The parts of naudiodon 2.3.6's native addon used here; its own types describe only its stream wrapper. */
export interface NaudiodonAddon {
  getDevices(): readonly {
    readonly id: number;
    readonly name: string;
    readonly maxInputChannels: number;
    readonly maxOutputChannels: number;
    readonly defaultSampleRate: number;
    readonly hostAPIName: string;
  }[];
  getHostAPIs(): {
    /** Index into `HostAPIs`. */
    readonly defaultHostAPI: number;
    /** Indices into the device list; 4294967295 means none. */
    readonly HostAPIs: readonly { readonly defaultInput: number; readonly defaultOutput: number }[];
  };
  create(options: {
    readonly inOptions?: StreamOptions;
    readonly outOptions?: StreamOptions;
  }): NaudiodonStream;
}

interface StreamOptions {
  /** -1 is the default device; a nonexistent index silently opens it too. */
  readonly deviceId: number;
  readonly channelCount: number;
  /** Bits of a sample. */
  readonly sampleFormat: 16;
  readonly sampleRate: number;
  readonly framesPerBuffer: number;
  /** Chunks queued between the addon and PortAudio. */
  readonly maxQueue: number;
  /**
   * A status of PortAudio is what `write` resolves with, and what `read` resolves with in place of the samples; otherwise
   * it goes to stdout. Nothing is closed: that is up to the package's own stream wrapper.
   */
  readonly closeOnError: boolean;
}

/** Its promises never settle once the device is gone. */
export interface NaudiodonStream {
  start(): void;
  read(bytes: number): Promise<{ readonly buf?: Buffer }>;
  /** Resolves with PortAudio's status flags since the last one, in words, if there were any. */
  write(bytes: Buffer): Promise<string | undefined>;
  /** Plays what is queued, then ends. */
  quit(how: 'WAIT'): Promise<void>;
}

/**
 * Loads the addon by its path: the package's own entry also loads segfault-handler, which is bound to one version of
 * Node and writes files into the working directory. For the audio host only: the addon prints to stdout.
 * @throws VoiceliveError `audio-not-built`, or whatever the loader throws
 */
export function loadAddon(): NaudiodonAddon {
  const load: (path: string) => NaudiodonAddon = createRequire(import.meta.url);
  return load(join(addonFolder(), 'naudiodon.node'));
}
