import type { SessionState } from '../state.js';
import type { Step } from '../step.js';
import { noEffects } from '../step.js';
import { addNotice } from '../log/transcript.js';
import { heardMs } from '../units.js';

/** One figure about the sound, in words. */
interface HealthFigure {
  readonly words: string;
  /** Something was lost: worth a warning. */
  readonly isLoss: boolean;
}

/** The figures of one part of the sound path. */
export interface HealthGroup {
  readonly of: 'mic' | 'spk' | 'host';
  readonly figures: readonly HealthFigure[];
}

function drift(ppm: number): string {
  const rounded = Math.round(ppm);
  const sign = rounded > 0 ? '+' : rounded < 0 ? '−' : '';
  return `drift ${sign}${Math.abs(rounded)} ppm`;
}

/** A figure of the devices, once it is known. */
function known(
  value: number | undefined,
  words: (value: number) => string,
): readonly HealthFigure[] {
  return value === undefined ? [] : [{ words: words(value), isLoss: false }];
}

function counted(count: number, words: string): HealthFigure {
  return { words: `${count} ${words}`, isLoss: count > 0 };
}

const ms =
  (what: string) =>
  (value: number): string =>
    `${what} ${Math.round(value)} ms`;

/**
 * The health of the sound: device clocks against the machine's, delays and all losses, zeros included. Empty in a
 * session without sound.
 */
export function healthFigures({
  options,
  playback,
  counters,
}: SessionState): readonly HealthGroup[] {
  if (options.mode === 'text') return [];
  const { health } = playback;
  const notSentMs = heardMs(counters.droppedAppendSamples, options.inputRateHz);
  const notPlayedMs = heardMs(counters.droppedPlaybackSamples, options.outputRateHz);
  return [
    {
      of: 'mic',
      figures: [
        ...known(health?.microphoneDriftPpm, drift),
        ...known(health?.captureLagMs, ms('lag')),
        counted(counters.droppedCaptureFrames, 'frames dropped'),
        counted(notSentMs, 'ms not sent'),
      ],
    },
    {
      of: 'spk',
      figures: [
        ...known(health?.speakerDriftPpm, drift),
        ...known(health?.deviceDepthMs, ms('depth')),
        ...known(health?.preBufferMs, ms('pre-buffer')),
        counted(notPlayedMs, 'ms dropped'),
        counted(counters.underruns, counters.underruns === 1 ? 'underrun' : 'underruns'),
      ],
    },
    {
      of: 'host',
      figures: [
        ...known(health?.hostLagMs, ms('lag')),
        counted(counters.restarts, counters.restarts === 1 ? 'restart' : 'restarts'),
      ],
    },
  ];
}

/** Events that were not understood, not used or are no longer listed, zeros included. */
function eventWords(state: SessionState): string {
  const { counters, response, logDropped, transcriptDropped, overflows } = state;
  return [
    `${counters.unknownEvents} unknown`,
    `${counters.malformedEvents} malformed`,
    `${response.droppedLateDeltas} late deltas dropped`,
    `${response.droppedHeld} held events dropped`,
    `${logDropped} oldest lines dropped`,
    `${transcriptDropped} oldest entries dropped`,
    ...Object.entries(overflows ?? {}).map(([what, count]) => `${count} ${what} not kept`),
  ].join(' · ');
}

/** Shows the health of sound and events in the transcript, e.g. `mic   drift +12 ppm · lag 3 ms`. */
export function tellHealth(state: SessionState): Step {
  const groups = healthFigures(state);
  const sound = groups.map(
    ({ of, figures }) => `${of.padEnd(4)}  ${figures.map(({ words }) => words).join(' · ')}`,
  );
  const lines = sound.length === 0 ? ['This session has no audio.'] : sound;
  return noEffects(addNotice(state, 'info', [...lines, `log   ${eventWords(state)}`].join('\n')));
}
