import { eventOfTurn, isTurn, turnOfEvent } from '../../session/log/log-turns.js';
import type { SessionState, TranscriptEntry } from '../../session/state.js';
import { shownLog } from '../shown-log.js';
import { modeOf, type UiState } from '../ui-state.js';
import { isPanelFree } from './conditions.js';
import type { KeyContext } from './key-context.js';
import { uiOnly, type KeyResult } from './key-result.js';
import type { KeyRow } from './key-row.js';
import { moved, type Motion } from './motion.js';

/** Turns that a page key moves by. */
const pageTurns = 5;

/** The keys that select a turn of the transcript and lead to its events. */
export const transcriptKeys: readonly KeyRow[] = [
  {
    keys: ['tab'],
    does: 'turns',
    about: 'select a turn in the transcript; from the event log: the turn of the event',
    modes: ['session', 'log'],
    place: 'transcript',
    when: isPanelFree,
    footer: (_state, ui) => (ui.focus === 'log' ? 7 : 36),
    run: selectTurn,
  },
  {
    keys: ['enter', 'tab'],
    does: 'its events',
    about: "go to the selected turn's first event in the log",
    modes: ['transcript'],
    footer: () => 1,
    run: toEvents,
  },
];

/** To the transcript: at the turn of the event under the log's cursor, else at the newest visible turn. */
function selectTurn(ui: UiState, context: KeyContext): KeyResult {
  const turn = modeOf(ui, context.state) === 'log' ? turnUnder(ui, context) : seenTurn(ui, context);
  return uiOnly(
    turn === undefined
      ? { ...ui, hint: 'There is no turn yet.' }
      : { ...ui, focus: 'transcript', turn: turn.key, selected: undefined },
  );
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

/** From the selected turn to its first event in the log. */
export function toEvents(ui: UiState, { state }: KeyContext): KeyResult {
  const turn = state.transcript.find(({ key }) => key === ui.turn);
  if (turn && !isTurn(turn)) return uiOnly({ ...ui, hint: 'A notice has no events.' });
  const event = turn && eventOfTurn(state.log, turn);
  if (event === undefined) {
    return uiOnly({ ...ui, hint: 'The events of this turn are no longer kept.' });
  }
  // The filter may hide the event: the next one that is shown stands for it.
  const shown = shownLog(state.log, ui).find(({ sequence }) => sequence >= event.sequence);
  return uiOnly({ ...ui, focus: 'log', panel: 'log', selected: (shown ?? event).sequence });
}

/** Moves from turn to turn. */
export function moveInTranscript(ui: UiState, motion: Motion, { state }: KeyContext): UiState {
  const turns = state.transcript.filter(isTurn);
  const max = Math.max(0, turns.length - 1);
  const from = turnIndex(ui, motion, state) ?? max;
  const next = moved(from, motion, { max, page: pageTurns, from: 'top' });
  return { ...ui, turn: turns[next]?.key, lookedAwayFrom: undefined };
}

/** Number of the turn under the cursor; of the turn before or after a notice that a search has found. */
function turnIndex(ui: UiState, motion: Motion, { transcript }: SessionState): number | undefined {
  const at = transcript.findIndex(({ key }) => key === ui.turn);
  const entry = transcript[at];
  if (entry === undefined) return undefined;
  const before = transcript.slice(0, at).filter(isTurn).length;
  return isTurn(entry) || motion === 'up' || motion === 'page-up' ? before : before - 1;
}
