import { currentApproval } from '../../session/selectors.js';
import type { SessionState } from '../../session/state.js';
import type { Limits } from '../keys/key-context.js';
import { sanitise } from '../../shared/sanitise.js';
import { clipRow, padRow, padRows, span, type Row } from '../text/rows.js';
import { textWidth } from '../text/width.js';
import { wrap } from '../text/wrap.js';
import { modeOf, showsQuestion, type UiState } from '../ui-state.js';
import { approvalPanel, type ApprovalPanel } from './approval.js';
import { logRows } from './event-log.js';
import { shownLog } from '../shown-log.js';
import { footerRow } from './footer.js';
import { headerRow } from './header.js';
import { helpRows } from './help.js';
import { inspect } from './inspector.js';
import { latencyPanel, latencyRow } from './latency.js';
import { ruleRow } from './rule.js';
import { soundPanel } from './sound.js';
import { statusRow } from './status.js';
import { textBox } from './text-box.js';
import { timelineRows } from './timeline.js';
import { transcriptWindow } from './transcript.js';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** One screenful: exactly `rows` lines, none wider than `columns`. */
export interface Frame {
  readonly rows: readonly Row[];
  readonly cursor: { readonly row: number; readonly column: number } | undefined;
  readonly limits: Limits;
  /** The question that can be read on this frame. */
  readonly question: { readonly callId: string; readonly arguments: string } | undefined;
}

/** Smaller screens show header, transcript and status only. */
const fullSize: Size = { columns: 60, rows: 16 };
const sideBySideColumns = 100;
const latencyColumns = 140;
/** Lower screens have the time line only in the latency panel. */
const timelineLines = 30;
/** Lines of a remark on what was typed. */
const longestRemark = 6;

interface Area {
  readonly rows: readonly Row[];
  readonly limits: Limits;
}

interface Scene {
  readonly state: SessionState;
  readonly ui: UiState;
}

/** Lays out a screen. Pure; everything on it comes from the two states. */
export function layoutFrame(state: SessionState, ui: UiState, size: Size): Frame {
  const scene = { state, ui };
  const { columns, rows } = size;
  const small = columns < fullSize.columns || rows < fullSize.rows;
  const latency = small ? [] : latencyStrip(scene, size);
  const box = boxFor(scene, columns);
  const top = [headerRow(state, columns), ...(small ? [] : [ruleRow(columns)])];
  const remark = small ? [] : longRemark(ui, columns);
  const bottom = small
    ? [...(box ? [box.row] : []), statusOrHint(scene, columns)]
    : [
        ...latency,
        ...remark,
        box?.row ?? ruleRow(columns),
        statusRow(state, columns),
        footerRow(state, remark.length > 0 ? { ...ui, hint: undefined } : ui, columns),
      ];
  const height = Math.max(0, rows - top.length - bottom.length);
  const area = middle(scene, columns, height, small);
  const body = padRows(area.rows, height);
  const all = padRows([...top, ...body, ...bottom], rows);
  const boxAt = top.length + height + latency.length + remark.length;
  const call = showsQuestion(ui, state) ? currentApproval(state) : undefined;
  return {
    rows: all.map((row) => clipRow(row, columns)),
    cursor: box && boxAt < rows ? { row: boxAt, column: box.cursor } : undefined,
    limits: area.limits,
    question: call && { callId: call.callId, arguments: call.arguments },
  };
}

/** The last turn and who spoke when, where there is room for more than transcript and events. */
function latencyStrip({ state, ui }: Scene, { columns, rows }: Size): readonly Row[] {
  if (columns < latencyColumns || ui.panel === 'latency') return [];
  const row = latencyRow(state, columns);
  return [...(row ? [row] : []), ...(rows >= timelineLines ? timelineRows(state, columns) : [])];
}

/** A remark that is wider than the footer stands above the text box, on as many lines as it takes. */
function longRemark({ hint }: UiState, columns: number): readonly Row[] {
  if (hint === undefined || textWidth(hint) < columns) return [];
  const lines = wrap(hint, columns - 2).slice(0, longestRemark);
  return lines.map(({ text }) => [span(` ${text}`, 'warning')]);
}

function statusOrHint({ state, ui }: Scene, columns: number): Row {
  return ui.hint === undefined ? statusRow(state, columns) : [span(` ${ui.hint}`, 'warning')];
}

function boxFor({ state, ui }: Scene, columns: number): ReturnType<typeof textBox> | undefined {
  const mode = modeOf(ui, state);
  if (mode === 'text') return textBox('say ›', ui.editor, columns);
  return mode === 'filter' ? textBox('filter ›', ui.filter, columns) : undefined;
}

function middle(scene: Scene, width: number, height: number, small: boolean): Area {
  const overlay = overlayArea(scene, width, height);
  if (overlay !== undefined) return overlay;
  const panelHeight = small ? height - 1 : Math.max(8, Math.floor(height / 2));
  if (small) {
    const panel = panelFor(scene, width, panelHeight);
    if (panel) return stackPanel(panel, width, panelHeight);
    return scene.ui.panel === 'log'
      ? transcriptArea(scene, width, height)
      : smallFigures(scene, scene.ui.panel, width, height);
  }
  return width >= sideBySideColumns
    ? sideBySide(scene, width, height)
    : stacked(scene, width, height, panelHeight);
}

function panelFor({ state, ui }: Scene, width: number, height: number): ApprovalPanel | undefined {
  const hint = ui.focus === 'text' ? 'Esc leaves the text box; then y, a or n answers.' : undefined;
  return approvalPanel(state, { width, height }, { scroll: ui.panelScroll, hint });
}

function stackPanel(panel: ApprovalPanel, width: number, height: number): Area {
  return {
    rows: [ruleRow(width, panel.title), ...panel.rows],
    limits: { transcriptScroll: 0, panelScroll: panel.maxScroll, page: Math.max(1, height - 3) },
  };
}

type FiguresPanel = Exclude<UiState['panel'], 'log'>;

function figuresPanel(
  { state }: Scene,
  panel: FiguresPanel,
  width: number,
): ReturnType<typeof latencyPanel> {
  return panel === 'latency' ? latencyPanel(state, width) : soundPanel(state, width);
}

function smallFigures(scene: Scene, panel: FiguresPanel, width: number, height: number): Area {
  const { title, rows } = figuresPanel(scene, panel, width);
  return {
    rows: padRows([ruleRow(width, title), ...rows], height),
    limits: { transcriptScroll: 0, panelScroll: 0, page: 1 },
  };
}

function transcriptArea({ state, ui }: Scene, width: number, height: number): Area {
  const turn = ui.focus === 'transcript' || ui.focus === 'log' ? ui.turn : undefined;
  const window = transcriptWindow(state.transcript, width, height, {
    scroll: ui.transcriptScroll,
    turn,
  });
  return {
    rows: padRows(window.rows, height),
    limits: {
      transcriptScroll: window.maxScroll,
      panelScroll: 0,
      page: Math.max(1, height - 1),
      transcriptRows: window.totalRows,
      seenAtMs: window.newestAtMs,
    },
  };
}

function logLabel({ state, ui }: Scene, shown: number): string {
  const filter = ui.filter.text === '' ? 'f filter' : `filter: ${ui.filter.text}`;
  const count = ui.filter.text === '' ? '' : ` · ${String(shown)} of ${String(state.log.length)}`;
  const newer = state.log.filter((entry) => entry.sequence > (ui.frozenAt ?? Infinity)).length;
  const frozen = ui.frozenAt === undefined ? '' : `frozen, ${String(newer)} newer · `;
  return `${frozen}events · ${filter}${count}`;
}

function logArea(
  scene: Scene,
  width: number,
  height: number,
): { label: string; rows: readonly Row[] } {
  const { state, ui } = scene;
  const entries = shownLog(state.log, ui);
  const selected = ui.focus === 'log' ? (ui.selected ?? entries.at(-1)?.sequence) : undefined;
  return {
    label: logLabel(scene, entries.length),
    rows: logRows(entries, width, height, selected),
  };
}

/** What stands beside or under the transcript: the event log, or figures. */
function lowerArea(
  scene: Scene,
  width: number,
  height: number,
): { readonly label: string; readonly rows: readonly Row[] } {
  const { focus, panel } = scene.ui;
  if (panel === 'log' || focus === 'log' || focus === 'filter')
    return logArea(scene, width, height);
  const { title, rows } = figuresPanel(scene, panel, width);
  return { label: title, rows: padRows(rows, height) };
}

function scrolledLabel({ ui }: Scene): string {
  return ui.transcriptScroll > 0 ? 'scrolled up · End follows · ' : '';
}

function stacked(scene: Scene, width: number, height: number, panelHeight: number): Area {
  const logHeight = Math.min(14, Math.floor((height - 1) / 3) + 1);
  const panel = panelFor(scene, width, panelHeight);
  const lowerHeight = panel ? panelHeight : logHeight;
  const upper = transcriptArea(scene, width, height - lowerHeight - 1);
  if (panel) {
    return {
      rows: [...upper.rows, ruleRow(width, panel.title), ...panel.rows],
      limits: { ...upper.limits, panelScroll: panel.maxScroll },
    };
  }
  const log = lowerArea(scene, width, logHeight);
  return {
    rows: [...upper.rows, ruleRow(width, scrolledLabel(scene) + log.label), ...log.rows],
    limits: upper.limits,
  };
}

function sideBySide(scene: Scene, width: number, height: number): Area {
  const leftWidth = Math.floor(width * 0.54);
  const rightWidth = width - leftWidth - 3;
  const left = transcriptArea(scene, leftWidth, height);
  const panel = panelFor(scene, rightWidth, height - 1);
  const log = panel ? undefined : lowerArea(scene, rightWidth, height - 1);
  const label = panel?.title ?? scrolledLabel(scene) + (log?.label ?? '');
  const right = padRows([ruleRow(rightWidth, label), ...(panel?.rows ?? log?.rows ?? [])], height);
  const rows = padRows(left.rows, height).map((row, index): Row => {
    const divider = span(' │ ', 'rule');
    return [...padRow(row, leftWidth), divider, ...(right[index] ?? [])];
  });
  return { rows, limits: { ...left.limits, panelScroll: panel?.maxScroll ?? 0 } };
}

function overlayArea({ state, ui }: Scene, width: number, height: number): Area | undefined {
  const room = Math.max(0, height - 1);
  switch (ui.overlay.kind) {
    case 'none':
      return undefined;
    case 'help': {
      const rows = helpRows(width, ui);
      const max = Math.max(0, rows.length - room);
      const from = Math.min(ui.panelScroll, max);
      const label = max > 0 ? 'help · Esc goes back · ↑ ↓ scroll' : 'help · Esc goes back';
      return {
        rows: [ruleRow(width, label), ...rows.slice(from, from + room)],
        limits: { transcriptScroll: 0, panelScroll: max, page: Math.max(1, room - 1) },
      };
    }
    case 'event':
      return eventArea(state, ui, width, room);
  }
}

/** The JSON of one event around the row under the cursor. */
function eventArea(state: SessionState, ui: UiState, width: number, room: number): Area {
  const sequence = ui.overlay.kind === 'event' ? ui.overlay.sequence : undefined;
  const entry = state.log.find((candidate) => candidate.sequence === sequence);
  const view = entry && inspect(entry, width, ui.folded);
  const gone: readonly Row[] = [[span(' This event is no longer kept.', 'dim')]];
  const rows = view?.rows ?? gone;
  const cursor = Math.min(ui.panelScroll, rows.length - 1);
  const from = Math.max(0, Math.min(cursor - Math.floor(room / 2), rows.length - room));
  const visible = rows.slice(from, from + room).map((row, index) =>
    view && from + index === cursor
      ? [
          span(
            padRow(row, width)
              .map(({ text }) => text)
              .join(''),
            'selected',
          ),
        ]
      : row,
  );
  return {
    rows: [ruleRow(width, entry ? `${sanitise(entry.type)} · Esc goes back` : 'event'), ...visible],
    limits: {
      transcriptScroll: 0,
      panelScroll: rows.length - 1,
      page: Math.max(1, room - 1),
      node: view?.nodes[cursor],
    },
  };
}
