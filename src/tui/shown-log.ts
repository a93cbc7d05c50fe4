import { entrySummary } from '../session/log/summary.js';
import type { LogEntry } from '../session/state.js';

/**
 * Whether an entry matches a filter: every word of it occurs in the type, the summary, the direction or the level; a word
 * with `*` or `?` is a pattern for the whole type.
 */
export function filterOf(filter: string): (entry: LogEntry) => boolean {
  const tests = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(testFor);
  return (entry) => {
    if (tests.length === 0) return true;
    const type = entry.type.toLowerCase();
    const text = `${type} ${entrySummary(entry).toLowerCase()} dir:${entry.direction} ${entry.level}`;
    return tests.every((matches) => matches(type, text));
  };
}

function testFor(word: string): (type: string, text: string) => boolean {
  if (!/[*?]/.test(word)) return (_type, text) => text.includes(word);
  const source = word
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  const pattern = new RegExp(`^${source}$`);
  return (type) => pattern.test(type);
}

/** The entries on the screen: filtered, and none newer than where the log was frozen. */
export function shownLog(
  log: readonly LogEntry[],
  ui: { readonly filter: { readonly text: string }; readonly frozenAt: number | undefined },
): readonly LogEntry[] {
  const { frozenAt } = ui;
  const kept = frozenAt === undefined ? log : log.filter((entry) => entry.sequence <= frozenAt);
  return ui.filter.text.trim() === '' ? kept : kept.filter(filterOf(ui.filter.text));
}
