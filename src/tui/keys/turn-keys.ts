import { eventOfTurn, isTurn, turnOfEvent } from '../../session/log/log-turns.js';
import type { TranscriptEntry } from '../../session/state.js';
import { shownLog } from '../layout/event-log.js';
import { scroll, type Motion } from './navigate.js';
import type { KeyContext } from './key-context.js';
import { modeOf, type UiState } from '../ui-state.js';

/** Turns that a page key moves by. */
const pageTurns = 5;

/** To the transcript: at the turn of the event under the log's cursor, else at the newest turn that can be seen. */
export function selectTurn(ui: UiState, context: KeyContext): UiState {
  const turn = modeOf(ui, context.state) === 'log' ? turnUnder(ui, context) : seenTurn(ui, context);
  return turn === undefined
    ? { ...ui, hint: 'There is no turn yet.' }
    : { ...ui, focus: 'transcript', turn: turn.key, selected: undefined };
}

function turnUnder(ui: UiState, { state }: KeyContext): TranscriptEntry | undefined {
  const entries = shownLog(state.log, ui);
  const event = entries.find(({ sequence }) => sequence === ui.selected) ?? entries.at(-1);
  return event === undefined
    ? state.transcript.findLast(isTurn)
    : turnOfEvent(state.transcript, event);
}

function seenTurn(ui: UiState, { state, limits }: KeyContext): TranscriptEntry | undefined {
  const turns = state.transcript.filter(isTurn);
  const seenAtMs = ui.transcriptScroll > 0 ? limits.seenAtMs : undefined;
  const seen = turns.findLast((turn) => turn.atMs <= (seenAtMs ?? Number.POSITIVE_INFINITY));
  return seen ?? turns[0];
}

/** Moves from turn to turn. */
export function moveTurn(ui: UiState, motion: Motion, { state }: KeyContext): UiState {
  const turns = state.transcript.filter(isTurn);
  const known = turns.findIndex(({ key }) => key === ui.turn);
  const max = Math.max(0, turns.length - 1);
  const next = scroll(known < 0 ? max : known, motion, { max, page: pageTurns, from: 'top' });
  return { ...ui, turn: turns[next]?.key };
}

/** From the selected turn to its first event in the log. */
export function toEvents(ui: UiState, { state }: KeyContext): UiState {
  const turn = state.transcript.find(({ key }) => key === ui.turn);
  const event = turn && eventOfTurn(state.log, turn);
  if (event === undefined) return { ...ui, hint: 'The events of this turn are no longer kept.' };
  // The filter may hide the event: the next one that is shown stands for it.
  const shown = shownLog(state.log, ui).find(({ sequence }) => sequence >= event.sequence);
  return { ...ui, focus: 'log', panel: 'log', selected: (shown ?? event).sequence };
}
