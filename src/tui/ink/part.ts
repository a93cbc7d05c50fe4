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

/** What the parts draw, and how a row becomes text. */
export interface Drawing {
  readonly scene: Scene;
  readonly paint: (row: Row) => string;
}

export const DrawingContext = createContext<Drawing | undefined>(undefined);

type Select = (scene: Scene) => readonly Row[];

const selectors = new Map<unknown, Select>();

/**
 * A component of whole rows, repainted only when its selector returns new rows. It uses the elements behind Ink's `Text`
 * and `Box`, because importing those would load Ink before the first frame.
 */
export function part(select: Select): FunctionComponent {
  function Part(): ReactNode {
    const drawing = useContext(DrawingContext);
    if (drawing === undefined)
      throw new Error('A part of the screen is outside of a DrawingContext.');
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

/** Parts side by side; in all but the last every row has the same width. */
export function Beside({ children }: PropsWithChildren): ReactNode {
  return createElement('ink-box', { style: { flexDirection: 'row' } }, children);
}

/** Stacked parts in a `Beside`. */
export function Column({ children }: PropsWithChildren): ReactNode {
  return createElement('ink-box', null, children);
}

/** Evaluates a tree of parts without Ink. */
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
