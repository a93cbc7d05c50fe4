import { createPlainPrinter } from '../../src/tui/plain/plain-printer.js';
import { conversation } from './pictures.js';

/** What plain mode prints of the gallery's conversation: stdout and stderr as a terminal shows them. */
export function plainLines(): readonly string[] {
  const lines: string[] = [];
  const story = conversation();
  const printer = createPlainPrinter(
    { getState: () => story.state, subscribe: () => () => undefined, dispatch: () => undefined },
    { out: (line) => lines.push(line), replies: (line) => lines.push(line) },
  );
  printer.close();
  return lines;
}
