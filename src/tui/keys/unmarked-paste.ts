import type { SessionState } from '../../session/state.js';
import type { Key, KeyEvent } from '../terminal/key-event.js';
import { isBox, modeOf, type UiState } from '../ui-state.js';

/**
 * The events of one read as keys were pressed. Several different characters in one read are text that was typed before the
 * screen was up, or a paste that the terminal does not mark: outside of a text box they become a paste, so that none of them
 * is a command. A key that is held gives the same character again, and a terminal that reports key release marks pastes.
 */
export function withUnmarkedPaste(
  events: readonly KeyEvent[],
  ui: UiState,
  state: SessionState,
): readonly KeyEvent[] {
  if (ui.reportsRelease || isBox(modeOf(ui, state))) return events;
  const answers = events.filter(isAnswer);
  const typed = events
    .filter((event) => !isAnswer(event))
    .map((event) => (event.type === 'key' ? characterOf(event) : undefined));
  const opensBox = typed[0] === 'i' || typed[0] === '/';
  if (opensBox || new Set(typed).size < 2 || typed.includes(undefined)) return events;
  return [...answers, { type: 'paste', text: typed.join('') }];
}

/** As the screen opens, the terminal's answers to queries arrive among what was typed before. */
function isAnswer({ type }: KeyEvent): boolean {
  return type === 'keyboard-flags' || type === 'device-attributes' || type === 'background';
}

function characterOf(key: Key): string | undefined {
  if (key.ctrl || key.alt) return undefined;
  if (key.name === 'enter') return '\n';
  return key.text === '' ? undefined : key.text;
}
