import { escapeVisibly } from '../shared/escape-visibly.js';

/** Markup: text that was escaped, or written here. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | undefined | readonly Part[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What is shown of a text from a recording: what cannot be seen in it is written as an escape; line feeds stay. */
export function visible(text: string): string {
  return text.split(/\r?\n/).map(escapeVisibly).join('\n');
}

function markup(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(markup).join('');
  return visible(String(part)).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** Template tag: every inserted string is escaped, for text and for attributes in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, index) => text + markup(parts[index])).join(''));
}
