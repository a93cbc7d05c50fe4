import {
  folderOf,
  paletteOf,
  type Palette,
  type PaletteChoice,
} from '../../session/commands/palette.js';
import type { SessionState } from '../../session/state.js';
import { sanitise } from '../../shared/sanitise.js';
import { editorWith } from '../editor.js';
import { modeOf, type UiState } from '../ui-state.js';
import type { PressContext } from './key-context.js';
import { uiOnly, type KeyResult } from './key-result.js';
import type { KeyRow } from './key-row.js';
import { interrupts, submit } from './text-box-keys.js';

/** The palette as it stands on the screen, with the choice that is picked. */
export interface OpenPalette extends Palette {
  readonly at: number | undefined;
}

/** Undefined when no command is being typed, or when the palette was closed. */
export function openPalette(ui: UiState, state: SessionState): OpenPalette | undefined {
  const { text } = ui.editor;
  const isRecalled = ui.historyAt !== undefined && ui.history[ui.historyAt] === text;
  const picked = ui.palette?.text === text ? ui.palette : undefined;
  if (modeOf(ui, state) !== 'text' || isRecalled || picked?.at === 'closed') return undefined;
  const palette = paletteOf(text, state, ui.listing);
  return palette && { ...palette, at: picked?.at ?? palette.first };
}

/** The folder whose names the palette wants to offer, as it was typed. */
export function wantedFolder(ui: UiState, state: SessionState): string | undefined {
  const command = openPalette(ui, state)?.command;
  const argument = /^\/\S+\s+([^]*)$/.exec(ui.editor.text)?.[1] ?? '';
  return command && folderOf(command, argument)?.directory;
}

/** The keys of the palette of commands, which stand before those of the text box. */
export const paletteKeys: readonly KeyRow[] = [
  {
    keys: ['up'],
    does: 'pick',
    about: 'choose the command or argument above',
    modes: ['text'],
    when: hasChoices,
    run: (ui, { state }) => uiOnly(pick(ui, state, -1)),
  },
  {
    keys: ['down'],
    does: 'pick',
    about: 'choose the command or argument below',
    modes: ['text'],
    when: hasChoices,
    footer: () => 4,
    run: (ui, { state }) => uiOnly(pick(ui, state, 1)),
  },
  {
    keys: ['tab'],
    does: 'complete',
    about: 'complete the command or its argument',
    modes: ['text'],
    when: hasChoices,
    footer: () => 3,
    run: (ui, { state }) => {
      const palette = openPalette(ui, state);
      const choice = palette?.choices[palette.at ?? 0];
      return uiOnly(choice === undefined ? ui : completed(ui, choice));
    },
  },
  {
    keys: ['enter'],
    does: 'run',
    about: 'run the chosen command, or complete it when its argument is missing',
    modes: ['text'],
    when: (state, ui) => pickedChoice(ui, state) !== undefined,
    footer: () => 1,
    run: take,
  },
  {
    keys: ['escape'],
    does: 'close',
    about: 'close the list of commands',
    modes: ['text'],
    footer: () => 2,
    when: (state, ui) => hasChoices(state, ui) && ui.editor.text !== '/' && !interrupts(state),
    run: (ui) => uiOnly({ ...ui, palette: { text: ui.editor.text, at: 'closed' } }),
  },
];

function hasChoices(state: SessionState, ui: UiState): boolean {
  return (openPalette(ui, state)?.choices.length ?? 0) > 0;
}

function pickedChoice(ui: UiState, state: SessionState): PaletteChoice | undefined {
  const palette = openPalette(ui, state);
  return palette?.at === undefined ? undefined : palette.choices[palette.at];
}

function pick(ui: UiState, state: SessionState, step: -1 | 1): UiState {
  const palette = openPalette(ui, state);
  if (palette === undefined) return ui;
  const count = palette.choices.length;
  const from = palette.at ?? (step === 1 ? -1 : count);
  return { ...ui, palette: { text: ui.editor.text, at: (from + step + count) % count } };
}

function completed(ui: UiState, { line }: PaletteChoice): UiState {
  return { ...ui, editor: editorWith(sanitise(line)) };
}

/** Runs the choice; one that is a guess, or lacks its argument, goes into the box first. */
function take(ui: UiState, context: PressContext): KeyResult {
  const choice = pickedChoice(ui, context.state);
  if (choice === undefined) return uiOnly(ui);
  if (choice.unavailable !== undefined)
    return uiOnly({ ...ui, hint: `Not now: ${choice.unavailable}.` });
  const next = completed(ui, choice);
  const isGuess = choice.fit === 'similar' || choice.fit === 'letters';
  if (isGuess) return uiOnly({ ...next, hint: sanitise(`Did you mean ${choice.line.trim()}?`) });
  return choice.isWhole ? submit(next, context) : uiOnly(next);
}
