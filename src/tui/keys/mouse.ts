import { isTurn } from '../../session/log/log-turns.js';
import { shownLog } from '../shown-log.js';
import { areaOf, modeOf, type UiState } from '../ui-state.js';
import { isAsking } from './conditions.js';
import type { KeyContext, Place, ShownArea } from './key-context.js';
import { uiOnly, type KeyResult } from './key-result.js';
import { moveInLog, openEvent } from './log-keys.js';
import { moved } from './motion.js';
import { scroll } from './scroll-keys.js';
import { toEvents } from './transcript-keys.js';

/** Lines that a notch of the wheel moves. */
const wheelLines = 3;

interface Notch extends Place {
  readonly direction: 'up' | 'down';
}

/** The wheel scrolls what is under the pointer; the focus and what is selected elsewhere stay. */
export function turnWheel(ui: UiState, notch: Notch, context: KeyContext): UiState {
  const under = context.limits.under?.(notch);
  let next = ui;
  for (let line = 0; line < wheelLines; line += 1) next = turned(next, under, notch, context);
  return next;
}

function turned(
  ui: UiState,
  under: ShownArea | undefined,
  { direction }: Notch,
  context: KeyContext,
): UiState {
  switch (under?.area) {
    case 'transcript': {
      const { transcriptScroll: max, page, transcriptAt } = context.limits;
      // The window may have followed the cursor to elsewhere than where it was scrolled to.
      const isFree = ui.lookedAwayFrom === ui.turn;
      const from = isFree ? ui.transcriptScroll : (transcriptAt ?? ui.transcriptScroll);
      const transcriptScroll = moved(from, direction, { max, page, from: 'bottom' });
      return { ...ui, transcriptScroll, lookedAwayFrom: ui.turn };
    }
    case 'log':
      return areaOf(ui) === 'log'
        ? moveInLog(ui, direction, context)
        : scrollLog(ui, direction, context);
    case 'panel':
    case 'overlay': {
      const { panelScroll: max, page } = context.limits;
      const position = moved(ui.panelScroll, direction, { max, page, from: 'top' });
      return { ...ui, panelScroll: position };
    }
    case undefined:
      return scroll(ui, direction, context);
  }
}

/** Moves the end of a log that does not have the focus; at the newest entry it follows again. */
function scrollLog(ui: UiState, direction: 'up' | 'down', { state, limits }: KeyContext): UiState {
  const entries = shownLog(state.log, ui);
  const newest = entries.length - 1;
  const known = entries.findIndex((entry) => entry.sequence === ui.logEnd);
  // A full window stays full.
  const oldest = Math.min(newest, Math.max(0, (limits.logRows ?? 1) - 1));
  const from = known < 0 ? newest : known;
  const next = Math.max(oldest, Math.min(newest, from + (direction === 'up' ? -1 : 1)));
  return { ...ui, logEnd: next >= newest ? undefined : entries[next]?.sequence };
}

/** A click selects a turn or an event; a second one goes to the events of the turn, or opens the event. */
export function click(ui: UiState, place: Place, context: KeyContext): KeyResult {
  const under = context.limits.under?.(place);
  // A question keeps the focus until it is answered.
  if (isAsking(context.state)) return uiOnly(ui);
  switch (under?.area) {
    case 'transcript':
      return clickTurn(ui, under.turn, context);
    case 'log':
      return clickEvent(ui, under.selected, context);
    case 'panel':
    case 'overlay':
    case undefined:
      return uiOnly(ui);
  }
}

function clickTurn(ui: UiState, turn: string | undefined, context: KeyContext): KeyResult {
  const entry = context.state.transcript.find(({ key }) => key === turn);
  if (entry === undefined || !isTurn(entry)) return uiOnly(ui);
  const isSecond = modeOf(ui, context.state) === 'transcript' && ui.turn === turn;
  return isSecond
    ? toEvents(ui, context)
    : uiOnly({ ...ui, overlay: { kind: 'none' }, focus: 'transcript', turn, selected: undefined });
}

function clickEvent(ui: UiState, selected: number | undefined, { state }: KeyContext): KeyResult {
  if (selected === undefined) return uiOnly(ui);
  // An event that is shown beside the log makes way for the other one.
  if (ui.overlay.kind === 'event') return openEvent({ ...ui, focus: 'log', selected });
  const isSecond = modeOf(ui, state) === 'log' && ui.selected === selected;
  return isSecond
    ? openEvent(ui)
    : uiOnly({ ...ui, focus: 'log', panel: 'log', selected, turn: undefined, logEnd: undefined });
}
