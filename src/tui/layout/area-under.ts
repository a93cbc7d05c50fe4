import type { Place, ShownArea } from '../keys/key-context.js';
import { arrange } from './arrangement.js';
import { visibleLog } from './panel.js';
import type { Scene } from './scene.js';
import { transcriptView } from './transcript-view.js';

/** What is shown in a cell of the screen; undefined for header, rules, status and the rest. */
export function areaUnder(scene: Scene, { row, column }: Place): ShownArea | undefined {
  const { isSmall, isCovered, middle, transcript, inspector, panel, divider } = arrange(scene);
  const top = isSmall ? 1 : 2;
  if (row < top || row >= top + middle.rows) return undefined;
  if (isCovered) return { area: 'overlay' };
  const line = row - top;
  if (line < transcript.rows && column < transcript.columns)
    return { area: 'transcript', turn: transcriptView(scene).keys[line] };
  if (inspector && line > transcript.rows && column < inspector.columns) return { area: 'overlay' };
  if (panel === undefined) return undefined;
  const panelTop = divider === undefined ? transcript.rows + panel.titleRows : 0;
  const panelLeft = divider === undefined ? 0 : divider + 2;
  if (line < panelTop || column < panelLeft) return undefined;
  if (panel.kind !== 'log') return { area: 'panel' };
  return { area: 'log', selected: visibleLog(scene)[line - panelTop]?.sequence };
}
