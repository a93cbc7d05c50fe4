import { currentApproval } from '../../session/selectors.js';
import type { Row } from '../text/rows.js';
import type { UiState } from '../ui-state.js';
import { lastTurnSize } from './last-turn.js';
import { longHintRows } from './long-hint.js';
import { paletteRows } from './palette.js';
import { remember } from './remember.js';
import type { Scene, Size } from './scene.js';
import { boxOf } from './text-box.js';
import { showsTimelineStrip } from './timeline.js';

/** What is shown beside or below the transcript. */
export type PanelKind = 'approval' | UiState['panel'];

/** How the screen is divided. */
export interface Arrangement {
  /** Header, one area and status line only. */
  readonly isSmall: boolean;
  readonly isSideBySide: boolean;
  /** Help or an event covers transcript and panel. */
  readonly isCovered: boolean;
  /** Everything between the header and the lines at the bottom; an overlay covers it. */
  readonly middle: Size;
  /** Rows above the text box. */
  readonly palette: readonly Row[];
  /** Without rows when the panel replaces it. */
  readonly transcript: Size;
  /** An event below the transcript, beside the log; above it is a rule. */
  readonly inspector: Size | undefined;
  /**
   * Its size excludes the title line: beside the transcript the rule at the top has the title, and a question does without
   * where there is one line only.
   */
  readonly panel: (Size & { readonly kind: PanelKind; readonly titleRows: 0 | 1 }) | undefined;
  /** The parts of the last turn below the log; above them is a rule. */
  readonly lastTurn: Size | undefined;
  /** Column of the line between transcript and panel. */
  readonly divider: number | undefined;
  /** Row of the text box. */
  readonly boxRow: number;
}

/** Anything less is a small screen. */
const fullSize: Size = { columns: 60, rows: 16 };
const sideBySideColumns = 100;
const dividerColumns = 3;
const minApprovalRows = 8;
const maxLogRows = 14;
/** From this width on the last turn's parts stand below the log. */
const lastTurnColumns = 120;
/** From this width on an event stands beside the log. */
const inspectorColumns = 160;
/** Fewer rows are too few for two areas one below the other. */
const minSharedRows = 14;
/** The lanes of the timeline. */
const laneRows = 2;

/** Divides the screen for a scene. */
export const arrange = remember((scene: Scene): Arrangement => {
  const { columns, rows } = scene.size;
  const isSmall = columns < fullSize.columns || rows < fullSize.rows;
  const above = isSmall ? 1 : 2;
  const ruled = isSmall ? 0 : 1 + (showsTimelineStrip(scene) ? laneRows : 0);
  const strips = ruled + longHintRows(scene).length;
  const boxRows = boxOf(scene) ? 1 : 0;
  const below = strips + boxRows + (isSmall ? 1 : 2);
  const palette = paletteRows(scene, rows - above - below);
  const middle = { columns, rows: Math.max(0, rows - above - below - palette.length) };
  return {
    isSmall,
    middle,
    palette,
    boxRow: above + middle.rows + strips + palette.length,
    ...areas(scene, middle, isSmall),
  };
});

type Areas = Omit<Arrangement, 'isSmall' | 'middle' | 'palette' | 'boxRow'>;

function areas(scene: Scene, middle: Size, isSmall: boolean): Areas {
  if (isSmall) return oneArea(scene, middle);
  return middle.columns >= sideBySideColumns ? sideBySide(scene, middle) : stacked(scene, middle);
}

function oneArea({ state, ui }: Scene, { columns, rows }: Size): Areas {
  const kind = currentApproval(state) ? 'approval' : ui.panel;
  const titleRows = kind === 'approval' && rows === 1 ? 0 : 1;
  return {
    isSideBySide: false,
    isCovered: ui.overlay.kind !== 'none',
    inspector: undefined,
    lastTurn: undefined,
    divider: undefined,
    ...(kind === 'log'
      ? { transcript: { columns, rows }, panel: undefined }
      : {
          transcript: { columns, rows: 0 },
          panel: { kind, columns, rows: Math.max(0, rows - titleRows), titleRows },
        }),
  };
}

function sideBySide(scene: Scene, { columns, rows }: Size): Areas {
  const kind = panelKind(scene);
  const left = Math.floor(columns * 0.48);
  const right = columns - left - dividerColumns;
  const { overlay } = scene.ui;
  const inspects = overlay.kind === 'event' && columns >= inspectorColumns && rows >= minSharedRows;
  const transcriptRows = inspects ? Math.floor(rows * 0.4) : rows;
  const lastTurn =
    kind === 'log' && columns >= lastTurnColumns && rows >= minSharedRows
      ? lastTurnSize(scene, right)
      : undefined;
  const isCovered = overlay.kind !== 'none' && !inspects;
  return {
    isSideBySide: true,
    isCovered,
    transcript: { columns: left, rows: transcriptRows },
    inspector: inspects ? { columns: left, rows: rows - transcriptRows - 1 } : undefined,
    panel: {
      kind,
      columns: right,
      rows: lastTurn === undefined ? rows : rows - lastTurn.rows - 1,
      titleRows: 0,
    },
    lastTurn,
    divider: isCovered ? undefined : left + 1,
  };
}

function stacked(scene: Scene, { columns, rows }: Size): Areas {
  const kind = panelKind(scene);
  const wanted =
    kind === 'approval'
      ? Math.max(minApprovalRows, Math.floor(rows / 2))
      : Math.min(maxLogRows, Math.floor((rows - 1) / 3) + 1);
  const panelRows = Math.max(0, Math.min(wanted, rows - 2));
  return {
    isSideBySide: false,
    isCovered: scene.ui.overlay.kind !== 'none',
    transcript: { columns, rows: rows - panelRows - 1 },
    inspector: undefined,
    panel: { kind, columns, rows: panelRows, titleRows: 1 },
    lastTurn: undefined,
    divider: undefined,
  };
}

function panelKind({ state, ui }: Scene): PanelKind {
  // An event stands beside the log that it was opened from; a question waits behind it.
  if (ui.overlay.kind === 'event') return 'log';
  if (currentApproval(state)) return 'approval';
  return ui.focus === 'log' || ui.focus === 'filter' ? 'log' : ui.panel;
}
