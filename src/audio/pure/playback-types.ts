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
  /** Waited in the ring when it was emptied: will not be heard. */
  readonly queuedSamples: number;
  /**
   * Handed to the device, and so heard in the end: where to truncate. After the loss of a device it is `heardSamples`,
   * for what sat in a dead device is not heard any more.
   */
  readonly handedSamples: number;
  /** Had come out of the speaker at that instant: handed, less what was still in the device. */
  readonly heardSamples: number;
}
