/**
 * Takes the place of Yoga, Ink's layout engine: nothing here asks for a position, and its WebAssembly is a third of the
 * time that Ink takes to load. A style that would need a layout finds no method and throws.
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
