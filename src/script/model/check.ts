import type { JsonValue } from '../../shared/json.js';
import type { Place } from './place.js';

/** One expectation of a script. */
export type Check = {
  readonly place: Place;
  /** As a script writes it, such as `reply.contains`. */
  readonly name: string;
} &
  /** `reply`: what the assistant said; `heard`: what of it was heard; `transcript`: what the service understood. */
  (
    | { readonly type: 'reply' | 'heard' | 'transcript'; readonly match: TextMatch }
    /** Word error rate of the transcription against what was said, 0 to 1 and above. */
    | { readonly type: 'wer'; readonly limit: Limit }
    | {
        readonly type: 'tools';
        readonly calls: readonly CallMatch[];
        /** In this order. */
        readonly ordered: boolean;
        /** No others. */
        readonly only: boolean;
      }
    | {
        readonly type: 'event' | 'item';
        /** Type of the event (`response.done`) or of the item (`message`). */
        readonly of: string;
        readonly from?: 'server' | 'client';
        readonly where: readonly FieldMatch[];
        readonly count: Limit;
      }
    | { readonly type: 'status'; readonly status: string }
    /** A metric of `inspect`, such as `latency.samples.p90`, `yield`, `cost` or `tokens.out`; of a turn its one value. */
    | { readonly type: 'metric'; readonly metric: string; readonly limit: Limit }
    | { readonly type: 'judge'; readonly question: string; readonly votes?: number }
  );

export type TextMatch =
  | { readonly type: 'equals' | 'contains'; readonly text: string }
  | { readonly type: 'matches'; readonly pattern: RegExp }
  | { readonly type: 'one-of'; readonly texts: readonly string[] }
  | { readonly type: 'not'; readonly match: TextMatch };

export interface CallMatch {
  readonly place: Place;
  readonly name: string;
  /** Members that the arguments must have; objects may have more. */
  readonly arguments?: JsonValue;
  /** JSON Schema of the arguments. */
  readonly schema?: JsonValue;
  readonly count: Limit;
}

/** A member by its path (`response.status`, `item.content[0].text`) and the value it must have, objects in part. */
export interface FieldMatch {
  readonly path: string;
  readonly value: JsonValue;
}

export interface Limit {
  readonly min?: number;
  readonly max?: number;
  /** Upper limits of percentiles over the runs of `--repeat`. */
  readonly percentiles?: Readonly<Partial<Record<'p50' | 'p90' | 'p95' | 'p99', number>>>;
}
