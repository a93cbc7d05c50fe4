import { render } from 'ink';
import { Component, type PropsWithChildren, type ReactNode } from 'react';
import { App } from '../components/app.js';
import type { Scene } from '../layout/scene.js';
import { createCanvas } from './canvas.js';
import { DrawingContext, type Drawing } from './part.js';

export interface InkScreen {
  /** The painted lines of a scene. @throws what a part of the screen threw */
  draw(scene: Scene, paint: Drawing['paint']): readonly string[];
  unmount(): void;
}

/** Mounts the screen in Ink, which never writes to the terminal. A module of its own, because Ink loads slowly. */
export function mountInk(): InkScreen {
  let lines: readonly string[] = [];
  const failures: unknown[] = [];
  const stdout = createCanvas((drawn) => {
    lines = drawn;
  });
  const ink = render(null, { stdout, debug: true, exitOnCtrlC: false, patchConsole: false });
  return {
    draw(scene, paint) {
      ink.rerender(
        <FailureGuard failures={failures}>
          <DrawingContext value={{ scene, paint }}>
            <App {...scene} />
          </DrawingContext>
        </FailureGuard>,
      );
      if (failures.length > 0) throw failures[0];
      return lines;
    },
    unmount: ink.unmount,
  };
}

/** Passes a failure on to the caller of `draw`. Ink would show it instead of the screen and unmount silently. */
class FailureGuard extends Component<
  PropsWithChildren<{ readonly failures: unknown[] }>,
  { readonly failed: boolean }
> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.failures.push(error);
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children;
  }
}
