/** Inputs of this program that answer what it was asked to do, and that a script waits for. */
const localAnswers: ReadonlySet<string> = new Set(['image-read', 'file-read', 'saved']);

/** Whether an awaited answer comes from this program, not from the service. */
export function isLocal(type: string): boolean {
  return localAnswers.has(type);
}
