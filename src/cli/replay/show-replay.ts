import { findCalibration, readCalibrations } from '../../config/files/calibration.js';
import { driveReplay } from '../../replay/drive.js';
import { LogIndex } from '../../replay/log-index.js';
import type { OpenRecording } from '../../replay/open-recording.js';
import { Player } from '../../replay/player.js';
import { ReplaySound } from '../../replay/replay-sound.js';
import { shortcomings } from '../../replay/shortcomings.js';
import { soundOnly } from '../../replay/sound-only.js';
import type { RecordedSound } from '../../replay/wav-file.js';
import { systemClock } from '../../shared/clock.js';
import { messageOf, VoiceliveError } from '../../shared/errors.js';
import { samplesToMs } from '../../audio/pure/pcm.js';
import { Cleanup } from '../session/cleanup.js';
import { openScreen } from '../terminal/full-screen.js';
import { closeBeforeExit } from '../terminal/exit-program.js';
import { watchOutsideEnd } from '../terminal/outside-end.js';
import { writeDiagnostic } from '../terminal/report.js';
import type { ReplayOptions } from './replay-options.js';

/** A WAV that ends so much earlier than the log has lost sound. */
const shortMs = 1000;

type Source = Pick<
  LogIndex,
  'start' | 'account' | 'timeline' | 'soundClock' | 'isComplete' | 'isRead' | 'step'
>;

/**
 * Shows a recorded session on the full screen until the user leaves. Gives the exit code.
 * @throws VoiceliveError exit code 2 when neither log nor sound can be used
 */
export async function showReplay(
  recording: OpenRecording,
  options: ReplayOptions,
): Promise<number> {
  const { log, sound } = recording;
  const notices: string[] = recording.missing === undefined ? [] : [recording.missing];
  const source = openSource(recording, notices);
  const { mode } = source.start.header.options;
  const plays = options.audio && sound !== undefined && mode !== 'text';
  const wavEndMs = (): number => (sound ? samplesToMs(sound.length(), sound.rateHz) : 0);
  const player = new Player({
    timeline: source.timeline,
    soundClock: source.soundClock,
    isComplete: () => source.isComplete,
    isGrowing: () => source.isRead && !source.isComplete,
    expectedEndMs: log?.lastTimeMs() ?? 0,
    wavEndMs,
    nowMs: () => systemClock.nowMs(),
    speed: options.speed,
    from: options.from,
    waitsForSound: plays,
  });
  const outside = watchOutsideEnd();
  const screen = openScreen(player, {
    theme: options.color ? options.theme : 'none',
    mouse: options.mouse,
    replay: player,
  });
  const endDriving = driveReplay({
    player,
    step: () => source.step(),
    isComplete: () => source.isComplete,
    clock: systemClock,
    onRead: () => {
      notices.push(...shortcomings(source.start, source.account));
      const soundEndMs = source.soundClock.logMsAt(wavEndMs());
      if (plays && source.isComplete && soundEndMs < source.timeline.endMs - shortMs)
        notices.push(`The sound ends ${seconds(source.timeline.endMs - soundEndMs)} early.`);
      if (notices.length > 0) player.notify(notices.join(' '));
    },
  });
  const closer = new Cleanup((text) => text, writeDiagnostic);
  closer.add(() => screen.close());
  const closed = closeBeforeExit(() => closer.close());
  if (plays) void playSound(sound, player, closer, options.speaker);
  try {
    return await Promise.race([screen.left, outside.exitCode]);
  } finally {
    endDriving();
    await closer.close();
    closed();
    outside.stop();
  }
}

/** A log that cannot be used leaves the sound. */
function openSource({ path, log, sound }: OpenRecording, notices: string[]): Source {
  try {
    if (log !== undefined) return new LogIndex(log, path, sound?.rateHz);
  } catch (thrown) {
    if (sound === undefined || !(thrown instanceof VoiceliveError)) throw thrown;
    notices.push(`${thrown.message} Only the sound is played.`);
  }
  return soundOnly(sound?.rateHz ?? 0);
}

/** Without a device the replay is silent, and says so. */
async function playSound(
  sound: RecordedSound,
  player: Player,
  closer: Cleanup,
  speaker = 'default',
): Promise<void> {
  try {
    const { createAudioEngine } = await import('../../audio/engine.js');
    const calibrations = readCalibrations(process.env);
    const engine = createAudioEngine({
      inputRateHz: sound.rateHz,
      outputRateHz: sound.rateHz,
      microphone: 'none',
      speaker,
      lowLatency: false,
      deviceDepthOf: (backend) =>
        findCalibration(calibrations, {
          microphone: 'default',
          speaker,
          backend,
          lowLatency: false,
        })?.deviceDepthMs,
    });
    // It can be closed while it opens, too.
    closer.add(() => engine.close());
    const output = new ReplaySound(engine, sound, () => systemClock.nowMs());
    await output.open(() => {
      player.soundChanged(output);
    });
  } catch (thrown) {
    player.soundFailed(`No sound: ${messageOf(thrown)}`);
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
