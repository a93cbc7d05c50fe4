import type { SessionState } from '../../session/state.js';
import type { Key } from '../terminal/key-event.js';
import type { UiState } from '../ui-state.js';

/** What stands in one row of the event inspector. */
export interface InspectedNode {
  readonly path: string;
  readonly parent: string;
  readonly parentRow: number;
  /** Absent where nothing can be folded. */
  readonly fold: 'open' | 'folded' | undefined;
}

/** Where the last line of a window is, so that it can be found again when the transcript has grown. */
export interface Anchor {
  /** Key of its entry. */
  readonly key: string;
  /** Lines of the entry up to and with it, at this width. */
  readonly line: number;
  readonly width: number;
  /** Lines between it and the newest one. */
  readonly below: number;
}

/** A cell of the screen, from 0. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** What is shown somewhere on the screen. */
export type ShownArea =
  | { readonly area: 'transcript'; readonly turn: string | undefined }
  | { readonly area: 'log'; readonly selected: number | undefined }
  /** A question, figures, help or the inspector. */
  | { readonly area: 'panel' | 'overlay' };

/** What the last frame showed, which bounds how far a key can move. */
export interface Limits {
  readonly transcriptScroll: number;
  readonly panelScroll: number;
  /** Lines of the scrolled area: what a page key moves by. */
  readonly page: number;
  /** The last visible line of a transcript that is scrolled up. */
  readonly anchor?: Anchor | undefined;
  /** Lines below the window of the transcript; known while it follows the cursor. */
  readonly transcriptAt?: number | undefined;
  /** When the newest visible entry of a transcript that is scrolled up began. */
  readonly seenAtMs?: number | undefined;
  /** What is shown in a cell; undefined for header, status and the rest. */
  readonly under?: (place: Place) => ShownArea | undefined;
  /** Rows of the log, where it is shown. */
  readonly logRows?: number | undefined;
  /** What is under the cursor of the inspector. */
  readonly node?: InspectedNode | undefined;
}

/** What a key event is handled with. */
export interface KeyContext {
  readonly state: SessionState;
  readonly limits: Limits;
  readonly nowMs: number;
  /** The key came by itself, not in one read with others: it was typed, not pasted. */
  readonly alone: boolean;
}

/** What the function of a key is called with. */
export interface PressContext extends KeyContext {
  readonly key: Key;
  /** The question whether to quit that the key before it asked. */
  readonly leaving: UiState['leaving'];
}
