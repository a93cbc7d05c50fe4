import { sanitise } from '../../shared/sanitise.js';
import type { InspectedNode } from '../keys/key-context.js';
import { padRow, padRows, rowText, span, type Row } from '../text/rows.js';
import type { HelpPlace } from '../ui-state.js';
import { arrange } from './arrangement.js';
import { helpRows } from './help.js';
import { inspect } from './inspector.js';
import { remember } from './remember.js';
import { ruleRow } from './rule.js';
import type { Scene } from './scene.js';

/** What covers transcript and panel. */
export interface OverlayView {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly maxScroll: number;
  readonly page: number;
  /** What is under the cursor of the inspector. */
  readonly node?: InspectedNode | undefined;
}

/** The title of what covers the screen, for the rule below the header; a small screen has none. */
export function overlayTitle(scene: Scene): string {
  return (scene.ui.overlay.kind === 'help' ? helpView(scene) : inspectorView(scene)).title;
}

function titled(columns: number, title: string, titleRows: number): readonly Row[] {
  return titleRows === 0 ? [] : [ruleRow(columns, { right: title })];
}

const allHelpRows = remember(
  (columns: number, talkKey: string, first: HelpPlace, isReplay: boolean) =>
    helpRows(columns, { talkKey }, first, isReplay),
);

/** All keys and commands. */
export const helpView = remember((scene: Scene): OverlayView => {
  const { columns, rows: height } = arrange(scene).middle;
  const titleRows = arrange(scene).isSmall ? 1 : 0;
  const room = Math.max(0, height - titleRows);
  const { overlay, talkKey, replay } = scene.ui;
  const first = (overlay.kind === 'help' ? overlay.place : undefined) ?? 'talking';
  const rows = allHelpRows(columns, talkKey, first, replay !== undefined);
  const maxScroll = Math.max(0, rows.length - room);
  const from = Math.min(scene.ui.panelScroll, maxScroll);
  const title = maxScroll > 0 ? 'help · Esc back · ↑ ↓ scroll' : 'help · Esc back';
  return {
    title,
    rows: padRows([...titled(columns, title, titleRows), ...rows.slice(from, from + room)], height),
    maxScroll,
    page: Math.max(1, room - 1),
  };
});

/** The rule between the transcript and an event beside the log. */
export function inspectorTitle(scene: Scene): readonly Row[] {
  const { inspector } = arrange(scene);
  if (inspector === undefined) return [];
  return [titleRule(inspectorView(scene).title, inspector.columns)];
}

const titleRule = remember((left: string, columns: number) =>
  ruleRow(columns, { left, right: 'n next · p previous' }),
);

/** The JSON of one event around the row under the cursor. */
export const inspectorView = remember((scene: Scene): OverlayView => {
  const { state, ui } = scene;
  const { inspector, middle } = arrange(scene);
  const { columns, rows: height } = inspector ?? middle;
  const titleRows = arrange(scene).isSmall ? 1 : 0;
  const room = Math.max(0, height - titleRows);
  const sequence = ui.overlay.kind === 'event' ? ui.overlay.sequence : undefined;
  const entry = state.log.find((candidate) => candidate.sequence === sequence);
  const view = entry && inspect(entry, columns, ui.folded);
  const rows = view?.rows ?? [[span(' This event is no longer kept.', 'dim')]];
  const cursor = Math.min(ui.panelScroll, rows.length - 1);
  const from = Math.max(0, Math.min(cursor - Math.floor(room / 2), rows.length - room));
  const visible = rows
    .slice(from, from + room)
    .map((row, index) =>
      view && from + index === cursor ? [span(rowText(padRow(row, columns)), 'selected')] : row,
    );
  const title = entry ? `${sanitise(entry.type)} · Esc goes back` : 'event';
  const padded = padRows([...titled(columns, title, titleRows), ...visible], height);
  return {
    title,
    // Beside the log every row has the same width.
    rows: inspector === undefined ? padded : padded.map((row) => padRow(row, columns)),
    maxScroll: rows.length - 1,
    page: Math.max(1, room - 1),
    node: view?.nodes[cursor],
  };
});
