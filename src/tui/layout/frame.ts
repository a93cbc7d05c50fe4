import type { SessionState } from '../../session/state.js';
import { App } from '../components/app.js';
import { rowsOf } from '../ink/part.js';
import { clipRow, padRows, type Row } from '../text/rows.js';
import type { UiState } from '../ui-state.js';
import { outline, type Outline } from './outline.js';
import type { Size } from './scene.js';

/** One screenful: exactly `rows` lines, none wider than `columns`. */
export interface Frame extends Outline {
  readonly rows: readonly Row[];
}

/** Lays out a screen without Ink: for the first frames, pictures and tests. Pure. */
export function layoutFrame(state: SessionState, ui: UiState, size: Size): Frame {
  const scene = { state, ui, size };
  const rows = rowsOf(App(scene), scene).map((row) => clipRow(row, size.columns));
  return { rows: padRows(rows, size.rows), ...outline(scene) };
}
