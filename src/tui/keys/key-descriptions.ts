import type { SessionState } from '../../session/state.js';
import type { HelpPlace, Mode, UiState } from '../ui-state.js';
import { keyName } from './key-name.js';
import { keysOf, type KeyRow } from './key-row.js';
import { activeRows, isOf, keyTable } from './key-table.js';

/** A key of the footer. */
export interface FooterKey {
  readonly label: string;
  readonly does: string;
}

/** The keys that work now and belong in the footer, the most useful first. */
export function footerKeys(ui: UiState, state: SessionState): readonly FooterKey[] {
  return activeRows(ui, state)
    .flatMap((row) => {
      const place = row.footer?.(state, ui);
      return place === undefined ? [] : [{ row, place }];
    })
    .sort((left, right) => left.place - right.place)
    .map(({ row }) => ({
      label: keyName(keysOf(row, ui)[0]),
      does: typeof row.does === 'string' ? row.does : row.does(state, ui),
    }));
}

/** The keys of one row as help and documentation write them. */
export interface DescribedKey {
  readonly names: readonly string[];
  readonly about: string;
}

/** The keys of one place. */
export interface KeyGroup {
  readonly place: HelpPlace;
  readonly title: string;
  readonly keys: readonly DescribedKey[];
}

type KeyPlace = Exclude<HelpPlace, 'commands'>;

const titles: Readonly<Record<KeyPlace, string>> = {
  talking: 'Talking',
  typing: 'Typing',
  approval: 'Tool call waiting for approval',
  transcript: 'Transcript',
  log: 'Event log',
  search: 'Search',
  event: 'One event',
  anywhere: 'Anywhere',
};

const order: readonly KeyPlace[] = [
  'talking',
  'typing',
  'approval',
  'transcript',
  'log',
  'search',
  'event',
  'anywhere',
];

/** Every key of a session, or of a replay, with its sentence, grouped by where one is. */
export function keyGroups(ui: Pick<UiState, 'talkKey'>, isReplay = false): readonly KeyGroup[] {
  const groups = order.map((place) => ({
    place,
    title: isReplay && place === 'talking' ? 'Replay' : titles[place],
    keys: keyTable
      .filter((row) => isOf(row, isReplay) && placeOf(row) === place)
      .map((row) => ({ names: keysOf(row, ui).map(keyName), about: row.about })),
  }));
  return groups.filter(({ keys }) => keys.length > 0);
}

function placeOf({ place, modes: [mode = 'session'] }: KeyRow): HelpPlace {
  return place ?? placeOfMode(mode);
}

function placeOfMode(mode: Mode): HelpPlace {
  switch (mode) {
    case 'session':
      return 'talking';
    case 'text':
      return 'typing';
    case 'filter':
      return 'log';
    case 'help':
      return 'anywhere';
    case 'transcript':
    case 'log':
    case 'search':
    case 'event':
      return mode;
  }
}
