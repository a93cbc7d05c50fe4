import type { Key, KeyEvent } from '../terminal/key-event.js';
import { modeOf, type UiState } from '../ui-state.js';
import type { KeyContext } from './key-context.js';
import { uiOnly, type KeyResult } from './key-result.js';
import { keysOf } from './key-row.js';
import { activeRows } from './key-table.js';
import { click, turnWheel } from './mouse.js';
import { releaseTalkKey } from './talking-keys.js';
import { pasteText, typeKey } from './typing.js';

/** Keys closer together than this are one burst of typing. */
const burstMs = 300;

/** What an event of the keyboard does to the screen and asks of the session. Pure. */
export function handleKey(ui: UiState, event: KeyEvent, context: KeyContext): KeyResult {
  switch (event.type) {
    case 'key':
      return event.action === 'release' ? release(ui, event, context) : press(ui, event, context);
    case 'paste': {
      const mode = modeOf(ui, context.state);
      return uiOnly(pasteText(withBurst(ui, context.nowMs), event.text, mode));
    }
    case 'wheel':
      return uiOnly(turnWheel(ui, event, context));
    case 'click':
      return click({ ...ui, hint: undefined }, event, context);
    case 'keyboard-flags':
    case 'device-attributes':
      return uiOnly(ui);
  }
}

function release(ui: UiState, key: Key, context: KeyContext): KeyResult {
  return key.name === ui.talkKey && ui.holding ? releaseTalkKey(ui, context) : uiOnly(ui);
}

function press(before: UiState, key: Key, context: KeyContext): KeyResult {
  const ui = withBurst({ ...before, hint: undefined }, context.nowMs);
  const rows = activeRows(ui, context.state);
  const row = namesOf(key)
    .map((name) => rows.find((candidate) => keysOf(candidate, ui).includes(name)))
    .find((found) => found !== undefined);
  return row === undefined
    ? uiOnly(typeKey(ui, key, modeOf(ui, context.state)))
    : row.run(ui, { ...context, key });
}

/** A key with its modifiers; a capital letter and Shift-Enter are the plain key where they mean nothing of their own. */
function namesOf(key: Key): readonly string[] {
  const modifiers = `${key.ctrl ? 'ctrl+' : ''}${key.alt ? 'alt+' : ''}`;
  const plain = modifiers + key.name;
  if (/^[A-Z]$/.test(key.text)) return [modifiers + key.text, plain];
  if (key.name === 'enter' && key.shift) return ['shift+enter', plain];
  return [plain];
}

function withBurst(ui: UiState, nowMs: number): UiState {
  const burstSinceMs = nowMs - ui.keyAtMs < burstMs ? ui.burstSinceMs : nowMs;
  return { ...ui, keyAtMs: nowMs, burstSinceMs };
}
