import { render } from 'ink';
import { App, type FrameSource } from './app.js';

/** Lets Ink draw the frames of a source onto a canvas until `unmount()`. A module of its own: Ink takes long to load. */
export function mountInk(
  source: FrameSource,
  canvas: NodeJS.WriteStream,
): { readonly unmount: () => void } {
  return render(<App source={source} />, {
    stdout: canvas,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
}
