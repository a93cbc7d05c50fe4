import type { RecordingReport } from '../../analysis/report.js';
import { clock, duration } from '../../tui/text/format.js';
import { span, type Row } from '../../tui/text/rows.js';
import { columns, flowing, heading, seconds } from './lines.js';

/** What the samples say of either side, and what the program says of its own sound. */
export function soundRows({ sound, audioHealth }: RecordingReport, width: number): readonly Row[] {
  if (sound === undefined && audioHealth === undefined) return [];
  const rows: Row[] = [...heading('Sound')];
  if (sound !== undefined) {
    const sides = [
      ['microphone', sound.user],
      ['speaker', sound.assistant],
    ] as const;
    rows.push(
      ...columns(
        ['', 'voice', 'voice level', 'peak', 'noise', 'clipped'],
        sides.map(([name, side]) => [
          { text: name },
          { text: seconds(side.voice.reduce((sum, each) => sum + each.endMs - each.startMs, 0)) },
          { text: side.voiceDb === undefined ? '–' : decibels(side.voiceDb) },
          { text: decibels(side.peakDb) },
          { text: decibels(side.noiseDb) },
          {
            text: String(side.clippings),
            ...(side.clippings > 0 ? { style: 'warning' as const } : {}),
          },
        ]),
      ),
      [
        span(
          `  silence: ${seconds(sound.silenceAtStartMs)} at the start, ${seconds(sound.silenceAtEndMs)} at the end`,
        ),
      ],
    );
  }
  const health = healthWords(audioHealth);
  if (health.length > 0) rows.push(...flowing(health, width, 2, 'plain'));
  return rows;
}

function healthWords(health: RecordingReport['audioHealth']): readonly string[] {
  if (health === undefined) return [];
  const { deviceDepthMs, microphoneDriftPpm, speakerDriftPpm, longestHostLagMs } = health;
  const losses = [
    [health.droppedCaptureFrames, 'microphone frames lost'],
    [Math.round(health.unsentMs), 'ms of microphone audio not sent'],
    [Math.round(health.droppedPlaybackMs), 'ms of reply audio lost'],
    [health.underruns, `underruns${placesOf(health.underrunsAtMs)}`],
    [health.restarts, 'restarts of the sound devices'],
  ] as const;
  const lost = losses
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${String(count)} ${what}`);
  return [
    ...(lost.length === 0 ? ['no audio lost'] : lost),
    ...(deviceDepthMs === undefined ? [] : [`device depth ${duration(deviceDepthMs)}`]),
    ...(microphoneDriftPpm === undefined
      ? []
      : [`microphone drift ${String(Math.round(microphoneDriftPpm))} ppm`]),
    ...(speakerDriftPpm === undefined
      ? []
      : [`speaker drift ${String(Math.round(speakerDriftPpm))} ppm`]),
    ...(longestHostLagMs === undefined
      ? []
      : [`audio process held up for ${duration(longestHostLagMs)} at most`]),
  ];
}

/** Places that are named. */
const maxPlaces = 5;

function placesOf(atMs: readonly number[] = []): string {
  if (atMs.length === 0) return '';
  const rest = atMs.length > maxPlaces ? ', …' : '';
  return ` (at ${atMs
    .slice(0, maxPlaces)
    .map((each) => clock(each))
    .join(', ')}${rest})`;
}

function decibels(db: number): string {
  return `${db.toFixed(1)} dBFS`;
}
