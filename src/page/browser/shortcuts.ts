import { keys, type Command } from '../data/keys.js';

/** The command of a key, unless the element that has the focus needs the key itself. */
export function commandOf(event: KeyboardEvent): Command | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const { target } = event;
  if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return undefined;
  const isControl = target instanceof HTMLElement && target.closest('button, summary, a') !== null;
  if (isControl && event.key === ' ') return undefined;
  const onTimeline = target instanceof HTMLElement && target.id === 'view';
  if (!onTimeline && ['Home', 'End'].includes(event.key)) return undefined;
  // A region that scrolls sideways keeps its arrows.
  if (target instanceof HTMLElement && target.getAttribute('role') === 'group') return undefined;
  const isShifted = event.shiftKey && event.key.startsWith('Arrow');
  const name = isShifted ? `Shift+${event.key}` : event.key === '=' ? '+' : event.key;
  return keys.find(({ key }) => key === name)?.command;
}
