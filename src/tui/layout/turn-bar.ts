import type { TurnParts } from '../../session/metrics/turn-parts.js';
import { rowWidth, span, type Row } from '../text/rows.js';

/** Parts next to each other differ in shade, so that the bar needs no colour. */
const shades = ['█', '▒', '▓', '░'] as const;

function shade(index: number): string {
  return shades[index % shades.length] ?? '█';
}

/** The last turn in its parts: a bar, and below it what its shades mean. */
export function turnRows(turn: TurnParts, width: number): readonly Row[] {
  return [barRow(turn, width), ...legendRows(turn, width)];
}

/** Every part has at least one cell. */
function barRow({ parts }: TurnParts, width: number): Row {
  const sumMs = parts.reduce((sum, part) => sum + part.ms, 0);
  const free = Math.max(0, width - parts.length - 2);
  const cells = parts.map((part) => 1 + (sumMs === 0 ? 0 : Math.floor((part.ms / sumMs) * free)));
  return [span(' '), ...cells.map((count, index) => span(shade(index).repeat(count), 'assistant'))];
}

/** The legend of the shades, wrapped. */
function legendRows({ from, parts }: TurnParts, width: number): readonly Row[] {
  const rows: Row[] = [];
  let row: Row = [span(` ${from}`, 'dim')];
  parts.forEach(({ word, ms }, index) => {
    const piece: Row = [
      span(`  ${shade(index)} `, 'assistant'),
      span(`${word} `),
      span(String(Math.round(ms)), 'strong'),
    ];
    if (rowWidth(row) + rowWidth(piece) > width) {
      rows.push(row);
      row = [];
    }
    row = [...row, ...piece];
  });
  return [...rows, row];
}
