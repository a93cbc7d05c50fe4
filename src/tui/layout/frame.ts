import { currentApproval } from '../../session/selectors.js';
import type { SessionState } from '../../session/state.js';
import type { Limits } from '../outcome.js';
import { clipRow, padRow, padRows, span, type Row } from '../text/rows.js';
import { textWidth } from '../text/width.js';
import { wrap } from '../text/wrap.js';
import { modeOf, showsQuestion, type UiState } from '../ui-state.js';
import { approvalPanel, type ApprovalPanel } from './approval.js';
import { filterLog, logRows } from './event-log.js';
import { footerRow } from './footer.js';
import { headerRow } from './header.js';
import { helpRows } from './help.js';
import { inspectorRows } from './inspector.js';
import { latencyRow } from './latency.js';
import { ruleRow } from './rule.js';
import { statusRow } from './status.js';
import { textBox } from './text-box.js';
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
  const latency =
    !small && columns >= latencyColumns ? latencyRow(state.latency, columns) : undefined;
  const box = boxFor(scene, columns);
  const top = [headerRow(state, columns), ...(small ? [] : [ruleRow(columns)])];
  const remark = small ? [] : longRemark(ui, columns);
  const bottom = small
    ? [...(box ? [box.row] : []), statusOrHint(scene, columns)]
    : [
        ...(latency ? [latency] : []),
        ...remark,
        box?.row ?? ruleRow(columns),
        statusRow(state, columns),
        footerRow(state, remark.length > 0 ? { ...ui, hint: undefined } : ui, columns),
      ];
  const height = Math.max(0, rows - top.length - bottom.length);
  const area = middle(scene, columns, height, small);
  const body = padRows(area.rows, height);
  const all = padRows([...top, ...body, ...bottom], rows);
  const boxAt = top.length + height + (latency ? 1 : 0) + remark.length;
  const call = showsQuestion(ui, state) ? currentApproval(state) : undefined;
  return {
    rows: all.map((row) => clipRow(row, columns)),
    cursor: box && boxAt < rows ? { row: boxAt, column: box.cursor } : undefined,
    limits: area.limits,
    question: call && { callId: call.callId, arguments: call.arguments },
  };
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
    return panel ? stackPanel(panel, width, panelHeight) : transcriptArea(scene, width, height);
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

function transcriptArea({ state, ui }: Scene, width: number, height: number): Area {
  const window = transcriptWindow(state.transcript, width, height, ui.transcriptScroll);
  return {
    rows: padRows(window.rows, height),
    limits: {
      transcriptScroll: window.maxScroll,
      panelScroll: 0,
      page: Math.max(1, height - 1),
    },
  };
}

function logLabel({ state, ui }: Scene, shown: number): string {
  const filter = ui.filter.text === '' ? 'f filter' : `filter: ${ui.filter.text}`;
  const count = ui.filter.text === '' ? '' : ` · ${String(shown)} of ${String(state.log.length)}`;
  return `events · ${filter}${count}`;
}

function logArea(
  scene: Scene,
  width: number,
  height: number,
): { label: string; rows: readonly Row[] } {
  const { state, ui } = scene;
  const entries = filterLog(state.log, ui.filter.text);
  const selected = ui.focus === 'log' ? (ui.selected ?? entries.at(-1)?.sequence) : undefined;
  return {
    label: logLabel(scene, entries.length),
    rows: logRows(entries, width, height, selected),
  };
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
  const log = logArea(scene, width, logHeight);
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
  const log = panel ? undefined : logArea(scene, rightWidth, height - 1);
  const label = panel?.title ?? scrolledLabel(scene) + (log?.label ?? '');
  const right = padRows([ruleRow(rightWidth, label), ...(panel?.rows ?? log?.rows ?? [])], height);
  const rows = padRows(left.rows, height).map((row, index): Row => {
    const divider = span(' │ ', 'rule');
    return [...padRow(row, leftWidth), divider, ...(right[index] ?? [])];
  });
  return { rows, limits: { ...left.limits, panelScroll: panel?.maxScroll ?? 0 } };
}

function overlayArea({ state, ui }: Scene, width: number, height: number): Area | undefined {
  const content = overlayContent(state, ui, width);
  if (content === undefined) return undefined;
  const room = Math.max(0, height - 1);
  const max = Math.max(0, content.rows.length - room);
  const from = Math.min(ui.panelScroll, max);
  const label = max > 0 ? `${content.title} · ↑ ↓ scroll` : content.title;
  return {
    rows: [ruleRow(width, label), ...content.rows.slice(from, from + room)],
    limits: { transcriptScroll: 0, panelScroll: max, page: Math.max(1, room - 1) },
  };
}

function overlayContent(
  state: SessionState,
  ui: UiState,
  width: number,
): { readonly title: string; readonly rows: readonly Row[] } | undefined {
  switch (ui.overlay.kind) {
    case 'none':
      return undefined;
    case 'help':
      return { title: 'help · Esc goes back', rows: helpRows(width) };
    case 'event': {
      const { sequence } = ui.overlay;
      const entry = state.log.find((candidate) => candidate.sequence === sequence);
      if (entry === undefined) {
        return {
          title: 'event · Esc goes back',
          rows: [[span(' This event is no longer kept.', 'dim')]],
        };
      }
      return { title: 'event · Esc goes back', rows: inspectorRows(entry, width) };
    }
  }
}
