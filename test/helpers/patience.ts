/**
 * How long a test waits for what should come at once, milliseconds: it bounds a hang and measures nothing, so it is long
 * enough for a machine that is busy with other things.
 */
export const patienceMs = 60_000;
