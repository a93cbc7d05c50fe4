import { messageOf } from '../../shared/errors.js';
import { AudioRefusedError } from '../kernel/audio-errors.js';
import type { AudioRefusal } from '../kernel/audio-errors.js';
import { CapturePump } from './capture-pump.js';
import { watchLoopLag } from './loop-lag.js';
import { isParentMessage } from './host-messages.js';
import type { HostHealth, HostMessage, ParentMessage, DeviceRequest } from './host-messages.js';
import { PlaybackPump } from './playback-pump.js';
import type { InputStream, OutputStream, AudioBackend } from './audio-backend.js';
import { samplesToMs } from '../pure/pcm.js';

type OpenMessage = Extract<ParentMessage, { type: 'open' }>;

/** Messages waiting for a program that reads nothing: about 30 s of them, after which it counts as gone. */
const maxWaitingMessages = 3000;
/** Often enough for the program's watchdog, which waits for 500 ms. Each message costs as much as a frame. */
const tickIntervalMs = 200;
const stateIntervalMs = 500;
/** The stream of a dead device never ends. */
const quitDeadlineMs = 800;

/** `process.exit` hangs when PortAudio waits for a device that is gone; this never does. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

function refusalOf(error: unknown): AudioRefusal {
  if (error instanceof AudioRefusedError) return error.refusal;
  return {
    code: 'audio-device-failed',
    sentence: `the audio devices cannot be opened: ${messageOf(error)}`,
    hint: 'voicelive devices lists the devices. Choose one with --mic or --speaker.',
  };
}

interface Opened {
  readonly speaker?: OutputStream;
  readonly microphone?: InputStream;
  readonly missing?: AudioRefusal;
}

class Host {
  readonly #backend: AudioBackend;
  #capture: CapturePump | undefined;
  #playback: PlaybackPump | undefined;
  #outputRateHz = 0;
  #quitStreams: (() => Promise<void>)[] = [];
  #waiting = 0;
  #tickedMs: number | undefined;

  constructor(backend: AudioBackend) {
    this.#backend = backend;
  }

  handle(message: ParentMessage): void {
    switch (message.type) {
      case 'list':
        void this.#try(async () => {
          this.#send({ type: 'devices', devices: await this.#backend.devices() });
        });
        return;
      case 'open':
        void this.#try(() => this.#open(message));
        return;
      case 'play':
        this.#playback?.playout.push(message.itemId, message.contentIndex, message.samples);
        return;
      case 'finish':
        this.#playback?.playout.finish(message.itemId, message.contentIndex);
        return;
      case 'flush':
        if (this.#playback) this.#playback.flush(message.flushId).catch(die);
        else
          this.#send({ type: 'flushed', flushId: message.flushId, items: [], unheardSamples: 0 });
        return;
      case 'silence':
        this.#playback?.silence(message.isSilent);
        return;
      case 'mute':
        if (this.#playback) this.#playback.playout.muted = message.muted;
        return;
      case 'close':
        void this.#close();
        return;
    }
  }

  async #try(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#send({ type: 'refused', refusal: refusalOf(error) });
    }
  }

  async #open(message: OpenMessage): Promise<void> {
    const { input, output } = message;
    const { speaker, microphone, missing } = await this.#openBoth(message);
    if (speaker !== undefined && output !== undefined) this.#play(speaker, output, message);
    if (microphone !== undefined && input !== undefined) {
      this.#capture = new CapturePump(microphone, input.rateHz, (read, onTaken) => {
        this.#send({ type: 'captured', ...read }, onTaken);
      });
      this.#quitStreams.push(() => microphone.quit());
      this.#capture.run().catch(die);
      microphone.start();
    }
    this.#send({
      type: 'opened',
      ...(microphone && { input: microphone.deviceName }),
      ...(speaker && { output: speaker.deviceName }),
      ...(missing && { missing }),
    });
    this.#report();
  }

  async #openBoth({ input, output, periodMs, allowMissing }: OpenMessage): Promise<Opened> {
    const isBoth = input !== undefined && output !== undefined;
    let missing: AudioRefusal | undefined;
    const unlessMissing = async <T>(
      request: DeviceRequest | undefined,
      open: (request: DeviceRequest) => T | Promise<T>,
    ): Promise<T | undefined> => {
      if (request === undefined) return undefined;
      try {
        return await open(request);
      } catch (error) {
        const isOptional = isBoth && allowMissing && request.device === 'default';
        if (missing !== undefined || !isOptional) throw error;
        missing = refusalOf(error);
        return undefined;
      }
    };
    const speaker = await unlessMissing(output, (request) =>
      this.#backend.openOutput({ ...request, periodMs }),
    );
    const microphone = await unlessMissing(input, (request) =>
      this.#backend.openInput({ ...request, periodMs }),
    );
    return {
      ...(speaker && { speaker }),
      ...(microphone && { microphone }),
      ...(missing && { missing }),
    };
  }

  #play(
    speaker: OutputStream,
    { rateHz }: DeviceRequest,
    { periodMs, depthMs }: OpenMessage,
  ): void {
    const options = { rateHz, periodMs, ...(depthMs !== undefined && { depthMs }) };
    this.#outputRateHz = rateHz;
    this.#playback = new PlaybackPump(speaker, options, {
      played: (frame) => {
        this.#send({ type: 'played', frame });
      },
      flushed: (flush) => {
        this.#send({ type: 'flushed', ...flush });
      },
      tick: (atMs) => {
        // The first frames fill the device, which may still be waking up.
        this.#tickedMs ??= atMs;
        if (atMs - this.#tickedMs < tickIntervalMs) return;
        this.#tickedMs = atMs;
        this.#send({ type: 'tick', atMs });
      },
      tooFast: () => {
        this.#send({ type: 'too-fast' });
      },
    });
    this.#quitStreams.push(() => speaker.quit());
    // PortAudio asks for audio inside `start` and blocks until it gets some: the pump must be running by then.
    this.#playback.run().catch(die);
    speaker.start();
  }

  #report(): void {
    watchLoopLag(stateIntervalMs, (loopLagMs) => {
      const underrunAtMs = this.#playback?.underrunAtMs;
      this.#send({
        type: 'state',
        counters: {
          droppedCaptureFrames: this.#capture?.droppedFrames ?? 0,
          droppedPlaybackSamples: this.#playback?.playout.droppedSamples ?? 0,
          underruns: this.#playback?.underruns ?? 0,
          ...(underrunAtMs !== undefined && { underrunAtMs }),
        },
        health: { ...this.#health(), loopLagMs },
      });
    });
  }

  #health(): Omit<HostHealth, 'loopLagMs'> {
    const playback = this.#playback;
    const microphoneDriftPpm = this.#capture?.driftPpm;
    const speakerDriftPpm = playback?.driftPpm;
    return {
      ...(microphoneDriftPpm !== undefined && { microphoneDriftPpm }),
      ...(speakerDriftPpm !== undefined && { speakerDriftPpm }),
      ...(playback && {
        deviceDepthMs: playback.meanDepthMs,
        preBufferMs: samplesToMs(playback.playout.preBufferSamples, this.#outputRateHz),
      }),
    };
  }

  #send(message: HostMessage, onTaken: () => void = () => undefined): void {
    if (!process.connected || process.send === undefined) return;
    this.#waiting += 1;
    if (this.#waiting > maxWaitingMessages) die();
    process.send(message, undefined, undefined, () => {
      this.#waiting -= 1;
      onTaken();
    });
  }

  async #close(): Promise<void> {
    this.#capture?.stop();
    this.#playback?.stop();
    const deadline = setTimeout(die, quitDeadlineMs);
    await Promise.allSettled(this.#quitStreams.map((quit) => quit()));
    clearTimeout(deadline);
    die();
  }
}

/**
 * Runs this process as an audio host: obeys the program that forked it and dies with it. Ignores Ctrl-C, which reaches
 * every process of a terminal: the program decides what it means.
 */
export function runHost(backend: AudioBackend): void {
  const host = new Host(backend);
  process.on('disconnect', die);
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.on('message', (message: unknown) => {
    if (isParentMessage(message)) host.handle(message);
  });
}
