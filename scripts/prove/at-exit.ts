/** What undoes what was begun; the newest first. */
const undos = new Set<() => void>();

process.on('exit', () => {
  for (const undo of [...undos].reverse()) undo();
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    // Runs what is above.
    process.exit(1);
  });

/** Calls `undo` when the run is ended from outside, unless the result was called before. */
export function undoAtExit(undo: () => void): () => void {
  undos.add(undo);
  return () => undos.delete(undo);
}
