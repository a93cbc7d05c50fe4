import type { Phrase } from './grammar.js';

/** Data the recognition thread is started with. */
export interface RecognitionWorkerData {
  readonly phrases: readonly Phrase[];
}

/** To the thread: speech to recognise, one channel. */
export interface RecognitionRequest {
  readonly id: number;
  readonly samples: Int16Array;
  readonly rateHz: number;
}

/** From the thread. */
export type RecognitionReply =
  | { readonly type: 'ready'; readonly warnings: readonly string[] }
  | { readonly type: 'unavailable'; readonly reason: string }
  | { readonly type: 'heard'; readonly id: number; readonly phrase: string | undefined };
