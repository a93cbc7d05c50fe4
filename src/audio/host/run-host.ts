import { messageOf } from '../../shared/errors.js';
import { SoundRefusedError } from '../sound-errors.js';
import type { SoundRefusal } from '../sound-errors.js';
import { Capture } from './capture.js';
import { isParentMessage } from './messages.js';
import type { HostMessage, ParentMessage } from './messages.js';
import { Playback } from './playback.js';
import type { SoundBackend } from './sound-backend.js';

type OpenOrder = Extract<ParentMessage, { type: 'open' }>;

/** Messages waiting for a program that reads nothing; about 30 s of them, then it is as good as gone. */
const mostWaiting = 3000;
/** Ticks come with every frame; the program needs to hear of one in five. */
const framesPerTick = 5;
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

class Host {
  readonly #backend: SoundBackend;
  #capture: Capture | undefined;
  #playback: Playback | undefined;
  #quitStreams: (() => Promise<void>)[] = [];
  #waiting = 0;
  #frames = 0;

  constructor(backend: SoundBackend) {
    this.#backend = backend;
  }

  handle(message: ParentMessage): void {
    switch (message.type) {
      case 'list':
        this.#try(() => {
          this.#send({ type: 'devices', devices: this.#backend.devices() });
        });
        return;
      case 'open':
        this.#try(() => {
          this.#open(message);
        });
        return;
      case 'play':
        this.#playback?.queue.push(message.itemId, message.contentIndex, message.samples);
        return;
      case 'finish':
        this.#playback?.queue.finish(message.itemId, message.contentIndex);
        return;
      case 'flush': {
        const items = this.#playback?.queue.flush() ?? [];
        this.#send({ type: 'flushed', flushId: message.flushId, items });
        return;
      }
      case 'mute':
        if (this.#playback) this.#playback.queue.muted = message.muted;
        return;
      case 'close':
        void this.#close();
        return;
    }
  }

  #try(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#send({ type: 'refused', refusal: refusalOf(error) });
    }
  }

  #open({ input, output, periodMs }: OpenOrder): void {
    const speaker = output && this.#backend.openOutput({ ...output, periodMs });
    const microphone = input && this.#backend.openInput({ ...input, periodMs });
    if (speaker !== undefined && output !== undefined) {
      this.#playback = new Playback(speaker, output.rateHz, periodMs, {
        heard: (frame) => {
          this.#send({ type: 'heard', frame });
        },
        tick: () => {
          this.#tick();
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
    });
  }

  #tick(): void {
    this.#frames += 1;
    if (this.#frames % framesPerTick !== 0) return;
    this.#send({
      type: 'tick',
      counters: {
        droppedCaptureFrames: this.#capture?.droppedFrames ?? 0,
        droppedPlaybackSamples: this.#playback?.queue.droppedSamples ?? 0,
        underruns: this.#playback?.queue.underruns ?? 0,
      },
    });
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
