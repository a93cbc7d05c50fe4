import type { Problem } from '../validation/problem.js';
import { resolveShape, type ResolvedShape } from '../validation/resolve-shape.js';
import { fits, problemsOf, type ValidationMode } from '../validation/validate.js';
import { shapes } from './generated/shapes.js';
import type { ShapeName } from './generated/types.js';

/** Checks a value against a definition of the protocol; no problems means that it fits. */
export function validate(
  name: ShapeName,
  value: unknown,
  mode: ValidationMode,
): readonly Problem[] {
  return problemsOf(shapes[name], value, mode, shapes);
}

/** Whether a value fits a definition of the protocol: faster than to look for its problems. */
export function isValid(name: ShapeName, value: unknown, mode: ValidationMode): boolean {
  return fits(shapes[name], value, mode, shapes);
}

/** A definition of the protocol, references resolved. */
export function shapeOf(name: ShapeName): ResolvedShape {
  return resolveShape(shapes[name], shapes);
}

/** The discriminator values of a union; empty for anything else. */
export function tagsOf(name: ShapeName): ReadonlySet<string> {
  const shape = shapeOf(name);
  return new Set(shape.kind === 'tagged' ? Object.keys(shape.members) : []);
}
