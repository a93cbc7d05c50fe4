import type { LogEntry } from '../../session/state.js';
import { isJsonArray, isJsonObject, type JsonValue } from '../../shared/json.js';
import { escapeVisibly } from '../../shared/escape-visibly.js';
import type { InspectedNode } from '../keys/key-context.js';
import { span, type Row } from '../text/rows.js';
import { wrap } from '../text/wrap.js';

/** Lines of one event; the rest is not laid out. */
const maxLines = 5000;

interface JsonLine {
  readonly text: string;
  /** Keys from the root, joined; of the object or list that begins or ends here, or of the value. */
  readonly path: string;
  readonly parent: string;
  readonly fold: 'open' | 'folded' | undefined;
}

export interface Inspected {
  readonly rows: readonly Row[];
  /** For each row what can be folded there. */
  readonly nodes: readonly InspectedNode[];
}

const remembered = new WeakMap<
  LogEntry,
  { readonly width: number; readonly folded: readonly string[]; readonly view: Inspected }
>();

/** All lines of one event's JSON, wrapped. `folded`: paths of the objects and lists that are shown in one line. */
export function inspect(entry: LogEntry, width: number, folded: readonly string[]): Inspected {
  const known = remembered.get(entry);
  if (known?.width === width && known.folded === folded) return known.view;
  const lines: JsonLine[] = [];
  walk(lines, entry.event, { path: '', parent: '', head: '', tail: '', depth: 0 }, folded);
  const rows: Row[] = [];
  const nodes: InspectedNode[] = [];
  const firstRow = new Map<string, number>();
  for (const line of lines) {
    if (!firstRow.has(line.path)) firstRow.set(line.path, rows.length);
    const node = { path: line.path, fold: line.fold, parentRow: firstRow.get(line.parent) ?? 0 };
    const sign = line.fold === undefined ? '  ' : line.fold === 'open' ? '▾ ' : '▸ ';
    wrap(escapeVisibly(line.text), Math.max(1, width - 4)).forEach(({ text }, index) => {
      rows.push([span(` ${index === 0 ? sign : '  '}`, 'dim'), span(text)]);
      nodes.push({ ...node, parent: line.parent });
    });
  }
  const view = { rows, nodes };
  remembered.set(entry, { width, folded, view });
  return view;
}

interface Place {
  readonly path: string;
  readonly parent: string;
  readonly head: string;
  readonly tail: string;
  readonly depth: number;
}

function walk(lines: JsonLine[], value: JsonValue, place: Place, folded: readonly string[]): void {
  if (lines.length >= maxLines) return;
  const { path, parent, head, tail, depth } = place;
  const indent = '  '.repeat(depth);
  const members = membersOf(value);
  if (members.length === 0) {
    const text = indent + head + JSON.stringify(value) + tail;
    lines.push({ text, path, parent, fold: undefined });
    return;
  }
  const [open, close] = isJsonArray(value) ? ['[', ']'] : ['{', '}'];
  if (folded.includes(path)) {
    const text = `${indent}${head}${open} … ${String(members.length)} ${close}${tail}`;
    lines.push({ text, path, parent, fold: 'folded' });
    return;
  }
  lines.push({ text: indent + head + open, path, parent, fold: 'open' });
  members.forEach(([key, member], index) => {
    const inner = {
      path: `${path}/${key}`,
      parent: path,
      head: isJsonArray(value) ? '' : `${JSON.stringify(key)}: `,
      tail: index === members.length - 1 ? '' : ',',
      depth: depth + 1,
    };
    walk(lines, member, inner, folded);
  });
  lines.push({ text: indent + close + tail, path, parent, fold: undefined });
}

function membersOf(value: JsonValue): readonly (readonly [string, JsonValue])[] {
  if (isJsonArray(value)) return value.map((member, index) => [String(index), member]);
  return isJsonObject(value) ? Object.entries(value) : [];
}
