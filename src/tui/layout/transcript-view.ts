import { currentMatch, patternIn } from '../search/searching.js';
import { padRow, padRows, type Row } from '../text/rows.js';
import type { Anchor } from '../keys/key-context.js';
import { areaOf } from '../ui-state.js';
import { arrange } from './arrangement.js';
import { invitationRows } from './invitation.js';
import { remember } from './remember.js';
import type { Scene } from './scene.js';
import { linesBelow, transcriptWindow, type TranscriptWindow } from './transcript-window.js';

/** Always the same, so that the transcript is not painted again. */
const noRows: readonly Row[] = [];

/** From this width of the screen on, turns show their cost. */
const costColumns = 120;

const windowOf = remember(transcriptWindow);

/** The visible part of the transcript. */
export function transcriptView(scene: Scene): TranscriptWindow {
  const { state, ui, size } = scene;
  const { columns, rows } = arrange(scene).transcript;
  const turn = areaOf(ui) === undefined ? undefined : ui.turn;
  const pattern = patternIn(ui, 'transcript');
  return windowOf(
    state.transcript,
    columns,
    rows,
    ui.transcriptScroll,
    turn,
    size.columns >= costColumns,
    ui.lookedAwayFrom !== turn,
    pattern,
    pattern && currentMatch(ui, state)?.match,
  );
}

/** How many lines are below an anchor now. */
export function linesBelowAnchor(scene: Scene, anchor: Anchor): number | undefined {
  const { columns } = arrange(scene).transcript;
  return linesBelow(scene.state.transcript, columns, scene.size.columns >= costColumns, anchor);
}

const paddedTo = remember(
  (rows: readonly Row[], invitation: readonly Row[], columns: number, height: number) => {
    const invites = invitation.length > 0 && rows.length + invitation.length < height;
    const all: readonly Row[] = invites ? [...rows, [], ...invitation] : rows;
    return padRows(all, height).map((row) => padRow(row, columns));
  },
);

/** Its rows, padded to the same width so that a panel can stand beside them. */
export function transcriptRows(scene: Scene): readonly Row[] {
  const { columns, rows } = arrange(scene).transcript;
  const invitation = scene.ui.replay ? noRows : invitationRows(scene.state, columns);
  return paddedTo(transcriptView(scene).rows, invitation, columns, rows);
}
