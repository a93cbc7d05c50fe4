import type { SessionState } from '../../session/state.js';
import type { UiState } from '../ui-state.js';
import { keyName } from './key-name.js';
import { keysOf } from './key-row.js';
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

/** Every key of a session, or of a replay, with its sentence. */
export function describedKeys(
  ui: Pick<UiState, 'talkKey'>,
  isReplay = false,
): readonly DescribedKey[] {
  return keyTable
    .filter((row) => isOf(row, isReplay))
    .map((row) => ({ names: keysOf(row, ui).map(keyName), about: row.about }));
}
