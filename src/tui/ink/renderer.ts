import type { DOMElement } from 'ink';

interface Rendered {
  readonly output: string;
  readonly outputHeight: number;
  readonly staticOutput: string;
}

/**
 * Replaces Ink's renderer, which copies every text onto a grid, character by character, and serialises the grid: most of
 * the processor time of a frame. The parts of this screen are whole rows: their lines are stacked or, in a box with the
 * direction `row`, joined side by side.
 */
function render(root: DOMElement): Rendered {
  const lines = linesOf(root);
  return { output: lines.join('\n'), outputHeight: lines.length, staticOutput: '' };
}

function linesOf(element: DOMElement): readonly string[] {
  if (element.nodeName === 'ink-text') return textOf(element).split('\n');
  const parts = element.childNodes.map((child) =>
    child.nodeName === '#text' ? [] : linesOf(child),
  );
  if (element.style.flexDirection !== 'row') return parts.flat();
  const [first = [], ...others] = parts;
  return first.map((line, row) => line + others.map((lines) => lines[row] ?? '').join(''));
}

function textOf({ childNodes }: DOMElement): string {
  return childNodes.map((child) => (child.nodeName === '#text' ? child.nodeValue : '')).join('');
}

export { render as default };
