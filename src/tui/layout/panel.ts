import type { LogEntry, SessionState } from '../../session/state.js';
import { patternIn } from '../search/searching.js';
import { clipRow, padRows, span, type Row } from '../text/rows.js';
import { areaOf, isBox, modeOf, type ShownQuestion, type UiState } from '../ui-state.js';
import { approvalPanel, type ApprovalPanel } from './approval.js';
import { arrange } from './arrangement.js';
import { shownLog } from '../shown-log.js';
import { logRows, visibleEntries, type LogView } from './event-log.js';
import { latencyPanel } from './latency.js';
import { overlayTitle } from './overlay.js';
import { remember } from './remember.js';
import { ruleRow } from './rule.js';
import type { Scene } from './scene.js';
import { soundPanel } from './sound.js';

/** The rule above a panel that is below the transcript, with its title. */
export function panelTitle(scene: Scene): readonly Row[] {
  const { panel } = arrange(scene);
  if (panel === undefined || panel.titleRows === 0) return [];
  return [ruleRow(panel.columns, { right: titleOf(scene) })];
}

/** The rule below the header: it has the title of the area below it, and meets the line beside the panel. */
export function topRule(scene: Scene): readonly Row[] {
  const { panel, isSmall, isCovered, divider } = arrange(scene);
  if (isSmall) return [];
  const { columns } = scene.size;
  if (isCovered) return [ruleRow(columns, { right: overlayTitle(scene) })];
  if (divider === undefined || panel === undefined) return [ruleRow(columns)];
  const right = ruleRow(columns - divider - 1, { right: titleOf(scene) });
  return [[...ruleRow(divider), span('┬', 'rule'), ...right]];
}

/** The rule below transcript and panel. */
export function bottomRule(scene: Scene): Row {
  const { divider } = arrange(scene);
  const { columns } = scene.size;
  if (divider === undefined) return ruleRow(columns);
  return [...ruleRow(divider), span('┴', 'rule'), ...ruleRow(columns - divider - 1)];
}

function titleOf(scene: Scene): string {
  const { panel, isSmall } = arrange(scene);
  if (panel === undefined) return '';
  if (panel.kind === 'approval') return approvalView(scene)?.title ?? '';
  const scrolled = !isSmall && scene.ui.transcriptScroll > 0;
  const title = panel.kind === 'log' ? logTitle(scene) : figuresView(scene, panel.kind).title;
  const key = isTyping(scene) ? 'PgDn' : 'End';
  return (scrolled ? `scrolled up · ${key} follows · ` : '') + title;
}

/** Whether characters are typed: then a title names no key that is one. */
function isTyping({ state, ui }: Scene): boolean {
  return isBox(modeOf(ui, state));
}

const approvalAt = remember(
  (
    state: SessionState,
    width: number,
    height: number,
    scroll: number,
    question: ShownQuestion | undefined,
    isTyping: boolean,
    canAnswer: boolean,
  ) => {
    const hint = isTyping ? 'Press Esc, then y, a or n.' : undefined;
    return approvalPanel(state, { width, height }, { scroll, hint, question, canAnswer });
  },
);

/** The approval question of a tool call; undefined when none is shown. */
export function approvalView(scene: Scene): ApprovalPanel | undefined {
  const { state, ui } = scene;
  const { panel } = arrange(scene);
  if (panel?.kind !== 'approval') return undefined;
  const { columns, rows } = panel;
  return approvalAt(
    state,
    columns,
    rows,
    ui.panelScroll,
    ui.question,
    modeOf(ui, state) === 'text',
    ui.replay === undefined,
  );
}

export function approvalRows(scene: Scene): readonly Row[] {
  const view = approvalView(scene);
  return view ? fitted(view.rows, scene) : [];
}

function fitted(rows: readonly Row[], scene: Scene): readonly Row[] {
  const { panel } = arrange(scene);
  if (panel === undefined) return [];
  return padRows(rows, panel.rows).map((row) => clipRow(row, panel.columns));
}

const entriesOf = remember((log: readonly LogEntry[], text: string, frozenAt: number | undefined) =>
  shownLog(log, { filter: { text }, frozenAt }),
);
const logRowsOf = remember(
  (
    entries: readonly LogEntry[],
    columns: number,
    rows: number,
    selected: number | undefined,
    end: number | undefined,
    pattern: RegExp | undefined,
  ) => logRows(entries, columns, rows, { selected, end }, pattern),
);

function shownEntries({ state, ui }: Scene): readonly LogEntry[] {
  return entriesOf(state.log, ui.filter.text, ui.frozenAt);
}

/** The visible entries of the event log. */
export function eventLogRows(scene: Scene): readonly Row[] {
  const { panel } = arrange(scene);
  if (panel === undefined) return [];
  const { columns, rows } = panel;
  const { selected, end } = logView(scene);
  const pattern = patternIn(scene.ui, 'log');
  return logRowsOf(shownEntries(scene), columns, rows, selected, end, pattern);
}

function logView(scene: Scene): LogView {
  const { ui } = scene;
  if (areaOf(ui) !== 'log') return { selected: undefined, end: ui.logEnd };
  return { selected: ui.selected ?? shownEntries(scene).at(-1)?.sequence };
}

/** The entries of the event log that are visible, a row each. */
export function visibleLog(scene: Scene): readonly LogEntry[] {
  const rows = arrange(scene).panel?.rows ?? 0;
  return visibleEntries(shownEntries(scene), rows, logView(scene));
}

function logTitle(scene: Scene): string {
  const { filter, frozenAt } = scene.ui;
  const { log } = scene.state;
  const newer = log.filter((entry) => entry.sequence > (frozenAt ?? Infinity)).length;
  const scrolled = areaOf(scene.ui) !== 'log' && scene.ui.logEnd !== undefined ? 'older ' : '';
  const frozen = frozenAt === undefined ? scrolled : `frozen, ${String(newer)} newer · `;
  if (filter.text === '') return `${frozen}events${isTyping(scene) ? '' : ' · f filter'}`;
  const count = `${String(shownEntries(scene).length)} of ${String(log.length)}`;
  return `${frozen}events · filter: ${filter.text} · ${count}`;
}

type FiguresKind = Exclude<UiState['panel'], 'log'>;

interface FiguresView {
  readonly title: string;
  readonly rows: readonly Row[];
}

function figuresView(scene: Scene, kind: FiguresKind): FiguresView {
  const columns = arrange(scene).panel?.columns ?? 0;
  return kind === 'latency' ? latencyAt(scene, columns) : soundAt(scene.state, columns);
}

const latencyAt = remember(latencyPanel);
const soundAt = remember(soundPanel);

/** Figures on latency or sound. */
export function figuresRows(scene: Scene): readonly Row[] {
  const { panel } = arrange(scene);
  if (panel === undefined || panel.kind === 'approval' || panel.kind === 'log') return [];
  return fitted(figuresView(scene, panel.kind).rows, scene);
}
