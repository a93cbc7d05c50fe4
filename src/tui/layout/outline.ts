import type { Limits } from '../keys/key-context.js';
import { showsQuestion, type ShownQuestion } from '../ui-state.js';
import { arrange } from './arrangement.js';
import { helpView, inspectorView, type OverlayView } from './overlay.js';
import { approvalView } from './panel.js';
import { areaUnder } from './area-under.js';
import type { Scene } from './scene.js';
import { boxOf } from './text-box.js';
import { transcriptView } from './transcript-view.js';

/** What key handling and the terminal need to know of a frame. */
export interface Outline {
  readonly cursor: { readonly row: number; readonly column: number } | undefined;
  readonly limits: Limits;
  /** The question that can be read on this frame. */
  readonly question: ShownQuestion | undefined;
}

export function outline(scene: Scene): Outline {
  const { state, ui, size } = scene;
  const column = boxOf(scene)?.cursor;
  const { boxRow } = arrange(scene);
  return {
    cursor: column === undefined || boxRow >= size.rows ? undefined : { row: boxRow, column },
    limits: { ...limitsOf(scene), under: (place) => areaUnder(scene, place) },
    question: showsQuestion(ui, state) ? approvalView(scene)?.question : undefined,
  };
}

function limitsOf(scene: Scene): Limits {
  switch (scene.ui.overlay.kind) {
    case 'help':
      return overlayLimits(helpView(scene));
    case 'event':
      return overlayLimits(inspectorView(scene));
    case 'none':
      break;
  }
  const { isSmall, transcript, panel } = arrange(scene);
  const panelScroll = approvalView(scene)?.maxScroll ?? 0;
  if (isSmall && panel) {
    const page = panel.kind === 'approval' ? Math.max(1, panel.rows - 3) : 1;
    return { transcriptScroll: 0, panelScroll, page };
  }
  const window = transcriptView(scene);
  return {
    transcriptScroll: window.maxScroll,
    panelScroll,
    page: Math.max(1, transcript.rows - 1),
    anchor: window.anchor,
    transcriptAt: window.below,
    seenAtMs: window.newestAtMs,
    logRows: panel?.kind === 'log' ? panel.rows : undefined,
  };
}

function overlayLimits({ maxScroll, page, node }: OverlayView): Limits {
  return { transcriptScroll: 0, panelScroll: maxScroll, page, node };
}
