import {
  cost,
  isMicrophoneOpen,
  lastAnswerMs,
  losses,
  totalTokens,
} from '../../session/selectors.js';
import { tightestLimit } from '../../session/tools/remote.js';
import { meterLevels } from '../../session/playback/levels.js';
import { mouth, type Mouth } from '../../session/playback/speech-marks.js';
import type { SessionState } from '../../session/state.js';
import { sanitise } from '../../shared/sanitise.js';
import { duration, estimatedUsd, shortCount } from '../text/format.js';
import { clipRow, rowWidth, span, type Row } from '../text/rows.js';
import { activityLabel } from './activity-label.js';
import { arrange } from './arrangement.js';
import { contextWords, percentileWords, replyWords } from './figures.js';
import { meter } from './meter.js';
import type { Scene } from './scene.js';

function meterParts(state: SessionState): readonly Row[] {
  if (state.options.mode === 'text' || state.connection.phase === 'closed') return [];
  const { playback } = state;
  if (playback.lost !== undefined) return [[span(`no audio: ${sanitise(playback.lost)}`, 'error')]];
  return [
    playback.microphoneMuted
      ? [span('mic muted', 'warning')]
      : [
          // A sign marks a live microphone, not colour alone.
          ...(isMicrophoneOpen(state) && state.options.noMicrophone === undefined
            ? [span('mic', 'dim'), span('●', 'live')]
            : [span('mic ', 'dim')]),
          ...meter(meterLevels(state, 'microphoneDb')),
        ],
    playback.speakerMuted
      ? [span('spk muted', 'warning')]
      : [span('spk ', 'dim'), ...meter(meterLevels(state, 'speakerDb'))],
  ];
}

/** A mouth of three cells that follows the visemes being played; empty when the service sends none. */
function mouthPart(state: SessionState): Row {
  const shape = mouth(state);
  return shape === undefined ? [] : [span(` ${mouths[shape]}`, 'assistant')];
}

const mouths: Readonly<Record<Mouth, string>> = {
  closed: '(-)',
  narrow: '(=)',
  open: '(o)',
  wide: '(O)',
  round: '(°)',
};

/** From this width on the cost estimate shows the date of its prices. */
const datedWidth = 110;

function figureParts(scene: Scene): readonly Row[] {
  const { state, size } = scene;
  const parts: Row[] = [];
  // Figures on latency are not shown twice.
  const showsLatency = arrange(scene).lastTurn === undefined;
  const answer = lastAnswerMs(state);
  if (answer !== undefined && showsLatency) parts.push([span(`turn ${duration(answer)}`)]);
  const { input, output } = totalTokens(state);
  if (input + output > 0) parts.push([span(`${shortCount(input)} in ${shortCount(output)} out`)]);
  const spent = cost(state);
  if (spent !== undefined) {
    parts.push([span(estimatedUsd(spent.usd))]);
    if (size.columns >= datedWidth) parts.push([span(`prices of ${spent.asOf}`, 'dim')]);
  }
  const limit = tightestLimit(state);
  if (limit !== undefined && limit.remaining < limit.limit) {
    const left = `${shortCount(limit.remaining)} ${sanitise(limit.name)} left`;
    const tight = limit.remaining * 10 < limit.limit;
    parts.push([span(left, tight ? 'warning' : 'dim')]);
  }
  const { avatar } = state.remote;
  if (avatar.phase !== 'none') parts.push([span(`avatar ${avatar.phase}`, 'dim')]);
  for (const loss of losses(state)) {
    parts.push([span(`${shortCount(loss.count)} ${loss.what}`, 'warning')]);
  }
  for (const words of [
    showsLatency ? percentileWords(state) : undefined,
    replyWords(state),
    contextWords(state),
  ])
    if (words !== undefined) parts.push([span(words, 'dim')]);
  return parts;
}

/** The status line: activity, levels, latency, tokens, cost, losses, in that order, as many as fit. */
export function statusRow(scene: Scene, width: number): Row {
  const { state } = scene;
  const first: Row = [span(' '), activityLabel(state), ...mouthPart(state)];
  const parts = [...meterParts(state), ...figureParts(scene)];
  let row = clipRow(first, width);
  for (const part of parts) {
    const next: Row = [...row, span('  '), ...part];
    if (rowWidth(next) > width) continue;
    row = next;
  }
  return row;
}
