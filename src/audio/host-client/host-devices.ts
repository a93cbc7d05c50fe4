import { askHost } from './ask-host.js';
import { firstBackend } from '../kernel/backend-order.js';
import { CaptureSequence } from './capture-sequence.js';
import { ClockedSpeaker } from '../files/clocked-speaker.js';
import { frameMs } from '../kernel/engine-types.js';
import type {
  AudioCounters,
  AudioEvent,
  AudioHealth,
  BackendChoice,
  BackendName,
} from '../kernel/engine-types.js';
import { HealthMeter } from './health-meter.js';
import { HostLosses } from './host-losses.js';
import { HostPlayback } from './host-playback.js';
import type { HostProcess, HostProgram } from './host-process.js';
import type { HostMessage, DeviceRequest } from '../host/host-messages.js';
import { DeviceOutage } from './device-outage.js';
import { hostFailure, audioError } from '../kernel/audio-errors.js';
import type { AudioRefusal } from '../kernel/audio-errors.js';
import { zeroCounters } from '../kernel/audio-part.js';
import type { SpeakerPart } from '../kernel/audio-part.js';
import type { Clock } from '../../shared/clock.js';
import { Watchdog, watchIntervalMs } from './watchdog.js';
import type { LostSide, Side } from './watchdog.js';

export interface HostDevicesOptions {
  readonly input?: DeviceRequest;
  readonly output?: DeviceRequest;
  /** 15 ms device periods instead of 20 ms. */
  readonly lowLatency: boolean;
  readonly backend: BackendChoice;
  /** See `AudioEngineOptions.deviceDepthOf`. */
  readonly depthOf?: (backend: BackendName) => number | undefined;
  /** Finds the audio host; called for every start. */
  readonly program: (backend: BackendName) => HostProgram;
  readonly clock: Clock;
}

const lowLatencyPeriodMs = 15;
/** Longest period for a device that consumes audio too fast. */
const maxPeriodMs = 80;
/** The host finishes playing what it handed over, or kills itself after 800 ms. */
const closeDeadlineMs = 1200;
type OpenedMessage = Extract<HostMessage, { type: 'opened' }>;

/** Real devices through an audio host, which is watched, and restarted when it or one of its devices dies. */
export class HostDevices implements SpeakerPart {
  readonly #options: HostDevicesOptions;
  /** What to open: at first what the options ask for, then what was available. */
  #input: DeviceRequest | undefined;
  #output: DeviceRequest | undefined;
  #backend: BackendName | undefined;
  readonly #playback: HostPlayback;
  readonly #sequence = new CaptureSequence();
  readonly #health = new HealthMeter();
  /** Replaces a missing speaker. */
  #silentSpeaker: ClockedSpeaker | undefined;
  /** Last activity of the output device. */
  #speakerActiveMs = 0;
  #listener: (event: AudioEvent) => void = () => undefined;
  /** The host started last, until it is replaced. */
  #host: HostProcess | undefined;
  /** Set while the devices seem to work. */
  #watchdog: Watchdog | undefined;
  #cancelTimer = (): void => undefined;
  #periodMs: number;
  readonly #outage = new DeviceOutage();
  readonly #losses = new HostLosses();
  #restarts = 0;
  #closing: Promise<void> | undefined;

  constructor(options: HostDevicesOptions) {
    this.#options = options;
    this.#input = options.input;
    this.#output = options.output;
    this.#periodMs = options.lowLatency ? lowLatencyPeriodMs : frameMs;
    this.#playback = new HostPlayback(
      options.output?.rateHz ?? 1,
      (message) => this.#host?.send(message),
      (event) => {
        this.#emit(event);
      },
    );
  }

  async start(listener: (event: AudioEvent) => void): Promise<void> {
    this.#listener = listener;
    const { backend, reason, value } = await firstBackend(
      { choice: this.#options.backend, lowLatency: this.#options.lowLatency },
      (each) => {
        if (this.#closing !== undefined) return Promise.resolve(undefined);
        return this.#open(each, true);
      },
    );
    this.#backend = backend;
    const { input: microphone, output: speaker } = value ?? {};
    this.#emit({
      type: 'backend',
      name: backend,
      ...(reason !== undefined && { reason }),
      ...(microphone !== undefined && { microphone }),
      ...(speaker !== undefined && { speaker }),
    });
    if (value?.missing !== undefined) await this.#goWithout(value.missing);
  }

  play(itemId: string, contentIndex: number, samples: Int16Array): void {
    (this.#silentSpeaker ?? this.#playback).play(itemId, contentIndex, samples);
  }

  finish(itemId: string, contentIndex: number): void {
    (this.#silentSpeaker ?? this.#playback).finish(itemId, contentIndex);
  }

  flush(flushId: number): void {
    (this.#silentSpeaker ?? this.#playback).flush(flushId);
  }

  mute(muted: boolean): void {
    (this.#silentSpeaker ?? this.#playback).mute(muted);
  }

  silence(isSilent: boolean): void {
    if (this.#silentSpeaker === undefined) this.#host?.send({ type: 'silence', isSilent });
  }

  /** See `HealthMeter.take`. */
  health(): AudioHealth | undefined {
    return this.#health.take();
  }

  counters(): AudioCounters {
    const losses = this.#losses.total;
    const silent = this.#silentSpeaker?.counters() ?? zeroCounters;
    return {
      ...losses,
      underruns: losses.underruns + silent.underruns,
      droppedPlaybackSamples:
        losses.droppedPlaybackSamples +
        this.#playback.refusedSamples +
        silent.droppedPlaybackSamples,
      capturedFrames: this.#sequence.count,
      restarts: this.#restarts,
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  get #sides(): readonly Side[] {
    return [
      ...(this.#input ? (['microphone'] as const) : []),
      ...(this.#output ? (['speaker'] as const) : []),
    ];
  }

  async #end(): Promise<void> {
    this.#cancelTimer();
    const isOpen = this.#watchdog !== undefined;
    this.#watchdog = undefined;
    await this.#silentSpeaker?.close();
    const host = this.#host;
    if (host === undefined) return;
    // A host that is still opening has nothing left to play, and may hang.
    if (isOpen) host.send({ type: 'close' });
    else host.kill();
    const cancelKill = this.#options.clock.after(closeDeadlineMs, () => {
      host.kill();
    });
    await host.gone;
    cancelKill();
  }

  async #open(backend: BackendName, allowMissing: boolean): Promise<OpenedMessage> {
    const { program, clock, depthOf } = this.#options;
    const depthMs = depthOf?.(backend);
    const { host, answer } = await askHost({
      program: program(backend),
      message: {
        type: 'open',
        ...(this.#input && { input: this.#input }),
        ...(this.#output && { output: this.#output }),
        ...(depthMs !== undefined && { depthMs }),
        periodMs: this.#periodMs,
        allowMissing,
      },
      answerOf: (message) => (message.type === 'opened' ? message : undefined),
      onMessage: (message) => {
        this.#handle(message);
      },
      onForked: (forked) => {
        this.#host = forked;
      },
      clock,
    });
    // Closed meanwhile: `#end` has already stopped this host.
    if (this.#closing !== undefined) return answer;
    if (answer.input === undefined) this.#input = undefined;
    if (answer.output === undefined) this.#output = undefined;
    this.#sequence.restart();
    this.#playback.resume();
    this.#watchdog = new Watchdog(this.#sides, clock.nowMs());
    void host.gone.then(() => {
      if (this.#host === host) this.#lose('both', `the audio host ended: ${host.ending}`);
    });
    this.#watch();
    return answer;
  }

  /** One of the two devices is missing. */
  async #goWithout(refusal: AudioRefusal): Promise<void> {
    const { clock, output } = this.#options;
    const what = this.#output === undefined ? 'speaker' : 'microphone';
    if (what === 'speaker' && output !== undefined && this.#closing === undefined) {
      this.#silentSpeaker = new ClockedSpeaker(output.rateHz, clock);
      await this.#silentSpeaker.start((event) => {
        this.#emit(event);
      });
    }
    this.#emit({ type: 'missing', what, error: audioError(refusal) });
  }

  #watch(): void {
    const { clock } = this.#options;
    this.#cancelTimer = clock.after(watchIntervalMs, () => {
      const dead = this.#watchdog?.check(clock.nowMs());
      if (dead === undefined) this.#watch();
      else this.#lose(dead, 'the device stopped responding');
    });
  }

  #handle(message: HostMessage): void {
    switch (message.type) {
      case 'captured':
        this.#sawActivity('microphone');
        this.#health.captureLag(this.#options.clock.nowMs() - message.readMs);
        this.#emit({ type: 'captured', frame: this.#sequence.place(message.frame) });
        return;
      case 'played':
        this.#speakerActiveMs = message.frame.atMs;
        this.#playback.played(message.frame);
        return;
      case 'flushed':
        this.#playback.flushed(message);
        return;
      case 'tick':
        this.#speakerActiveMs = message.atMs;
        this.#sawActivity('speaker');
        return;
      case 'state':
        this.#losses.report(message.counters);
        this.#health.fromHost(message.health);
        return;
      case 'too-fast':
        this.#lengthenPeriod();
        return;
      case 'opened':
      case 'devices':
      case 'refused':
        return;
    }
  }

  #sawActivity(side: Side): void {
    const watchdog = this.#watchdog;
    if (watchdog === undefined) return;
    watchdog.sawActivity(side, this.#options.clock.nowMs());
    if (watchdog.isActive && this.#outage.end()) this.#emit({ type: 'restored' });
  }

  #lengthenPeriod(): void {
    if (this.#periodMs >= maxPeriodMs) return;
    this.#periodMs = Math.min(maxPeriodMs, this.#periodMs * 2);
    this.#lose(
      'speaker',
      `it consumes audio faster than real time; trying ${this.#periodMs} ms frames`,
    );
  }

  /** Gives up the running host. */
  #lose(what: LostSide, reason: string): void {
    const host = this.#host;
    if (this.#watchdog === undefined || host === undefined) return;
    this.#watchdog = undefined;
    this.#cancelTimer();
    host.kill();
    if (this.#outage.begin(this.#options.clock.nowMs())) {
      this.#emit({
        type: 'lost',
        what: this.#sides.length === 1 ? (this.#sides[0] ?? what) : what,
        reason,
      });
    }
    // Messages it sent before its end still count.
    void host.gone.then(() => {
      this.#losses.hostEnded();
      this.#playback.lose(this.#speakerActiveMs);
      this.#retryLater();
    });
  }

  #retryLater(): void {
    if (this.#closing !== undefined) return;
    const { retryDelayMs } = this.#outage;
    this.#cancelTimer = this.#options.clock.after(retryDelayMs, () => void this.#retry());
  }

  async #retry(): Promise<void> {
    try {
      await this.#open(this.#backend ?? 'portaudio', false);
      this.#restarts += 1;
    } catch (error) {
      if (this.#outage.failed(this.#options.clock.nowMs())) this.#retryLater();
      else this.#emit({ type: 'failed', error: hostFailure(error) });
    }
  }

  #emit(event: AudioEvent): void {
    if (this.#closing === undefined) this.#listener(event);
  }
}
