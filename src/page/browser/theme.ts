import { element } from './dom.js';

/** The button for light and dark, which begins with what the system prefers. The choice lasts as long as the page. */
export function followTheme(changed: () => void): () => void {
  const button = element('theme', HTMLButtonElement);
  const system = matchMedia('(prefers-color-scheme: dark)');
  const root = document.documentElement;
  const isDark = (): boolean =>
    (root.dataset['theme'] ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const update = (): void => {
    button.textContent = isDark() ? 'Light' : 'Dark';
    changed();
  };
  const toggle = (): void => {
    root.dataset['theme'] = isDark() ? 'light' : 'dark';
    update();
  };
  button.addEventListener('click', toggle);
  system.addEventListener('change', update);
  update();
  return toggle;
}
