import { commandTable } from '../../session/commands/command-table.js';
import { keyGroups } from '../keys/key-descriptions.js';
import { span, type Row } from '../text/rows.js';
import { textWidth } from '../text/width.js';
import { wrap } from '../text/wrap.js';
import type { HelpPlace, UiState } from '../ui-state.js';

interface Entry {
  readonly label: string;
  readonly about: string;
}

interface Section {
  readonly place: HelpPlace;
  readonly title: string;
  readonly entries: readonly Entry[];
}

/** Narrower sentences stand below their keys. */
const leastAbout = 26;
const indent = 2;
const maxLabel = 22;

const mouse: readonly Entry[] = [
  { label: 'wheel', about: 'scroll what is under the pointer' },
  {
    label: 'click',
    about: 'select a turn or an event; a second click opens it; to select text, hold Shift',
  },
];

function sections(ui: Pick<UiState, 'talkKey'>, isReplay: boolean): readonly Section[] {
  const keys = keyGroups(ui, isReplay).map(({ place, title, keys: rows }) => {
    const entries = rows.map(({ names, about }) => ({ label: names.join(' '), about }));
    return { place, title, entries: place === 'anywhere' ? [...entries, ...mouse] : entries };
  });
  if (isReplay) return keys;
  const typed = commandTable.map(({ name, argument, about }) => ({
    label: `/${name} ${argument}`.trim(),
    about,
  }));
  const title = 'Commands, in the text box, in plain mode and in text scripts';
  return [...keys, { place: 'commands', title, entries: typed }];
}

/** The rows of help: every key and command with its sentence, grouped by where one is, `first` at the top. */
export function helpRows(
  width: number,
  ui: Pick<UiState, 'talkKey'>,
  first: HelpPlace,
  isReplay = false,
): readonly Row[] {
  const all = sections(ui, isReplay);
  const here = all.filter(({ place }) => place === first);
  const others = all.filter(({ place }) => place !== first);
  return [...here, ...others].flatMap((section, index) => [
    ...(index === 0 ? [] : [[]]),
    ...sectionRows(section, width),
  ]);
}

function sectionRows({ title, entries }: Section, width: number): readonly Row[] {
  const longest = Math.max(...entries.map(({ label }) => textWidth(label)));
  const column = indent + Math.min(longest, maxLabel) + 2;
  return [
    ...wrapped(title, 1, width).map((text): Row => [span(text, 'strong')]),
    ...entries.flatMap((entry) =>
      column + leastAbout <= width ? besideLabel(entry, column, width) : belowLabel(entry, width),
    ),
  ];
}

function besideLabel(entry: Entry, column: number, width: number): readonly Row[] {
  const { label, about } = entry;
  if (textWidth(label) > maxLabel) return belowLabel(entry, width, column);
  const head = ' '.repeat(indent) + label;
  return wrapped(about, column, width).map((text, index) =>
    index === 0 ? [span(head.padEnd(column), 'key'), span(text.slice(column))] : [span(text)],
  );
}

function belowLabel({ label, about }: Entry, width: number, column = indent * 2): readonly Row[] {
  return [
    ...wrapped(label, indent, width).map((text): Row => [span(text, 'key')]),
    ...wrapped(about, column, width).map((text): Row => [span(text)]),
  ];
}

/** Indented lines, with one column free at the right. */
function wrapped(text: string, by: number, width: number): readonly string[] {
  return wrap(text, Math.max(1, width - by - 1)).map((line) => ' '.repeat(by) + line.text);
}
