/** `0:03`, `12:40`, `1:02:03`: a time in the session. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const tail = `${String(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  const hours = Math.floor(seconds / 3600);
  return hours === 0 ? tail : `${String(hours)}:${tail.padStart(5, '0')}`;
}

/** `9.214`: seconds of the session to the millisecond. */
export function exactSeconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(3);
}

/** `612 ms`, `3.4 s`: how long something took. */
export function duration(ms: number): string {
  return ms < 2000 ? `${String(Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `3.4`: seconds. */
export function tenths(ms: number): string {
  return (ms / 1000).toFixed(1);
}

/** `412 B`, `312 kB`, `1.5 MB`: decimal units. */
export function byteSize(bytes: number): string {
  if (bytes < 1000) return `${String(bytes)} B`;
  if (bytes < 1_000_000) return `${String(Math.round(bytes / 1000))} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `412`, `12.3k`: a compact count. */
export function shortCount(count: number): string {
  return count < 10_000 ? String(count) : `${(count / 1000).toFixed(1)}k`;
}

/** `~$0.031`: an estimate, without false precision. */
export function estimatedUsd(usd: number): string {
  return `~$${usd.toFixed(usd < 10 ? 3 : 2)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
