import type { Intent } from '../../session/inputs.js';
import { completeCommand } from '../../session/commands/completion.js';
import type { SessionState } from '../../session/state.js';
import { sanitise } from '../../shared/sanitise.js';
import { answerQuestion } from './approval-keys.js';
import { edit, editorWith, emptyEditor, insert, type Editor } from '../editor.js';
import type { Command, KeyRow } from './key-row.js';
import { keyTable } from './key-table.js';
import { copyEvent, fold } from './inspector-keys.js';
import type { Key, KeyEvent } from '../terminal/key-event.js';
import { focusLog, freeze, toTurn } from './log-keys.js';
import { moveSelection, scroll, type Motion } from './navigate.js';
import type { KeyContext, Outcome } from './key-context.js';
import { pressSpace, releaseSpace } from './talk-key.js';
import { moveTurn, selectTurn, toEvents } from './turn-keys.js';
import { modeOf, nextPanel, showsQuestion, type UiState } from '../ui-state.js';
import { runTyped } from './submit-text.js';

function stay(ui: UiState): Outcome {
  return { ui, intents: [] };
}

/** What an event of the keyboard does to the screen and what it asks of the session. Pure. */
export function handleKey(ui: UiState, event: KeyEvent, context: KeyContext): Outcome {
  switch (event.type) {
    case 'paste':
      return stay(withBurst(handlePaste(ui, event.text, context), context.nowMs));
    case 'key':
      return handleOneKey(ui, event, context);
    case 'wheel':
      return stay(turnWheel(ui, event.direction, context));
    case 'keyboard-flags':
    case 'device-attributes':
      return stay(ui);
  }
}

function handlePaste(ui: UiState, text: string, context: KeyContext): UiState {
  switch (modeOf(ui, context.state)) {
    case 'text':
      return { ...ui, editor: insert(ui.editor, text), hint: undefined };
    case 'filter':
      return { ...ui, filter: insert(ui.filter, text.replace(/\s+/g, ' ')) };
    case 'session':
    case 'transcript':
    case 'log':
    case 'help':
    case 'event':
      // Pasted text presses no keys.
      return { ...ui, hint: 'Pasted text was ignored: press i first to paste into a turn.' };
  }
}

function handleOneKey(ui: UiState, key: Key, context: KeyContext): Outcome {
  if (key.action === 'release') {
    return key.name === ui.talkKey && ui.holding ? releaseSpace(ui, context) : stay(ui);
  }
  return press(withBurst({ ...ui, hint: undefined }, context.nowMs), key, context);
}

/** Keys closer together than this are one burst of typing. */
const burstMs = 300;

function withBurst(ui: UiState, nowMs: number): UiState {
  const burstSinceMs = nowMs - ui.keyAtMs < burstMs ? ui.burstSinceMs : nowMs;
  return { ...ui, keyAtMs: nowMs, burstSinceMs };
}

function press(ui: UiState, key: Key, context: KeyContext): Outcome {
  const mode = modeOf(ui, context.state);
  const works = keyTable.filter((row) => row.modes.includes(mode) && row.when(context.state, ui));
  const names = namesOf(ui, key);
  const row =
    talkRow(works, ui, key) ??
    names
      .map((name) => works.find((candidate) => isNamed(candidate, name)))
      .find((candidate) => candidate !== undefined);
  if (row === undefined) return stay(type(ui, key, mode));
  if ('intent' in row.action) return { ui, intents: [row.action.intent] };
  return run(row.action.command, ui, key, context);
}

/** A key with what is held beside it; a capital letter, Shift-Enter, then what they are when they mean nothing. */
function namesOf(ui: UiState, key: Key): readonly string[] {
  const held = `${key.ctrl ? 'ctrl+' : ''}${key.alt ? 'alt+' : ''}`;
  const plain = held + key.name;
  if (/^[A-Z]$/.test(key.text)) return [held + key.text, plain];
  if (key.name === 'enter' && key.shift) return ['shift+enter', plain];
  return [plain];
}

/** The row of push-to-talk, for whichever key that is. */
function talkRow(rows: readonly KeyRow[], ui: UiState, key: Key): KeyRow | undefined {
  const isTalkKey = key.name === ui.talkKey && !key.ctrl && !key.alt;
  return isTalkKey ? rows.find(isTalkRow) : undefined;
}

function isTalkRow({ action }: KeyRow): boolean {
  return 'command' in action && action.command === 'talk';
}

function isNamed(row: KeyRow, name: string): boolean {
  return !isTalkRow(row) && row.keys.includes(name);
}

function type(ui: UiState, key: Key, mode: ReturnType<typeof modeOf>): UiState {
  if (mode === 'text') {
    const editor = edit(ui.editor, key);
    return editor === undefined ? ui : { ...ui, editor };
  }
  if (mode !== 'filter') return ui;
  const filter = edit(ui.filter, key);
  return filter === undefined ? ui : { ...ui, filter };
}

function run(command: Command, ui: UiState, key: Key, context: KeyContext): Outcome {
  const { state } = context;
  switch (command) {
    case 'talk':
      return pressSpace(ui, key, context);
    case 'interrupt-session': {
      const talking = state.input.phase === 'capturing' && state.input.by === 'key';
      const intent: Intent = { type: talking ? 'talk-discard' : 'interrupt' };
      return { ui: { ...ui, holding: false }, intents: [intent] };
    }
    case 'open-text': {
      const editor = key.name === '/' && ui.editor.text === '' ? editorWith('/') : ui.editor;
      return stay({ ...ui, focus: 'text', editor, historyAt: undefined });
    }
    case 'toggle-microphone':
      return mute(ui, 'microphone', !state.playback.microphoneMuted);
    case 'toggle-speaker':
      return mute(ui, 'speaker', !state.playback.speakerMuted);
    case 'approve-once':
      return answerQuestion(ui, 'once', { key, context });
    case 'approve-session':
      return answerQuestion(ui, 'session', { key, context });
    case 'deny':
      return answerQuestion(ui, 'deny', { key, context });
    case 'focus-log':
      return stay(focusLog(ui, context));
    case 'edit-filter':
      return stay({ ...ui, focus: 'filter' });
    case 'open-event':
      return ui.selected === undefined
        ? stay(ui)
        : stay({
            ...ui,
            overlay: { kind: 'event', sequence: ui.selected },
            panelScroll: 0,
            folded: [],
          });
    case 'help':
      return stay({ ...ui, overlay: { kind: 'help' }, panelScroll: 0 });
    case 'back':
      return stay(goBack(ui));
    case 'freeze':
      return stay(freeze(ui, context));
    case 'select-turn':
      return stay(selectTurn(ui, context));
    case 'to-events':
      return stay(toEvents(ui, context));
    case 'turn-before':
      return stay(toTurn(ui, 'before', context));
    case 'turn-after':
      return stay(toTurn(ui, 'after', context));
    case 'fold':
    case 'fold-in':
    case 'fold-out':
      return stay(fold(ui, command, context));
    case 'copy-json':
    case 'copy-step':
      return copyEvent(ui, command, context);
    case 'next-panel':
      return stay({
        ...ui,
        panel: nextPanel(ui, state),
        focus: 'session',
        selected: undefined,
        turn: undefined,
      });
    case 'new-line':
      return stay({ ...ui, editor: insert(ui.editor, '\n') });
    case 'complete':
      return stay(complete(ui, state));
    case 'send-text':
      return runTyped(ui);
    case 'apply-filter':
      return stay({ ...ui, focus: 'log', selected: undefined });
    case 'up':
    case 'down':
    case 'page-up':
    case 'page-down':
    case 'oldest':
    case 'newest':
      return stay(move(ui, command, context));
    case 'quit':
      return { ui, intents: [{ type: 'quit' }], exit: 'quit' };
    case 'interrupt-program':
      return { ui, intents: [{ type: 'quit' }], exit: 'interrupt' };
  }
}

function mute(ui: UiState, what: 'microphone' | 'speaker', muted: boolean): Outcome {
  return { ui, intents: [{ type: 'mute', what, muted }] };
}

function goBack(ui: UiState): UiState {
  if (ui.overlay.kind !== 'none') return { ...ui, overlay: { kind: 'none' }, panelScroll: 0 };
  const filter: Editor = ui.focus === 'filter' ? emptyEditor : ui.filter;
  return {
    ...ui,
    focus: 'session',
    filter,
    selected: undefined,
    turn: undefined,
    historyAt: undefined,
  };
}

function move(ui: UiState, motion: Motion, context: KeyContext): UiState {
  const mode = modeOf(ui, context.state);
  if (mode === 'log') return moveSelection(ui, motion, context);
  if (mode === 'transcript') return moveTurn(ui, motion, context);
  if (mode === 'text' && (motion === 'up' || motion === 'down')) return recall(ui, motion);
  return scrollView(ui, motion, context);
}

/** Lines that a notch of the wheel moves. */
const wheelLines = 3;

function turnWheel(ui: UiState, direction: 'up' | 'down', context: KeyContext): UiState {
  const inLog = modeOf(ui, context.state) === 'log';
  let next = ui;
  for (let line = 0; line < wheelLines; line += 1) {
    next = inLog ? moveSelection(next, direction, context) : scrollView(next, direction, context);
  }
  return next;
}

function scrollView(ui: UiState, motion: Motion, context: KeyContext): UiState {
  const { limits, state } = context;
  const mode = modeOf(ui, state);
  if (mode === 'help' || mode === 'event' || (showsQuestion(ui, state) && limits.panelScroll > 0)) {
    const panelScroll = scroll(ui.panelScroll, motion, {
      max: limits.panelScroll,
      page: limits.page,
      from: 'top',
    });
    return { ...ui, panelScroll };
  }
  const transcriptScroll = scroll(ui.transcriptScroll, motion, {
    max: limits.transcriptScroll,
    page: limits.page,
    from: 'bottom',
  });
  return { ...ui, transcriptScroll };
}

/** The turn before or after in what was typed; after the newest comes what was being typed. */
function recall(before: UiState, motion: 'up' | 'down'): UiState {
  const ui = before.historyAt === undefined ? { ...before, draft: before.editor.text } : before;
  const at = (ui.historyAt ?? ui.history.length) + (motion === 'up' ? -1 : 1);
  if (at < 0 || at > ui.history.length) return ui;
  return { ...ui, historyAt: at, editor: editorWith(ui.history[at] ?? ui.draft) };
}

/** Completes the command that is being typed; where there are several ways, they are named. */
function complete(ui: UiState, state: SessionState): UiState {
  const { editor } = ui;
  const completion =
    editor.cursor === editor.text.length ? completeCommand(editor.text, state) : undefined;
  if (completion === undefined) return ui;
  const hint =
    completion.choices.length === 0 ? undefined : sanitise(completion.choices.join('  '));
  return { ...ui, editor: editorWith(sanitise(completion.text)), hint };
}
