/** Peaks of the last moment, dBFS. */
export interface Levels {
  readonly microphoneDb: number;
  readonly speakerDb: number;
}

/** Peaks of one cell of time with sound. */
export interface LevelCell extends Levels {
  /** Its start on the session's clock, in cells. */
  readonly cell: number;
}
