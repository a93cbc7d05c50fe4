import { currentApproval } from '../../session/selectors.js';
import type { UiState } from '../ui-state.js';
import { latencyStrip } from './latency.js';
import { longHintRows } from './long-hint.js';
import { remember } from './remember.js';
import type { Scene, Size } from './scene.js';
import { boxOf } from './text-box.js';

/** What is shown beside or below the transcript. */
export type PanelKind = 'approval' | UiState['panel'];

/** How the screen is divided. */
export interface Arrangement {
  /** Header, one area and status line only. */
  readonly isSmall: boolean;
  readonly isSideBySide: boolean;
  /** Everything between the header and the lines at the bottom; an overlay covers it. */
  readonly middle: Size;
  /** Without rows when the panel replaces it. */
  readonly transcript: Size;
  /**
   * Its size excludes the title line: beside the transcript the rule at the top has the title, and a question does without
   * where there is one line only.
   */
  readonly panel: (Size & { readonly kind: PanelKind; readonly titleRows: 0 | 1 }) | undefined;
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

/** Divides the screen for a scene. */
export const arrange = remember((scene: Scene): Arrangement => {
  const { columns, rows } = scene.size;
  const isSmall = columns < fullSize.columns || rows < fullSize.rows;
  const above = isSmall ? 1 : 2;
  const strip = isSmall ? 0 : latencyStrip(scene).length;
  const ruled = isSmall ? 0 : strip + 1;
  const strips = ruled + longHintRows(scene).length;
  const boxRows = boxOf(scene) ? 1 : 0;
  const below = strips + boxRows + (isSmall ? 1 : 2);
  const middle = { columns, rows: Math.max(0, rows - above - below) };
  return {
    isSmall,
    middle,
    boxRow: above + middle.rows + strips,
    ...(isSmall ? oneArea(scene, middle) : twoAreas(scene, middle)),
  };
});

type Areas = Pick<Arrangement, 'isSideBySide' | 'transcript' | 'panel' | 'divider'>;

function oneArea({ state, ui }: Scene, { columns, rows }: Size): Areas {
  const kind = currentApproval(state) ? 'approval' : ui.panel;
  if (kind === 'log')
    return {
      isSideBySide: false,
      transcript: { columns, rows },
      panel: undefined,
      divider: undefined,
    };
  const titleRows = kind === 'approval' && rows === 1 ? 0 : 1;
  return {
    isSideBySide: false,
    transcript: { columns, rows: 0 },
    panel: { kind, columns, rows: Math.max(0, rows - titleRows), titleRows },
    divider: undefined,
  };
}

function twoAreas(scene: Scene, { columns, rows }: Size): Areas {
  const kind = panelKind(scene);
  if (columns >= sideBySideColumns) {
    const left = Math.floor(columns * 0.54);
    return {
      isSideBySide: true,
      transcript: { columns: left, rows },
      panel: { kind, columns: columns - left - dividerColumns, rows, titleRows: 0 },
      divider: scene.ui.overlay.kind === 'none' ? left + 1 : undefined,
    };
  }
  const wanted =
    kind === 'approval'
      ? Math.max(minApprovalRows, Math.floor(rows / 2))
      : Math.min(maxLogRows, Math.floor((rows - 1) / 3) + 1);
  const panelRows = Math.min(wanted, rows - 1);
  return {
    isSideBySide: false,
    transcript: { columns, rows: rows - panelRows - 1 },
    panel: { kind, columns, rows: panelRows, titleRows: 1 },
    divider: undefined,
  };
}

function panelKind({ state, ui }: Scene): PanelKind {
  if (currentApproval(state)) return 'approval';
  return ui.focus === 'log' || ui.focus === 'filter' ? 'log' : ui.panel;
}
