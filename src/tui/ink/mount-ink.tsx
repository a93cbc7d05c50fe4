import { render } from 'ink';
import { App } from './app.js';
import { createCanvas, spareColumns } from './canvas.js';
import { createChangedRows, type FrameSource } from './changed-rows.js';

/** Lets Ink draw the frames of a source onto a canvas until `unmount()`. A module of its own: Ink takes long to load. */
export function mountInk(
  source: FrameSource,
  canvas: NodeJS.WriteStream,
): { readonly unmount: () => void } {
  const changed = createChangedRows(source, (lines) => {
    canvas.write(lines.join('\n'));
  });
  const stdout = createCanvas({
    columns: () => canvas.columns - spareColumns,
    onFrame: (lines) => {
      changed.drawn(lines);
    },
  });
  const ink = render(<App changed={changed} />, {
    stdout,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  return {
    unmount() {
      changed.close();
      ink.unmount();
    },
  };
}
