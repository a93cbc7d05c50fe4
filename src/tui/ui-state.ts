import { currentApproval } from '../session/selectors.js';
import type { SessionState } from '../session/state.js';
import { emptyEditor, type Editor } from './editor.js';

/** What the keys of the screen act on; none of it is known to the session. */
export interface UiState {
  /** What stands beside the transcript. */
  readonly panel: 'log' | 'latency' | 'sound';
  readonly focus: 'session' | 'text' | 'transcript' | 'log' | 'filter';
  readonly overlay:
    | { readonly kind: 'none' }
    | { readonly kind: 'help' }
    | { readonly kind: 'event'; readonly sequence: number };
  /** The terminal reports key release, so that holding a key means something. */
  readonly reportsRelease: boolean;
  /** Name of the key of push-to-talk. */
  readonly talkKey: string;
  /** The key of push-to-talk is held down and talks. */
  readonly holding: boolean;
  /** When the key of push-to-talk last arrived: keys of a terminal that repeats them come close together. */
  readonly spaceAtMs: number;
  readonly editor: Editor;
  /** Typed turns, oldest first; bounded. */
  readonly history: readonly string[];
  readonly historyAt: number | undefined;
  /** What was being typed when the history was opened. */
  readonly draft: string;
  readonly filter: Editor;
  /** Sequence of the log entry under the cursor. */
  readonly selected: number | undefined;
  /** Key of the transcript's entry under the cursor, and of the one that the log was entered from. */
  readonly turn: string | undefined;
  /** Newest sequence that a frozen log shows. */
  readonly frozenAt: number | undefined;
  /** Paths of what is folded in the event on the screen. */
  readonly folded: readonly string[];
  /** Lines above the newest one; 0 follows. */
  readonly transcriptScroll: number;
  /** Lines from the top of what the overlay or the approval panel shows; in an event, the row of the cursor. */
  readonly panelScroll: number;
  /** The question on the screen and since when it can be read; answers to anything else do not count. */
  readonly question:
    { readonly callId: string; readonly arguments: string; readonly sinceMs: number } | undefined;
  /** When the last key arrived, and when the burst of typing that it belongs to began. */
  readonly keyAtMs: number;
  readonly burstSinceMs: number;
  /** A remark on the last key, until the next one. */
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
  filter: emptyEditor,
  selected: undefined,
  turn: undefined,
  frozenAt: undefined,
  folded: [],
  transcriptScroll: 0,
  panelScroll: 0,
  question: undefined,
  keyAtMs: Number.NEGATIVE_INFINITY,
  burstSinceMs: Number.NEGATIVE_INFINITY,
  hint: undefined,
};

/** Which keys are in force: those of the uppermost thing on the screen. */
export type Mode = 'session' | 'text' | 'transcript' | 'log' | 'filter' | 'help' | 'event';

export function modeOf(ui: UiState, state: SessionState): Mode {
  if (ui.overlay.kind !== 'none') return ui.overlay.kind;
  // The approval panel stands where the log was: keys that look back have to wait for the answer.
  const isAway = ui.focus === 'log' || ui.focus === 'transcript';
  return isAway && currentApproval(state) !== undefined ? 'session' : ui.focus;
}

/** True when the approval panel is on the screen, not covered by an overlay. */
export function showsQuestion(ui: UiState, state: SessionState): boolean {
  return ui.overlay.kind === 'none' && currentApproval(state) !== undefined;
}
