const names: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  escape: 'Esc',
  'ctrl+c': 'Ctrl-C',
  'ctrl+z': 'Ctrl-Z',
  'alt+enter': 'Alt-Enter',
  'shift+enter': 'Shift-Enter',
  'shift+left': 'Shift-←',
  'shift+right': 'Shift-→',
};

/** How a key is written on the screen and in the documentation. */
export function keyName(key: string): string {
  const name = names[key] ?? key;
  return name.length > 1 ? name.charAt(0).toUpperCase() + name.slice(1) : name;
}
