import type { Key, KeyEvent } from '../terminal/key-event.js';
import type { SessionState } from '../../session/state.js';
import { isBox, modeOf, type UiState } from '../ui-state.js';
import { isPanelFree } from './conditions.js';
import type { KeyContext } from './key-context.js';
import { uiOnly, type KeyResult } from './key-result.js';
import { keysOf } from './key-row.js';
import { activeRows } from './key-table.js';
import { goBack } from './leave-keys.js';
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
    case 'paste':
      return uiOnly(paste(ui, event.text, context));
    case 'wheel':
      return uiOnly(turnWheel(ui, event, context));
    case 'click':
      return click({ ...ui, hint: undefined, leaving: undefined }, event, context);
    case 'keyboard-flags':
    case 'background':
    case 'device-attributes':
      return uiOnly(ui);
  }
}

function release(ui: UiState, key: Key, context: KeyContext): KeyResult {
  return key.name === ui.talkKey && ui.holding ? releaseTalkKey(ui, context) : uiOnly(ui);
}

function paste(before: UiState, text: string, { state, nowMs }: KeyContext): UiState {
  const ui = { ...withBurst(before, nowMs), hint: undefined, leaving: undefined, typedAtMs: nowMs };
  const mode = modeOf(ui, state);
  if (ui.replay !== undefined && !isBox(mode)) return ui;
  return pasteText(ui, text, mode, isPanelFree(state));
}

function press(before: UiState, key: Key, context: KeyContext): KeyResult {
  // A modifier by itself answers nothing and takes nothing back.
  if (key.name === '' && key.text === '') return uiOnly(before);
  const { state, nowMs } = context;
  const shown = typesBehindHelp(before, key, state) ? goBack(before) : before;
  const ui: UiState = {
    ...withBurst(shown, nowMs),
    hint: undefined,
    leaving: undefined,
    typedAtMs: isBox(modeOf(shown, state)) ? nowMs : shown.typedAtMs,
  };
  const rows = activeRows(ui, state);
  const row = namesOf(key)
    .map((name) => rows.find((candidate) => keysOf(candidate, ui).includes(name)))
    .find((found) => found !== undefined);
  return row === undefined
    ? uiOnly(typeKey(ui, key, modeOf(ui, state)))
    : row.run(ui, { ...context, key, leaving: before.leaving });
}

/** Help that covers the text box does not take the characters that are typed: it makes way for them. */
function typesBehindHelp(ui: UiState, key: Key, state: SessionState): boolean {
  if (ui.overlay.kind !== 'help' || ui.overlay.event !== undefined) return false;
  const types = key.text !== '' && !key.ctrl && !key.alt;
  return types && isBox(modeOf(goBack(ui), state));
}

/** A key with its modifiers; a capital letter and Shift-Enter are the plain key where they mean nothing of their own. */
function namesOf(key: Key): readonly string[] {
  const modifiers = `${key.ctrl ? 'ctrl+' : ''}${key.alt ? 'alt+' : ''}`;
  const plain = modifiers + key.name;
  if (/^[A-Z]$/.test(key.text)) return [modifiers + key.text, plain];
  if (key.name === 'enter' && key.shift) return ['shift+enter', plain];
  if (key.shift && (key.name === 'left' || key.name === 'right')) return [`shift+${plain}`, plain];
  return [plain];
}

function withBurst(ui: UiState, nowMs: number): UiState {
  const burstSinceMs = nowMs - ui.keyAtMs < burstMs ? ui.burstSinceMs : nowMs;
  return { ...ui, keyAtMs: nowMs, burstSinceMs };
}
