import { messageOf } from '../../shared/errors.js';
import { SoundRefusedError } from '../kernel/audio-errors.js';
import type { SoundRefusal } from '../kernel/audio-errors.js';
import { Capture } from './capture-pump.js';
import { watchLoopLag } from './loop-lag.js';
import { isParentMessage } from './host-messages.js';
import type { HostHealth, HostMessage, ParentMessage, StreamOrder } from './host-messages.js';
import { Playback } from './playback-pump.js';
import type { InputStream, OutputStream, SoundBackend } from './audio-backend.js';
import { samplesToMs } from '../pure/pcm.js';

type OpenOrder = Extract<ParentMessage, { type: 'open' }>;

/** Messages waiting for a program that reads nothing; about 30 s of them, then it is as good as gone. */
const mostWaiting = 3000;
/** Ticks come with every frame; the program needs to hear of one in five. */
const framesPerTick = 5;
const stateIntervalMs = 200;
/** A device that died never ends its stream. */
const quitDeadlineMs = 800;

/** `process.exit` hangs when PortAudio waits for a device that is gone; this never does. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

function refusalOf(error: unknown): SoundRefusal {
  if (error instanceof SoundRefusedError) return error.refusal;
  return {
    code: 'audio-device-failed',
    sentence: `sound cannot be opened: ${messageOf(error)}`,
    hint: 'voicelive devices lists what there is; --mic and --speaker choose',
  };
}

interface Opened {
  readonly speaker?: OutputStream;
  readonly microphone?: InputStream;
  readonly lacking?: SoundRefusal;
}

class Host {
  readonly #backend: SoundBackend;
  #capture: Capture | undefined;
  #playback: Playback | undefined;
  #outputRateHz = 0;
  #quitStreams: (() => Promise<void>)[] = [];
  #waiting = 0;
  #frames = 0;

  constructor(backend: SoundBackend) {
    this.#backend = backend;
  }

  handle(message: ParentMessage): void {
    switch (message.type) {
      case 'list':
        void this.#try(() => {
          this.#send({ type: 'devices', devices: this.#backend.devices() });
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
      case 'flush': {
        const items = this.#playback?.flush() ?? [];
        this.#send({ type: 'flushed', flushId: message.flushId, items });
        return;
      }
      case 'mute':
        if (this.#playback) this.#playback.playout.muted = message.muted;
        return;
      case 'close':
        void this.#close();
        return;
    }
  }

  async #try(action: () => void | Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#send({ type: 'refused', refusal: refusalOf(error) });
    }
  }

  async #open(order: OpenOrder): Promise<void> {
    const { input, output } = order;
    const { speaker, microphone, lacking } = await this.#openBoth(order);
    if (speaker !== undefined && output !== undefined) this.#play(speaker, output, order);
    if (microphone !== undefined && input !== undefined) {
      this.#capture = new Capture(microphone, input.rateHz, (frame, onTaken) => {
        this.#send({ type: 'captured', frame }, onTaken);
      });
      this.#quitStreams.push(() => microphone.quit());
      this.#capture.run().catch(die);
      microphone.start();
    }
    this.#send({
      type: 'opened',
      ...(microphone && { input: microphone.deviceName }),
      ...(speaker && { output: speaker.deviceName }),
      ...(lacking && { lacking }),
    });
    this.#report();
  }

  async #openBoth({ input, output, periodMs, mayLack }: OpenOrder): Promise<Opened> {
    const isBoth = input !== undefined && output !== undefined;
    let lacking: SoundRefusal | undefined;
    const unlessLacking = async <T>(
      order: StreamOrder | undefined,
      open: (order: StreamOrder) => T | Promise<T>,
    ): Promise<T | undefined> => {
      if (order === undefined) return undefined;
      try {
        return await open(order);
      } catch (error) {
        const isLeftOut = lacking === undefined && isBoth && mayLack && order.device === 'default';
        if (!isLeftOut) throw error;
        lacking = refusalOf(error);
        return undefined;
      }
    };
    const speaker = await unlessLacking(output, (order) =>
      this.#backend.openOutput({ ...order, periodMs }),
    );
    const microphone = await unlessLacking(input, (order) =>
      this.#backend.openInput({ ...order, periodMs }),
    );
    return {
      ...(speaker && { speaker }),
      ...(microphone && { microphone }),
      ...(lacking && { lacking }),
    };
  }

  #play(speaker: OutputStream, { rateHz }: StreamOrder, { periodMs, depthMs }: OpenOrder): void {
    const options = { rateHz, periodMs, ...(depthMs !== undefined && { depthMs }) };
    this.#outputRateHz = rateHz;
    this.#playback = new Playback(speaker, options, {
      heard: (frame) => {
        this.#send({ type: 'heard', frame });
      },
      tick: (atMs) => {
        this.#frames += 1;
        if (this.#frames % framesPerTick === 0) this.#send({ type: 'tick', atMs });
      },
      racing: () => {
        this.#send({ type: 'racing' });
      },
    });
    this.#quitStreams.push(() => speaker.quit());
    // PortAudio asks for sound inside `start` and blocks until it gets some: the pump must run before.
    this.#playback.run().catch(die);
    speaker.start();
  }

  #report(): void {
    watchLoopLag(stateIntervalMs, (loopLagMs) => {
      this.#send({
        type: 'state',
        counters: {
          droppedCaptureFrames: this.#capture?.droppedFrames ?? 0,
          droppedPlaybackSamples: this.#playback?.playout.droppedSamples ?? 0,
          underruns: this.#playback?.playout.underruns ?? 0,
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
        deviceDepthMs: playback.depthMs,
        preBufferMs: samplesToMs(playback.playout.preBufferSamples, this.#outputRateHz),
      }),
    };
  }

  #send(message: HostMessage, onTaken: () => void = () => undefined): void {
    if (!process.connected || process.send === undefined) return;
    this.#waiting += 1;
    if (this.#waiting > mostWaiting) die();
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
 * Runs this process as an audio host: takes orders from the program that forked it and dies with it. Ctrl-C reaches
 * every process of a terminal; the program decides what it means.
 */
export function runHost(backend: SoundBackend): void {
  const host = new Host(backend);
  process.on('disconnect', die);
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.on('message', (message: unknown) => {
    if (isParentMessage(message)) host.handle(message);
  });
}
