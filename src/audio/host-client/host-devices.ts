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
import type { HostMessage, StreamOrder } from '../host/host-messages.js';
import { Outage } from './device-outage.js';
import { hostFailure, soundError } from '../kernel/audio-errors.js';
import type { SoundRefusal } from '../kernel/audio-errors.js';
import { zeroCounters } from '../kernel/audio-part.js';
import type { SpeakerPart } from '../kernel/audio-part.js';
import type { Timers } from '../../shared/timers.js';
import { Watchdog, watchIntervalMs } from './watchdog.js';
import type { Lost, Side } from './watchdog.js';

export interface HostDevicesOptions {
  readonly input?: StreamOrder;
  readonly output?: StreamOrder;
  /** 15 ms device periods instead of 20 ms. */
  readonly lowLatency: boolean;
  readonly backend: BackendChoice;
  /** See `AudioEngineOptions.deviceDepthMs`. */
  readonly depthMs?: number;
  /** Finds the audio host; asked for every start. */
  readonly program: (backend: BackendName) => HostProgram;
  readonly timers: Timers;
}

const lowLatencyPeriodMs = 15;
/** Periods grow up to this for a device that races. */
const longestPeriodMs = 80;
/** The host plays out what was handed over, or kills itself after 800 ms. */
const closeDeadlineMs = 1200;
type OpenedMessage = Extract<HostMessage, { type: 'opened' }>;

/** Real devices through an audio host that is watched, and started again when it or a device of it dies. */
export class HostDevices implements SpeakerPart {
  readonly #options: HostDevicesOptions;
  /** What is to be opened: at first what was asked for, then what there was. */
  #input: StreamOrder | undefined;
  #output: StreamOrder | undefined;
  #backend: BackendName | undefined;
  readonly #playback: HostPlayback;
  readonly #sequence = new CaptureSequence();
  readonly #health = new HealthMeter();
  /** Plays to nobody in the place of a speaker that is missing. */
  #standIn: ClockedSpeaker | undefined;
  /** Last sign of life of the speaker's device. */
  #speakerLivedMs = 0;
  #listener: (event: AudioEvent) => void = () => undefined;
  /** The host that was started last, until it is replaced. */
  #host: HostProcess | undefined;
  /** There while the devices are thought to work. */
  #watchdog: Watchdog | undefined;
  #cancelTimer = (): void => undefined;
  #periodMs: number;
  readonly #outage = new Outage();
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
        this.#tell(event);
      },
    );
  }

  async start(listener: (event: AudioEvent) => void): Promise<void> {
    this.#listener = listener;
    const { backend, reason, value } = await firstBackend(this.#options.backend, (each) => {
      if (this.#closing !== undefined) return Promise.resolve(undefined);
      return this.#open(each, true);
    });
    this.#backend = backend;
    this.#tell({ type: 'backend', name: backend, ...(reason !== undefined && { reason }) });
    if (value?.lacking !== undefined) await this.#goWithout(value.lacking);
  }

  play(itemId: string, contentIndex: number, samples: Int16Array): void {
    (this.#standIn ?? this.#playback).play(itemId, contentIndex, samples);
  }

  finish(itemId: string, contentIndex: number): void {
    (this.#standIn ?? this.#playback).finish(itemId, contentIndex);
  }

  flush(flushId: number): void {
    (this.#standIn ?? this.#playback).flush(flushId);
  }

  mute(muted: boolean): void {
    (this.#standIn ?? this.#playback).mute(muted);
  }

  /** See `HealthMeter.take`. */
  health(): AudioHealth | undefined {
    return this.#health.take();
  }

  counters(): AudioCounters {
    const losses = this.#losses.total;
    const standIn = this.#standIn?.counters() ?? zeroCounters;
    return {
      ...losses,
      underruns: losses.underruns + standIn.underruns,
      droppedPlaybackSamples:
        losses.droppedPlaybackSamples +
        this.#playback.refusedSamples +
        standIn.droppedPlaybackSamples,
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
    await this.#standIn?.close();
    const host = this.#host;
    if (host === undefined) return;
    // One that is still opening has nothing to play out, and may hang in it.
    if (isOpen) host.send({ type: 'close' });
    else host.kill();
    const cancelKill = this.#options.timers.after(closeDeadlineMs, () => {
      host.kill();
    });
    await host.gone;
    cancelKill();
  }

  async #open(backend: BackendName, mayLack: boolean): Promise<OpenedMessage> {
    const { program, timers, depthMs } = this.#options;
    const { host, answer } = await askHost({
      program: program(backend),
      message: {
        type: 'open',
        ...(this.#input && { input: this.#input }),
        ...(this.#output && { output: this.#output }),
        ...(depthMs !== undefined && { depthMs }),
        periodMs: this.#periodMs,
        mayLack,
      },
      answerOf: (message) => (message.type === 'opened' ? message : undefined),
      onMessage: (message) => {
        this.#handle(message);
      },
      onForked: (forked) => {
        this.#host = forked;
      },
      timers,
    });
    // Closed meanwhile: `#end` has told this host to go.
    if (this.#closing !== undefined) return answer;
    if (answer.input === undefined) this.#input = undefined;
    if (answer.output === undefined) this.#output = undefined;
    this.#sequence.restart();
    this.#playback.resume();
    this.#watchdog = new Watchdog(this.#sides, timers.nowMs());
    void host.gone.then(() => {
      if (this.#host === host) this.#lose('both', `the audio host is gone: ${host.ending}`);
    });
    this.#watch();
    return answer;
  }

  /** One of the two devices is not there. */
  async #goWithout(refusal: SoundRefusal): Promise<void> {
    const { timers, output } = this.#options;
    const what = this.#output === undefined ? 'speaker' : 'microphone';
    if (what === 'speaker' && output !== undefined && this.#closing === undefined) {
      this.#standIn = new ClockedSpeaker(output.rateHz, timers);
      await this.#standIn.start((event) => {
        this.#tell(event);
      });
    }
    this.#tell({ type: 'missing', what, error: soundError(refusal) });
  }

  #watch(): void {
    const { timers } = this.#options;
    this.#cancelTimer = timers.after(watchIntervalMs, () => {
      const dead = this.#watchdog?.check(timers.nowMs());
      if (dead === undefined) this.#watch();
      else this.#lose(dead, 'the device gives no sign of life any more');
    });
  }

  #handle(message: HostMessage): void {
    switch (message.type) {
      case 'captured':
        this.#sawLife('microphone');
        this.#health.captureLag(this.#options.timers.nowMs() - message.frame.atMs);
        this.#tell({ type: 'captured', frame: this.#sequence.place(message.frame) });
        return;
      case 'heard':
        this.#speakerLivedMs = message.frame.atMs;
        this.#playback.heard(message.frame);
        return;
      case 'flushed':
        this.#playback.flushed(message.flushId, message.items);
        return;
      case 'tick':
        this.#speakerLivedMs = message.atMs;
        this.#sawLife('speaker');
        return;
      case 'state':
        this.#losses.report(message.counters);
        this.#health.fromHost(message.health);
        return;
      case 'racing':
        this.#lengthenPeriod();
        return;
      case 'opened':
      case 'devices':
      case 'refused':
        return;
    }
  }

  #sawLife(side: Side): void {
    const watchdog = this.#watchdog;
    if (watchdog === undefined) return;
    watchdog.sawLife(side, this.#options.timers.nowMs());
    if (watchdog.isProven && this.#outage.end()) this.#tell({ type: 'restored' });
  }

  #lengthenPeriod(): void {
    if (this.#periodMs >= longestPeriodMs) return;
    this.#periodMs = Math.min(longestPeriodMs, this.#periodMs * 2);
    this.#lose(
      'speaker',
      `it takes sound faster than time passes; trying ${this.#periodMs} ms frames`,
    );
  }

  /** Gives the running host up. */
  #lose(what: Lost, reason: string): void {
    const host = this.#host;
    if (this.#watchdog === undefined || host === undefined) return;
    this.#watchdog = undefined;
    this.#cancelTimer();
    host.kill();
    if (this.#outage.begin(this.#options.timers.nowMs())) {
      this.#tell({
        type: 'lost',
        what: this.#sides.length === 1 ? (this.#sides[0] ?? what) : what,
        reason,
      });
    }
    // What it said before its end still counts.
    void host.gone.then(() => {
      this.#losses.hostEnded();
      this.#playback.lose(this.#speakerLivedMs);
      this.#retryLater();
    });
  }

  #retryLater(): void {
    if (this.#closing !== undefined) return;
    const { retryDelayMs } = this.#outage;
    this.#cancelTimer = this.#options.timers.after(retryDelayMs, () => void this.#retry());
  }

  async #retry(): Promise<void> {
    try {
      await this.#open(this.#backend ?? 'portaudio', false);
      this.#restarts += 1;
    } catch (error) {
      if (this.#outage.failed(this.#options.timers.nowMs())) this.#retryLater();
      else this.#tell({ type: 'failed', error: hostFailure(error) });
    }
  }

  #tell(event: AudioEvent): void {
    if (this.#closing === undefined) this.#listener(event);
  }
}
