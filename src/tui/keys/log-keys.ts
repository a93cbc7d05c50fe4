import { neighbouringTurn } from '../../session/log/log-turns.js';
import { shownLog } from '../layout/event-log.js';
import type { KeyContext } from './key-context.js';
import type { UiState } from '../ui-state.js';

/** To the event log: at its end, or, when the transcript is scrolled up, where what can be read there began. */
export function focusLog(ui: UiState, { state, limits }: KeyContext): UiState {
  const entries = shownLog(state.log, ui);
  const seenAtMs = ui.transcriptScroll > 0 ? limits.seenAtMs : undefined;
  const there =
    seenAtMs === undefined ? undefined : entries.find((entry) => entry.atMs >= seenAtMs);
  const selected = (there ?? entries.at(-1))?.sequence;
  return { ...ui, focus: 'log', panel: 'log', selected, turn: undefined };
}

/** Stops the log where it is, or lets it go on. */
export function freeze(ui: UiState, { state }: KeyContext): UiState {
  const frozenAt = ui.frozenAt === undefined ? (state.log.at(-1)?.sequence ?? 0) : undefined;
  return { ...ui, frozenAt, panel: 'log' };
}

/** To the first event of the turn before or after. */
export function toTurn(ui: UiState, direction: 'before' | 'after', context: KeyContext): UiState {
  const focused = ui.focus === 'log' ? ui : focusLog(ui, context);
  // A turn must be found also where the filter hides its first event: the next one that is shown stands for it.
  const turn = neighbouringTurn(
    shownLog(context.state.log, { ...ui, filter: { text: '' } }),
    focused.selected,
    direction,
  );
  if (turn === undefined) {
    return {
      ...focused,
      hint: direction === 'before' ? 'There is no turn before.' : 'There is no turn after.',
    };
  }
  const shown = shownLog(context.state.log, ui).find((entry) => entry.sequence >= turn.sequence);
  return { ...focused, selected: (shown ?? turn).sequence };
}
