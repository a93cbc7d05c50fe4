import { part } from '../ink/part.js';
import { arrange } from '../layout/arrangement.js';
import { footerRow } from '../layout/footer.js';
import { headerRow } from '../layout/header.js';
import { dividerRows } from '../layout/divider.js';
import { lastTurnRows } from '../layout/last-turn.js';
import { longHintRows } from '../layout/long-hint.js';
import { helpView, inspectorTitle, inspectorView } from '../layout/overlay.js';
import {
  approvalRows,
  bottomRule,
  eventLogRows,
  figuresRows,
  panelTitle,
  topRule,
} from '../layout/panel.js';
import { replayPart } from '../layout/replay-status.js';
import { statusRow } from '../layout/status.js';
import { boxOf } from '../layout/text-box.js';
import { showsTimelineStrip, timelineRows } from '../layout/timeline.js';
import { transcriptRows } from '../layout/transcript-view.js';
import { rowWidth, span } from '../text/rows.js';

/** Target, model, voice, mode, recording, minutes. */
export const Header = part(({ state, ui, size }) => [
  headerRow(state, size.columns, ui.replay !== undefined),
]);

export const TopRule = part(topRule);

/** The conversation. */
export const Transcript = part(transcriptRows);

/** Between the transcript and the panel beside it. */
export const Divider = part(dividerRows);

export const PanelTitle = part(panelTitle);

/** A tool call that needs approval, and the keys that answer. */
export const Approval = part(approvalRows);

/** Events on the wire and local notes. */
export const EventLog = part(eventLogRows);

/** Figures on latency or sound. */
export const Figures = part(figuresRows);

/** Every key and command. */
export const Help = part((scene) => helpView(scene).rows);

/** The JSON of one event. */
export const Inspector = part((scene) => inspectorView(scene).rows);

/** The rule above an event beside the log. */
export const InspectorTitle = part(inspectorTitle);

/** The parts of the last turn, below the log. */
export const LastTurn = part((scene) => lastTurnRows(scene, arrange(scene).lastTurn));

/** The rule below transcript and panel. */
export const BottomRule = part((scene) => (arrange(scene).isSmall ? [] : [bottomRule(scene)]));

/** Who spoke when, on high screens. */
export const Timeline = part((scene) =>
  showsTimelineStrip(scene) ? timelineRows(scene.state, scene.size.columns) : [],
);

/** A hint that does not fit into the last line. */
export const LongHint = part(longHintRows);

/** The palette of commands, above the text box. */
export const Palette = part((scene) => arrange(scene).palette);

/** The prompt, or the filter of the event log. */
export const TextBox = part((scene) => {
  const box = boxOf(scene);
  return box ? [box.row] : [];
});

/** Activity, levels and figures; on a small screen a short hint replaces them. */
export const Status = part((scene) => {
  const { ui } = scene;
  const hint = arrange(scene).isSmall && longHintRows(scene).length === 0 ? ui.hint : undefined;
  if (hint !== undefined) return [[span(` ${hint}`, 'warning')]];
  const replay = replayPart(ui.replay);
  return [[...replay, ...statusRow(scene, scene.size.columns - rowWidth(replay))]];
});

/** The keys available now, or a short hint. */
export const Footer = part((scene) => {
  const { state, ui, size } = scene;
  if (arrange(scene).isSmall) return [];
  const hint = longHintRows(scene).length > 0 ? undefined : ui.hint;
  return [footerRow(state, { ...ui, hint }, size.columns)];
});
