import { part } from '../ink/part.js';
import { arrange } from '../layout/arrangement.js';
import { footerRow } from '../layout/footer.js';
import { headerRow } from '../layout/header.js';
import { latencyStrip } from '../layout/latency.js';
import { longHintRows } from '../layout/long-hint.js';
import { helpView, inspectorView } from '../layout/overlay.js';
import {
  approvalRows,
  bottomRule,
  eventLogRows,
  figuresRows,
  panelTitle,
  topRule,
} from '../layout/panel.js';
import { statusRow } from '../layout/status.js';
import { boxOf } from '../layout/text-box.js';
import { dividerRows, transcriptRows } from '../layout/transcript-view.js';
import { span } from '../text/rows.js';

/** Target, model, voice, mode, recording, minutes. */
export const Header = part(({ state, size }) => [headerRow(state, size.columns)]);

export const TopRule = part(topRule);

/** The conversation. */
export const Transcript = part(transcriptRows);

/** Between the transcript and the panel beside it. */
export const Divider = part((scene) => dividerRows(arrange(scene).transcript.rows));

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

/** A rule, and below it the last turn's latency and the speaking timeline, where there is room. */
export const LatencyStrip = part((scene) =>
  arrange(scene).isSmall ? [] : [bottomRule(scene), ...latencyStrip(scene)],
);

/** A hint that does not fit into the last line. */
export const LongHint = part(longHintRows);

/** The prompt, or the filter of the event log. */
export const TextBox = part((scene) => {
  const box = boxOf(scene);
  return box ? [box.row] : [];
});

/** Activity, levels and figures; on a small screen a short hint replaces them. */
export const Status = part((scene) => {
  const { state, ui, size } = scene;
  const hint = arrange(scene).isSmall && longHintRows(scene).length === 0 ? ui.hint : undefined;
  return [hint === undefined ? statusRow(state, size.columns) : [span(` ${hint}`, 'warning')]];
});

/** The keys available now, or a short hint. */
export const Footer = part((scene) => {
  const { state, ui, size } = scene;
  if (arrange(scene).isSmall) return [];
  const hint = longHintRows(scene).length > 0 ? undefined : ui.hint;
  return [footerRow(state, { ...ui, hint }, size.columns)];
});
