/** W3C's WebVTT parser and validator; it has no types of its own. */
declare module 'webvtt-parser' {
  export interface VttNode {
    readonly type: 'object' | 'text' | 'timestamp';
    readonly name?: string;
    readonly classes?: readonly string[];
    readonly value?: string | number;
    readonly children?: readonly VttNode[];
  }
  export interface VttCue {
    readonly startTime: number;
    readonly endTime: number;
    readonly tree: VttNode;
  }
  export class WebVTTParser {
    constructor(entities: Readonly<Record<string, string>>);
    parse(
      text: string,
      mode: 'captions',
    ): {
      readonly cues: readonly VttCue[];
      readonly errors: readonly { readonly message: string; readonly line: number }[];
    };
  }
}

/** The schemas of HAR 1.2 by name. */
declare module 'har-schema' {
  const schemas: Readonly<Record<string, object>>;
  export = schemas;
}

/** Its own types do not resolve as an ES module. */
declare module 'media-captions' {
  export function parseText(
    text: string,
    options: { readonly type: 'srt'; readonly strict: true; readonly errors: true },
  ): Promise<{
    readonly cues: readonly {
      readonly id: string;
      readonly startTime: number;
      readonly endTime: number;
      readonly text: string;
    }[];
    readonly errors: readonly Error[];
  }>;
}
