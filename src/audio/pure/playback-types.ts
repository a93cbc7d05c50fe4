/** A run of one item's samples within a frame handed to the device. */
export interface PlayedSpan {
  readonly itemId: string;
  readonly contentIndex: number;
  /** First sample of the run, counted from the start of the content part. */
  readonly fromSample: number;
  readonly samples: number;
}

/** Ledger of one content part of one item, in samples at the output rate. */
export interface LedgerEntry {
  readonly itemId: string;
  readonly contentIndex: number;
  /** Accepted into the playback ring. */
  readonly receivedSamples: number;
  /**
   * Handed to the device, so heard in the end: where to truncate. When the device dropped what it still held, or was lost
   * with it, less that.
   */
  readonly playedSamples: number;
}
