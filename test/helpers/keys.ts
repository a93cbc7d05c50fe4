import type { Intent } from '../../src/session/inputs.js';
import type { SessionState } from '../../src/session/state.js';
import { handleKey } from '../../src/tui/keys/handle-key.js';
import type { Limits } from '../../src/tui/keys/key-context.js';
import type { KeyResult } from '../../src/tui/keys/key-result.js';
import { plainKey } from '../../src/tui/terminal/decode-key.js';
import type { Key, KeyEvent } from '../../src/tui/terminal/key-event.js';
import { initialUi, type UiState } from '../../src/tui/ui-state.js';

const defaultLimits: Limits = { transcriptScroll: 5, panelScroll: 5, page: 3 };

export interface Step {
  readonly event: KeyEvent;
  readonly atMs?: number;
  readonly alone?: boolean;
}

/** A key as a terminal without key release reports it. */
export function key(name: string, change: Partial<Key> = {}): Key {
  const text = name.length === 1 ? name : name === 'space' ? ' ' : '';
  return { ...plainKey(name, text), ...change };
}

/** A step for each key. */
export function keys(...names: readonly string[]): readonly Step[] {
  return names.map((name) => ({ event: key(name) }));
}

export function paste(text: string): Step {
  return { event: { type: 'paste', text } };
}

interface Played {
  readonly ui: UiState;
  readonly intents: readonly Intent[];
  readonly last: KeyResult;
}

/** Plays key events in turn, a second apart by default; gives the last screen state and every intent. */
export function play(
  state: SessionState,
  steps: readonly Step[],
  start: UiState = initialUi,
  limits: Partial<Limits> = {},
): Played {
  let last: KeyResult = { ui: start, intents: [] };
  const intents: Intent[] = [];
  steps.forEach((step, index) => {
    last = handleKey(last.ui, step.event, {
      state,
      limits: { ...defaultLimits, ...limits },
      nowMs: step.atMs ?? (index + 1) * 1000,
      alone: step.alone ?? true,
    });
    intents.push(...last.intents);
  });
  return { ui: last.ui, intents, last };
}
