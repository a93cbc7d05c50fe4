import { modeOf, showsQuestion, type Mode, type UiState } from '../ui-state.js';
import type { KeyContext } from './key-context.js';
import { uiOnly } from './key-result.js';
import type { KeyRow } from './key-row.js';
import { moveInLog } from './log-keys.js';
import { moved, type Motion } from './motion.js';
import { moveInTranscript } from './transcript-keys.js';

const untyped: readonly Mode[] = ['session', 'transcript', 'log', 'help', 'event'];

/** The keys that scroll what has the focus, or move its cursor. */
export const scrollKeys: readonly KeyRow[] = [
  {
    keys: ['up', 'k'],
    does: 'older',
    about: 'scroll up, or go to the turn or entry above',
    modes: untyped,
    place: 'anywhere',
    run: move('up'),
  },
  {
    keys: ['down', 'j'],
    does: 'newer',
    about: 'scroll down, or go to the turn or entry below',
    modes: untyped,
    place: 'anywhere',
    run: move('down'),
  },
  {
    keys: ['pageup'],
    does: 'page up',
    about: 'scroll a page up',
    modes: [...untyped, 'text'],
    place: 'anywhere',
    run: move('page-up'),
  },
  {
    keys: ['pagedown'],
    does: 'page down',
    about: 'scroll a page down',
    modes: [...untyped, 'text'],
    place: 'anywhere',
    run: move('page-down'),
  },
  {
    keys: ['home', 'g'],
    does: 'oldest',
    about: 'go to the start',
    modes: untyped,
    place: 'anywhere',
    run: move('oldest'),
  },
  {
    keys: ['end', 'G'],
    does: 'newest',
    about: 'go to the end, and follow it',
    modes: untyped,
    place: 'anywhere',
    run: move('newest'),
  },
];

function move(motion: Motion): KeyRow['run'] {
  return (ui, context) =>
    uiOnly(
      modeOf(ui, context.state) === 'transcript'
        ? moveInTranscript(ui, motion, context)
        : scroll(ui, motion, context),
    );
}

/** Scrolls what has the focus, or moves its cursor. */
export function scroll(ui: UiState, motion: Motion, context: KeyContext): UiState {
  const { limits, state } = context;
  const { page } = limits;
  const mode = modeOf(ui, state);
  if (mode === 'log') return moveInLog(ui, motion, context);
  if (mode === 'help' || mode === 'event' || (showsQuestion(ui, state) && limits.panelScroll > 0)) {
    const area = { max: limits.panelScroll, page, from: 'top' } as const;
    return { ...ui, panelScroll: moved(ui.panelScroll, motion, area) };
  }
  const area = { max: limits.transcriptScroll, page, from: 'bottom' } as const;
  const logEnd = motion === 'newest' ? undefined : ui.logEnd;
  return { ...ui, transcriptScroll: moved(ui.transcriptScroll, motion, area), logEnd };
}
