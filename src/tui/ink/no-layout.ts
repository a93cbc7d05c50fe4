/**
 * Replaces Yoga, Ink's layout engine: the renderer needs no positions, and Yoga's WebAssembly takes a third of Ink's
 * loading time. A style that needs layout finds no method and throws.
 */
class LayoutNode {
  static create(): LayoutNode {
    return new LayoutNode();
  }

  insertChild(): void {}
  removeChild(): void {}
  getChildCount(): number {
    return 0;
  }
  setMeasureFunc(): void {}
  unsetMeasureFunc(): void {}
  markDirty(): void {}
  setWidth(): void {}
  setFlexDirection(): void {}
  calculateLayout(): void {}
  freeRecursive(): void {}
}

const layout = { Node: LayoutNode };

export { layout as default };
