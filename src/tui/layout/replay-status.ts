import type { ReplayStatus } from '../../session/replay-control.js';
import { clock } from '../text/format.js';
import { span, type Row } from '../text/rows.js';

const soundWords: Readonly<Record<ReplayStatus['sound'], string>> = {
  heard: '',
  muted: ' muted',
  none: ' no sound',
};

/** Whether a replay plays, where it is and how fast; empty in a live session. */
export function replayPart(replay: ReplayStatus | undefined): Row {
  if (replay === undefined) return [];
  const { playing, positionMs, lengthMs, speed, sound, growing } = replay;
  const rate = speed === Infinity ? 'max' : `${String(speed)}×`;
  return [
    span(` ${playing ? '▶' : '⏸'} `, 'strong'),
    span(`${clock(positionMs)}/${clock(lengthMs)}`),
    span(`${growing ? ' (follows)' : ''} ${rate}${soundWords[sound]} `, 'dim'),
  ];
}
