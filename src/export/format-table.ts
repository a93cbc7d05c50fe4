/** Name and purpose of an export format; help, docs and messages are made from these rows. */
export interface FormatRow {
  readonly name: string;
  /** One line, without a full stop. */
  readonly about: string;
  /** What of the recording it cannot do without. */
  readonly needs: 'log' | 'sound' | 'either';
  /** `text` goes to stdout unless a file is named; `files` are written beside each other. */
  readonly result: 'text' | 'files';
}

/** Every format of `voicelive export`. */
export const formatTable = [
  {
    name: 'vtt',
    about: 'WebVTT captions with speakers and word times',
    needs: 'log',
    result: 'text',
  },
  { name: 'srt', about: 'SubRip captions with speakers', needs: 'log', result: 'text' },
  {
    name: 'md',
    about: 'Markdown transcript with tool calls and interruptions',
    needs: 'log',
    result: 'text',
  },
  {
    name: 'json',
    about: 'the report of inspect and the transcript as one JSON line',
    needs: 'either',
    result: 'text',
  },
  {
    name: 'audacity',
    about: 'Audacity labels: start and end in seconds, and text',
    needs: 'either',
    result: 'text',
  },
  {
    name: 'trace',
    about: 'Chrome trace for Perfetto: user, assistant, tools, service, errors',
    needs: 'either',
    result: 'text',
  },
  {
    name: 'har',
    about: 'HAR 1.2 with the WebSocket messages, as Chrome DevTools saves them',
    needs: 'log',
    result: 'text',
  },
  {
    name: 'script',
    about: "text script for run: the user's side again, speech as typed turns",
    needs: 'log',
    result: 'text',
  },
  { name: 'wav', about: 'you.wav and bot.wav, one side each', needs: 'sound', result: 'files' },
  {
    name: 'recording',
    about: 'a redacted copy of the recording; needs --redact and --output',
    needs: 'log',
    result: 'files',
  },
] as const satisfies readonly FormatRow[];

export type FormatName = (typeof formatTable)[number]['name'];
/** The formats that are one text. */
export type TextFormat = Extract<(typeof formatTable)[number], { readonly result: 'text' }>['name'];
