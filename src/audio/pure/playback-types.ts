/** A run of one item's samples inside what was handed to the device. */
export interface PlayedSpan {
  readonly itemId: string;
  readonly contentIndex: number;
  /** First sample of the run, counted from the start of the item's content part. */
  readonly fromSample: number;
  readonly samples: number;
}

/** Ledger of one content part of one item, in samples at the output rate. */
export interface LedgerEntry {
  readonly itemId: string;
  readonly contentIndex: number;
  /** Accepted into the playback ring. */
  readonly receivedSamples: number;
  /** Handed to the device: what will have been heard once the device has played out. */
  readonly handedSamples: number;
}
