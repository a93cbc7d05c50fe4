import type { Listing } from '../session/commands/palette.js';
import type { ReplayStatus } from '../session/replay-control.js';
import { currentApproval } from '../session/selectors.js';
import type { SessionState } from '../session/state.js';
import { emptyEditor, type Editor } from './editor.js';
import type { Search } from './search/search.js';

/** A question and how much of it was on the screen so far; what was not shown whole cannot be approved. */
export interface ShownQuestion {
  readonly callId: string;
  readonly arguments: string;
  /** Characters of its text that were shown, from the start and without gaps. */
  readonly shown: number;
  /** Characters of its text; infinite when it cannot be shown whole. */
  readonly length: number;
}

/** Where one is, as help groups keys; `commands` are those of the text box. */
export type HelpPlace =
  | 'approval'
  | 'talking'
  | 'typing'
  | 'commands'
  | 'transcript'
  | 'log'
  | 'search'
  | 'event'
  | 'anywhere';

interface OpenEvent {
  readonly sequence: number;
  /** Row of the cursor. */
  readonly row: number;
}

/** State of the screen that keys act on; the session does not know it. */
export interface UiState {
  /** What is shown beside the transcript. */
  readonly panel: 'log' | 'latency' | 'sound';
  /** In a text session, `session` is the text box; `keys` is the screen without it, where keys are commands. */
  readonly focus: 'session' | 'keys' | 'text' | 'transcript' | 'log' | 'filter' | 'search';
  readonly overlay:
    | { readonly kind: 'none' }
    /** Begins with the keys of `place`; closing it goes back to the event that it was opened from. */
    | { readonly kind: 'help'; readonly place?: HelpPlace; readonly event?: OpenEvent }
    | { readonly kind: 'event'; readonly sequence: number };
  /** The terminal reports key release, so holding a key can be detected. */
  readonly reportsRelease: boolean;
  /** Name of the push-to-talk key. */
  readonly talkKey: string;
  /** The push-to-talk key is being held. */
  readonly holding: boolean;
  /** When the push-to-talk key last arrived: repeated keys arrive close together. */
  readonly spaceAtMs: number;
  readonly editor: Editor;
  /** Typed turns, oldest first; bounded. */
  readonly history: readonly string[];
  readonly historyAt: number | undefined;
  /** The text in the box when the history was opened. */
  readonly draft: string;
  /** What was picked in the palette while the box held this text. */
  readonly palette: { readonly text: string; readonly at: number | 'closed' } | undefined;
  /** The folder whose names the palette offers. */
  readonly listing: Listing | undefined;
  readonly filter: Editor;
  /** What was searched for last, in the transcript or the log. */
  readonly search: Search | undefined;
  /** Sequence of the log entry under the cursor. */
  readonly selected: number | undefined;
  /** Key of the transcript entry under the cursor, or from which the log was entered. */
  readonly turn: string | undefined;
  /** The selected turn, while the wheel may have scrolled it out of sight. */
  readonly lookedAwayFrom: string | undefined;
  /** Sequence of the newest visible entry of a log that is scrolled up without having the focus. */
  readonly logEnd: number | undefined;
  /** Newest sequence shown by a frozen log. */
  readonly frozenAt: number | undefined;
  /** Folded paths in the event on the screen. */
  readonly folded: readonly string[];
  /** Lines above the newest one; 0 follows new lines. */
  readonly transcriptScroll: number;
  /** First visible line of the overlay or the approval panel; in an event, the row of the cursor. */
  readonly panelScroll: number;
  /** The approval question on the screen and since when it has been visible; answers to anything else are ignored. */
  readonly question: (ShownQuestion & { readonly sinceMs: number }) | undefined;
  /** When text was last typed, or typing ended with Esc. */
  readonly typedAtMs: number;
  /** When Esc in the text box last interrupted something. */
  readonly interruptedAtMs: number;
  /** The key that asked whether to quit; pressed again it quits, any other key takes the question back. */
  readonly leaving: 'q' | 'ctrl+c' | undefined;
  /** When the last key arrived, and when its burst of typing began. */
  readonly keyAtMs: number;
  readonly burstSinceMs: number;
  /** Where the replay stands that is on the screen; undefined in a live session. */
  readonly replay?: ReplayStatus | undefined;
  /** A hint about the last key, until the next one. */
  readonly hint: string | undefined;
}

export const initialUi: UiState = {
  panel: 'log',
  focus: 'session',
  overlay: { kind: 'none' },
  reportsRelease: false,
  talkKey: 'space',
  holding: false,
  spaceAtMs: Number.NEGATIVE_INFINITY,
  editor: emptyEditor,
  history: [],
  historyAt: undefined,
  draft: '',
  palette: undefined,
  listing: undefined,
  filter: emptyEditor,
  search: undefined,
  selected: undefined,
  turn: undefined,
  lookedAwayFrom: undefined,
  logEnd: undefined,
  frozenAt: undefined,
  folded: [],
  transcriptScroll: 0,
  panelScroll: 0,
  question: undefined,
  typedAtMs: Number.NEGATIVE_INFINITY,
  interruptedAtMs: Number.NEGATIVE_INFINITY,
  leaving: undefined,
  keyAtMs: Number.NEGATIVE_INFINITY,
  burstSinceMs: Number.NEGATIVE_INFINITY,
  hint: undefined,
};

/** Which keys are active: those of the topmost area. */
export type Mode =
  'session' | 'text' | 'transcript' | 'log' | 'filter' | 'search' | 'help' | 'event';

export function modeOf(ui: UiState, state: SessionState): Mode {
  if (ui.overlay.kind !== 'none') return ui.overlay.kind;
  // The approval panel replaces the log: browsing keys wait for the answer.
  const isAway = ui.focus === 'log' || ui.focus === 'transcript';
  if (isAway && currentApproval(state) !== undefined) return 'session';
  switch (ui.focus) {
    case 'session':
      // Of a replay nothing is asked.
      return state.options.mode === 'text' && ui.replay === undefined ? 'text' : 'session';
    case 'keys':
      return 'session';
    case 'text':
    case 'transcript':
    case 'log':
    case 'filter':
    case 'search':
      return ui.focus;
  }
}

/** Whether a key that types something is typed where one is, and is no command. */
export function isBox(mode: Mode): boolean {
  switch (mode) {
    case 'text':
    case 'filter':
    case 'search':
      return true;
    case 'session':
    case 'transcript':
    case 'log':
    case 'help':
    case 'event':
      return false;
  }
}

/** True when the approval panel is on the screen, not covered by an overlay. */
export function showsQuestion(ui: UiState, state: SessionState): boolean {
  return ui.overlay.kind === 'none' && currentApproval(state) !== undefined;
}

/** The area whose cursor is shown: the one with the focus, or the one that is searched. */
export function areaOf({ focus, search }: UiState): 'transcript' | 'log' | undefined {
  if (focus === 'search') return search?.area;
  return focus === 'transcript' || focus === 'log' ? focus : undefined;
}
