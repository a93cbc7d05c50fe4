import type { SessionState } from '../../session/state.js';
import { modeOf, type UiState } from '../ui-state.js';
import { approvalKeys } from './approval-keys.js';
import { copyKeys } from './copy-keys.js';
import { filterKeys } from './filter-keys.js';
import { helpKeys } from './help-keys.js';
import { inspectorKeys } from './inspector-keys.js';
import { keysOf, type KeyRow } from './key-row.js';
import { leaveKeys } from './leave-keys.js';
import { logKeys } from './log-keys.js';
import { paletteKeys } from './palette-keys.js';
import { replayKeys } from './replay-keys.js';
import { scrollKeys } from './scroll-keys.js';
import { searchKeys } from './search-keys.js';
import { talkingKeys } from './talking-keys.js';
import { textBoxKeys } from './text-box-keys.js';
import { transcriptKeys } from './transcript-keys.js';

/** Every key, in order of precedence. Input, footer, help and documentation all derive from it. */
export const keyTable: readonly KeyRow[] = [
  ...replayKeys,
  ...live(approvalKeys),
  ...live(talkingKeys),
  ...live(paletteKeys),
  ...searchKeys,
  ...live(textBoxKeys),
  ...logKeys,
  ...filterKeys,
  ...transcriptKeys,
  ...copyKeys,
  ...inspectorKeys,
  ...scrollKeys,
  ...helpKeys,
  ...leaveKeys,
];

/** Rows that act on a session. */
function live(rows: readonly KeyRow[]): readonly KeyRow[] {
  return rows.map((row) => ({ ...row, where: 'live' }));
}

/** Whether a row belongs to what is on the screen: a session or a replay. */
export function isOf({ where }: KeyRow, isReplay: boolean): boolean {
  return where === undefined || (where === 'replay') === isReplay;
}

/** The rows whose keys work now; a row whose keys mean something else now is left out. */
export function activeRows(ui: UiState, state: SessionState): readonly KeyRow[] {
  const mode = modeOf(ui, state);
  const isReplay = ui.replay !== undefined;
  const taken = new Set<string>();
  return keyTable.filter((row) => {
    if (!isOf(row, isReplay) || !row.modes.includes(mode) || row.when?.(state, ui) === false)
      return false;
    const keys = keysOf(row, ui);
    if (keys.every((key) => taken.has(key))) return false;
    for (const key of keys) taken.add(key);
    return true;
  });
}
