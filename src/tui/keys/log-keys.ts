import { neighbouringTurn } from '../../session/log/log-turns.js';
import type { SessionState } from '../../session/state.js';
import { shownLog } from '../shown-log.js';
import type { UiState } from '../ui-state.js';
import { hasSound, isPanelFree } from './conditions.js';
import type { KeyContext } from './key-context.js';
import { uiOnly, type KeyResult } from './key-result.js';
import type { KeyRow } from './key-row.js';
import { moved, type Motion } from './motion.js';

/** The keys of the event log and of what takes its place beside the transcript. */
export const logKeys: readonly KeyRow[] = [
  {
    keys: ['e'],
    does: 'events',
    about: 'focus the event log',
    modes: ['session', 'transcript'],
    when: isPanelFree,
    footer: () => 22,
    run: (ui, context) => uiOnly(focusLog(ui, context)),
  },
  {
    keys: ['l'],
    does: (state, ui) => {
      const next = nextPanel(ui, state);
      return next === 'log' ? 'events' : next;
    },
    about:
      'show latency, tokens and who spoke when instead of the event log; again: audio health; again: the log',
    modes: ['session', 'transcript', 'log'],
    when: isPanelFree,
    footer: () => 33,
    run: (ui, { state }) =>
      uiOnly({
        ...ui,
        panel: nextPanel(ui, state),
        focus: 'keys',
        selected: undefined,
        turn: undefined,
      }),
  },
  {
    keys: ['F'],
    does: freezeWord,
    about: 'freeze or unfreeze the event log',
    modes: ['session', 'log'],
    place: 'log',
    when: isPanelFree,
    footer: (_state, ui) => (ui.focus === 'log' || ui.frozenAt !== undefined ? 4 : undefined),
    run: freeze,
  },
  {
    keys: ['space'],
    does: freezeWord,
    about: 'freeze or unfreeze it, where Space is not push-to-talk',
    modes: ['log'],
    where: 'live',
    when: (state) => state.options.mode !== 'push-to-talk',
    run: freeze,
  },
  {
    keys: ['['],
    does: 'previous turn',
    about: 'go to the first event of the previous turn',
    modes: ['session', 'log'],
    where: 'live',
    place: 'log',
    when: isPanelFree,
    footer: (_state, ui) => (ui.focus === 'log' ? 5 : undefined),
    run: (ui, context) => uiOnly(toTurn(ui, 'before', context)),
  },
  {
    keys: [']'],
    does: 'next turn',
    about: 'go to the first event of the next turn',
    modes: ['session', 'log'],
    where: 'live',
    place: 'log',
    when: isPanelFree,
    footer: (_state, ui) => (ui.focus === 'log' ? 6 : undefined),
    run: (ui, context) => uiOnly(toTurn(ui, 'after', context)),
  },
  {
    keys: ['enter'],
    does: 'open',
    about: "open one event's JSON",
    modes: ['log'],
    footer: () => 1,
    run: openEvent,
  },
];

function freezeWord(_state: SessionState, ui: UiState): string {
  return ui.frozenAt === undefined ? 'freeze' : 'unfreeze';
}

/** The panel that `l` shows next; a session without sound has no figures of it. */
function nextPanel({ panel }: UiState, state: SessionState): UiState['panel'] {
  switch (panel) {
    case 'log':
      return 'latency';
    case 'latency':
      return hasSound(state) ? 'sound' : 'log';
    case 'sound':
      return 'log';
  }
}

/** To the end of the event log or, if the transcript is scrolled up, to where its visible part began. */
function focusLog(ui: UiState, { state, limits }: KeyContext): UiState {
  const entries = shownLog(state.log, ui);
  const seenAtMs = ui.transcriptScroll > 0 ? limits.seenAtMs : undefined;
  const there =
    seenAtMs === undefined ? undefined : entries.find((entry) => entry.atMs >= seenAtMs);
  const selected = (there ?? entries.at(-1))?.sequence;
  return { ...ui, focus: 'log', panel: 'log', selected, turn: undefined, logEnd: undefined };
}

function freeze(ui: UiState, { state }: KeyContext): KeyResult {
  const frozenAt = ui.frozenAt === undefined ? (state.log.at(-1)?.sequence ?? 0) : undefined;
  return uiOnly({ ...ui, frozenAt, panel: 'log' });
}

/** To the first event of the previous or next turn. */
function toTurn(ui: UiState, direction: 'before' | 'after', context: KeyContext): UiState {
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
      hint: direction === 'before' ? 'There is no previous turn.' : 'There is no next turn.',
    };
  }
  const shown = shownLog(context.state.log, ui).find((entry) => entry.sequence >= turn.sequence);
  return { ...focused, selected: (shown ?? turn).sequence };
}

/** Opens the event under the log's cursor. */
export function openEvent(ui: UiState): KeyResult {
  if (ui.selected === undefined) return uiOnly(ui);
  const overlay = { kind: 'event', sequence: ui.selected } as const;
  return uiOnly({ ...ui, overlay, panelScroll: 0, folded: [] });
}

/** Moves the log's cursor among the entries that the filter lets through. */
export function moveInLog(ui: UiState, motion: Motion, { state, limits }: KeyContext): UiState {
  const entries = shownLog(state.log, ui);
  const known = entries.findIndex((entry) => entry.sequence === ui.selected);
  const at = known < 0 ? entries.length - 1 : known;
  const max = Math.max(0, entries.length - 1);
  const next = moved(at, motion, { max, page: limits.page, from: 'top' });
  return { ...ui, selected: entries[next]?.sequence };
}
