import { join } from 'node:path';
import { VoiceliveError, exitCodes, messageOf } from '../shared/errors.js';
import { samplesToMs } from '../audio/pure/pcm.js';
import type { Input } from '../session/inputs.js';
import type { RecordingOutcome } from '../session/session-output.js';
import type { SessionState } from '../session/state.js';
import {
  nodeFileSystem,
  systemClock,
  type FilePort,
  type FileSystemPort,
  type RecorderClock,
} from './disk.js';
import { EventWriter } from './event-writer.js';
import type { RecordingHeader } from './lines/header-shape.js';
import { LineFolder } from './lines/line-folder.js';
import { headerLine } from './lines/write-header.js';
import { RetryingFile } from './retrying-file.js';
import { StereoWindow } from './stereo-window.js';
import type { Recorder } from './types.js';
import { VideoFile } from './video-file.js';
import { WavTimeline, timelineRateHz } from './wav-timeline.js';
import { wavHeader } from './wav-header.js';
import { WavWriter } from './wav-writer.js';

/** Sound that waits for a disk that does not take it; 6 MB at 24 kHz. */
const windowSeconds = 60;
const closeDeadlineMs = 2000;
const closeFileDeadlineMs = 500;

export interface RecorderOptions {
  /** Where recordings are kept; made when it is not there. */
  readonly directory: string;
  /** Ends the folder's name, so that two sessions of one second do not meet. */
  readonly id: string;
  /** Without secrets, and with the options that the session's state holds. */
  readonly header: RecordingHeader;
  /** The state with which it begins, for one that is begun in the middle of a session. */
  readonly initial?: SessionState;
  /** Called when writing fails, resumes or ends; never from within a call of the recorder's methods. */
  readonly onTrouble: (sentence: string) => void;
  readonly files?: FileSystemPort;
  readonly clock?: RecorderClock;
  /** For tests: the RIFF size above which the WAV becomes RF64. */
  readonly largestRiffBytes?: number;
}

/**
 * Makes `<directory>/<UTC time>-<id>/` with `session.wav` and `events.jsonl`, both valid from the start.
 * @throws VoiceliveError `recording-not-writable`, exit code 2, when it cannot
 */
export async function openRecorder(options: RecorderOptions): Promise<Recorder> {
  const clock = options.clock ?? systemClock;
  const { initial } = options;
  const beganMs = Date.parse(options.header.startedAt) + (initial?.nowMs ?? 0);
  const began = compactTime(new Date(beganMs).toISOString());
  const path = join(options.directory, `${began}-${options.id}`);
  const { inputRateHz, outputRateHz } = options.header.options;
  const rateHz = timelineRateHz(inputRateHz, outputRateHz);
  const firstLine = Buffer.from(`${headerLine(options.header, initial)}\n`);
  const files = await createFiles(
    path,
    options.files ?? nodeFileSystem,
    wavHeader(rateHz, 0),
    firstLine,
  );

  const tell = (sentence: string): void => {
    queueMicrotask(() => {
      options.onTrouble(sentence);
    });
  };
  const window = new StereoWindow(windowSeconds * rateHz);
  const lostSound = lossOf((lost) => `${seconds(lost, rateHz)} of sound were lost`);
  const lostEvents = lossOf((lost) => `${lost} lines of the event log were lost`);
  const wavFile = new RetryingFile(files.wav, {
    name: 'session.wav',
    clock,
    onTrouble: tell,
    loss: () => lostSound(window.lostFrames),
  });
  const eventFile: RetryingFile = new RetryingFile(files.events, {
    name: 'events.jsonl',
    clock,
    onTrouble: tell,
    loss: () => lostEvents(events.lostLines),
  });
  const events: EventWriter = new EventWriter(eventFile, firstLine.length);
  const lines = new LineFolder(clock, (line, nowMs) => {
    events.append(JSON.stringify(line), nowMs);
  });
  const video = new VideoFile({
    folder: path,
    files: options.files ?? nodeFileSystem,
    clock,
    onTrouble: tell,
  });
  const wav = new WavWriter(wavFile, window, rateHz, options.largestRiffBytes);
  const timeline = new WavTimeline({
    inputRateHz,
    outputRateHz,
    originMs: clock.nowMs(),
    window,
  });

  void wav.write();
  let closing: Promise<void> | undefined;
  const close = async (last: SessionState | undefined): Promise<void> => {
    timeline.finish();
    lines.end(last);
    const deadline = new AbortController();
    const drained = Promise.all([wav.finish(), events.written(), video.written()]).then(() =>
      Promise.all([wavFile.checkDeleted(), eventFile.checkDeleted()]),
    );
    await Promise.race([drained, clock.delay(closeDeadlineMs, deadline.signal)]);
    wavFile.stop();
    events.stop();
    video.stop();
    await Promise.race([drained, clock.delay(closeFileDeadlineMs, deadline.signal)]);
    if (window.dirtyFrames > 0 || events.queuedBytes > 0 || video.queuedBytes > 0) {
      tell(
        `The recording ends early: ${seconds(window.dirtyFrames, rateHz)} of sound and ${events.queuedBytes + video.queuedBytes} bytes of events and video could not be written to ${path}.`,
      );
    }
    const closed = Promise.allSettled([wavFile.close(), events.close(), video.close()]);
    await Promise.race([closed, clock.delay(closeFileDeadlineMs, deadline.signal)]);
    deadline.abort();
  };

  const outcome = (): RecordingOutcome => {
    const lostFrames = window.lostFrames + window.dirtyFrames;
    const lostBytes = events.queuedBytes + video.queuedBytes;
    const missing = [
      ...[wavFile, eventFile]
        .filter((file) => file.deleted)
        .map((file) => `${file.name} (deleted)`),
      ...(lostFrames === 0 ? [] : [`${seconds(lostFrames, rateHz)} of sound`]),
      ...(events.lostLines === 0 ? [] : [`${events.lostLines} lines of the event log`]),
      ...(lostBytes === 0 ? [] : [`${lostBytes} bytes of events and video`]),
    ];
    const recorded = [
      ...(wavFile.deleted || wav.writtenFrames === 0
        ? []
        : [`${seconds(wav.writtenFrames, rateHz)} of sound`]),
      ...(eventFile.deleted ? [] : [`${events.writtenBytes} bytes of events`]),
    ];
    return {
      recorded: recorded.length === 0 ? 'nothing' : recorded.join(', '),
      ...(missing.length === 0 ? {} : { missing: missing.join(', ') }),
    };
  };

  return {
    name: 'recording',
    path,
    input(input: Input) {
      if (closing === undefined) lines.add(input);
    },
    microphone(samples, atMs, follows) {
      if (closing !== undefined) return 0;
      const offset = timeline.microphone(samples, atMs, follows);
      void wav.write();
      return offset;
    },
    heard(samples, atMs, follows) {
      if (closing !== undefined) return 0;
      const offset = timeline.heard(samples, atMs, follows);
      void wav.write();
      return offset;
    },
    unheard(samples) {
      if (closing !== undefined) return 0;
      const silenced = timeline.unheard(samples);
      void wav.write();
      return samplesToMs(silenced, rateHz);
    },
    video(codec, bytes) {
      if (closing === undefined) video.append(codec, bytes);
    },
    outcome,
    close(last) {
      closing ??= close(last);
      return closing;
    },
  };
}

async function createFiles(
  path: string,
  files: FileSystemPort,
  wavStart: Uint8Array,
  eventsStart: Uint8Array,
): Promise<{ readonly wav: FilePort; readonly events: FilePort }> {
  const opened: FilePort[] = [];
  let isMade = false;
  const create = async (name: string, start: Uint8Array): Promise<FilePort> => {
    const file = await files.create(join(path, name));
    opened.push(file);
    const written = await file.write(start, 0);
    if (written < start.length) throw new Error('the disk is full');
    return file;
  };
  try {
    await files.makeDirectory(path);
    isMade = true;
    return {
      wav: await create('session.wav', wavStart),
      events: await create('events.jsonl', eventsStart),
    };
  } catch (cause) {
    await Promise.allSettled(opened.map((file) => file.close()));
    // Files without a header would look like a recording.
    if (isMade) await Promise.allSettled([files.removeDirectory(path)]);
    throw new VoiceliveError(`The recording cannot be written to ${path}: ${messageOf(cause)}.`, {
      code: 'recording-not-writable',
      hint: 'Use --record DIR with a writable folder on a disk with space, or omit --record.',
      exitCode: exitCodes.usage,
      cause,
    });
  }
}

/** `2026-11-20T18:45:01.123Z` as `20261120T184501Z`. */
function compactTime(isoTime: string): string {
  return isoTime.replace(/\.\d+/, '').replace(/[-:]/g, '');
}

function seconds(frames: number, rateHz: number): string {
  return `${(samplesToMs(frames, rateHz) / 1000).toFixed(2)} s`;
}

/** Says what was lost since it was last asked. */
function lossOf(sentence: (lost: number) => string): (total: number) => string | undefined {
  let reported = 0;
  return (total) => {
    const lost = total - reported;
    reported = total;
    return lost === 0 ? undefined : sentence(lost);
  };
}
