import { healthFigures, type HealthGroup } from '../../session/commands/health.js';
import type { SessionState } from '../../session/state.js';
import { sanitise } from '../../shared/sanitise.js';
import { rowWidth, span, type Row } from '../text/rows.js';

/** The figures of one group after its name, wrapped. */
function groupRows({ of, figures }: HealthGroup, width: number): readonly Row[] {
  const rows: Row[] = [];
  let row: Row = [span(` ${of.padEnd(4)} `, 'dim')];
  const empty = rowWidth(row);
  for (const { words, isLoss } of figures) {
    const piece = span(words, isLoss ? 'warning' : 'plain');
    const joint = rowWidth(row) > empty ? [span(' · ', 'dim')] : [];
    if (joint.length > 0 && rowWidth([...row, ...joint, piece]) > width) {
      rows.push(row);
      row = [span(' '.repeat(empty)), piece];
    } else row = [...row, ...joint, piece];
  }
  return [...rows, row];
}

/** How well the sound keeps up, in place of the event log. */
export function soundPanel(
  state: SessionState,
  width: number,
): { readonly title: string; readonly rows: readonly Row[] } {
  const { lost } = state.playback;
  const trouble: readonly Row[] =
    lost === undefined ? [] : [[span(` no audio: ${sanitise(lost)}`, 'error')]];
  return {
    title: 'sound',
    rows: [...trouble, ...healthFigures(state).flatMap((group) => groupRows(group, width))],
  };
}
