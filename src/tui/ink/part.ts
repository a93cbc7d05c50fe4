import {
  Children,
  createContext,
  createElement,
  isValidElement,
  useContext,
  useMemo,
  type FunctionComponent,
  type PropsWithChildren,
  type ReactNode,
} from 'react';
import type { Scene } from '../layout/scene.js';
import { clipRow, type Row } from '../text/rows.js';

/** What the parts of the screen draw, and how a row becomes text. */
export interface Drawing {
  readonly scene: Scene;
  readonly paint: (row: Row) => string;
}

export const DrawingContext = createContext<Drawing | undefined>(undefined);

type Select = (scene: Scene) => readonly Row[];

const selectors = new Map<unknown, Select>();

/**
 * A component of whole rows. It is painted again only when its selector gives other rows than before. Elements are those
 * that stand behind Ink's `Text` and `Box`: importing these would load Ink, for which the first frame does not wait.
 */
export function part(select: Select): FunctionComponent {
  function Part(): ReactNode {
    const drawing = useContext(DrawingContext);
    if (drawing === undefined) throw new Error('A part of the screen has nothing to draw.');
    const { scene, paint } = drawing;
    const { columns } = scene.size;
    const rows = select(scene);
    const text = useMemo(
      () => rows.map((row) => paint(clipRow(row, columns))).join('\n'),
      [rows, columns, paint],
    );
    return rows.length === 0 ? null : createElement('ink-text', null, text);
  }
  selectors.set(Part, select);
  return Part;
}

/** Parts beside each other; all but the last give rows of the same width. */
export function Beside({ children }: PropsWithChildren): ReactNode {
  return createElement('ink-box', { style: { flexDirection: 'row' } }, children);
}

/** Parts below each other, in a `Beside`. */
export function Column({ children }: PropsWithChildren): ReactNode {
  return createElement('ink-box', null, children);
}

/** The rows of a tree of parts, without React's renderer. */
export function rowsOf(node: ReactNode, scene: Scene): readonly Row[] {
  return Children.toArray(node).flatMap((child) => {
    if (!isValidElement<PropsWithChildren>(child)) return [];
    const select = selectors.get(child.type);
    if (select) return select(scene);
    const { children } = child.props;
    return child.type === Beside ? joined(children, scene) : rowsOf(children, scene);
  });
}

function joined(children: ReactNode, scene: Scene): readonly Row[] {
  const [first = [], ...others] = Children.toArray(children).map((child) => rowsOf(child, scene));
  return first.map((row, index) => [...row, ...others.flatMap((rows) => rows[index] ?? [])]);
}
