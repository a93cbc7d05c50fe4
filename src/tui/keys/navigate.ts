import type { SessionState } from '../../session/state.js';
import { shownLog } from '../layout/event-log.js';
import type { UiState } from '../ui-state.js';

/** How a key moves a position or a cursor. */
export type Motion = 'up' | 'down' | 'page-up' | 'page-down' | 'oldest' | 'newest';

interface Area {
  readonly max: number;
  readonly page: number;
  /** Where the count starts: a panel counts from its top, the transcript from its newest line. */
  readonly from: 'top' | 'bottom';
}

/** The scroll position after a motion, within the area. */
export function scroll(position: number, motion: Motion, area: Area): number {
  const up = area.from === 'bottom' ? 1 : -1;
  const moved = ((): number => {
    switch (motion) {
      case 'up':
        return position + up;
      case 'down':
        return position - up;
      case 'page-up':
        return position + up * area.page;
      case 'page-down':
        return position - up * area.page;
      case 'oldest':
        return area.from === 'bottom' ? area.max : 0;
      case 'newest':
        return area.from === 'bottom' ? 0 : area.max;
    }
  })();
  return Math.max(0, Math.min(area.max, moved));
}

/** Moves the log's cursor among the entries that the filter lets through. */
export function moveSelection(
  ui: UiState,
  motion: Motion,
  context: { readonly state: SessionState; readonly limits: { readonly page: number } },
): UiState {
  const entries = shownLog(context.state.log, ui);
  const known = entries.findIndex((entry) => entry.sequence === ui.selected);
  const at = known < 0 ? entries.length - 1 : known;
  const max = Math.max(0, entries.length - 1);
  const next = scroll(at, motion, { max, page: context.limits.page, from: 'top' });
  return { ...ui, selected: entries[next]?.sequence };
}
