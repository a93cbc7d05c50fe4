import { splitAtHeard } from '../session/playback/heard-text.js';
import type { TranscriptEntry } from '../session/state.js';
import { escapeVisibly } from '../shared/escape-visibly.js';
import { sanitise } from '../shared/sanitise.js';
import { duration, tenths } from './text/format.js';
import { span, type Span } from './text/rows.js';

export type EntryOf<Kind extends TranscriptEntry['kind']> = Extract<
  TranscriptEntry,
  { kind: Kind }
>;

/** The words of a user turn. */
export function userSpans(entry: EntryOf<'user'>): readonly Span[] {
  const text = sanitise(entry.text, { newlines: true });
  switch (entry.phase) {
    case 'speaking':
      return [span(text), span(text === '' ? '(speaking)' : ' …', 'dim')];
    case 'transcribing':
      return [span(text), span(text === '' ? '(transcribing…)' : ' …', 'dim')];
    case 'final':
      return text === ''
        ? [span('(no words recognised)', 'dim')]
        : [span(text), span(entry.unsent === true ? ' (not sent)' : '', 'warning')];
  }
}

/** The words of a reply; those that were not heard are marked. */
export function assistantSpans(entry: EntryOf<'assistant'>): readonly Span[] {
  const text = sanitise(entry.text, { newlines: true });
  if (entry.cut === undefined) {
    return [...markSpoken(entry, text), span(replyEnd(entry), 'dim')];
  }
  const { heard, unheard } = splitAtHeard(text, entry.cut);
  return [span(heard), span(unheard, 'cut')];
}

/** What follows the words of a reply of which nothing was cut. */
export function replyEnd(entry: EntryOf<'assistant'>): string {
  if (entry.cancelled === true) return ' … [cancelled]';
  if (entry.final) return '';
  return entry.text === '' ? '…' : ' …';
}

/** Marks the word that is being spoken, unless sanitising changed the text. */
function markSpoken(entry: EntryOf<'assistant'>, text: string): readonly Span[] {
  const { spoken } = entry;
  if (spoken === undefined || text !== entry.text) return [span(text)];
  return [
    span(text.slice(0, spoken.start)),
    span(text.slice(spoken.start, spoken.end), 'spoken'),
    span(text.slice(spoken.end)),
  ];
}

/** The sources of a reply, numbered. */
export function annotationLines(entry: EntryOf<'assistant'>): readonly string[] {
  return (entry.annotations ?? []).map((text, index) => `[${String(index + 1)}] ${sanitise(text)}`);
}

/** The name of a tool, with its server. */
export function toolName(entry: EntryOf<'tool'>): string {
  const name = entry.name === '' ? 'a tool' : escapeVisibly(entry.name);
  return entry.server === undefined ? name : `${escapeVisibly(entry.server)}/${name}`;
}

/** The arguments of a call in one line: line feeds between JSON tokens are spaces, everything else unseen is escaped. */
export function toolArguments(entry: EntryOf<'tool'>): string {
  return escapeVisibly(entry.arguments.replace(/[\t\r\n]+/g, ' '));
}

/** How much of an interrupted reply was heard: the ledger's figures, and the service's once it has confirmed. */
export function cutProof(cut: NonNullable<EntryOf<'assistant'>['cut']>): string {
  if (cut.deleted) return 'none of it was heard; the reply was deleted';
  const confirmed =
    cut.confirmedMs === undefined ? '' : `, truncated at ${String(cut.confirmedMs)} ms`;
  return `heard ${tenths(cut.heardMs)} of ${tenths(cut.receivedMs)} s${confirmed}`;
}

/** The note on a reply that ended with the connection. */
export const lostWords = 'interrupted: the connection was lost; the reply is requested again';

/** The status of a tool call. */
export function toolStatus(entry: EntryOf<'tool'>): Span {
  const took = entry.elapsedMs === undefined ? '' : `, ${duration(entry.elapsedMs)}`;
  switch (entry.phase) {
    case 'streaming':
      return span('…', 'dim');
    case 'waiting':
      return span('waiting for approval', 'warning');
    case 'running':
      return span('running', 'tool');
    case 'done':
      return span(`ok${took}`, 'dim');
    case 'failed':
      return span(`failed${took}`, 'error');
    case 'denied':
      return span('denied', 'warning');
    case 'expired':
      return span('not answered', 'warning');
  }
}
