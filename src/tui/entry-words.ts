import { splitAtHeard } from '../session/playback/heard-text.js';
import type { TranscriptEntry } from '../session/state.js';
import { escapeVisibly } from '../shared/escape-visibly.js';
import { sanitise } from '../shared/sanitise.js';
import { flatJson } from './text/flat-json.js';
import { duration, tenths } from './text/format.js';
import { rowText, span, type Span } from './text/rows.js';

/** What the entries of the transcript say: for the screen, plain mode, the search and the clipboard. */
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

/** The words of a reply; those that were not heard are marked, and those of a deleted reply stand back. */
export function assistantSpans(entry: EntryOf<'assistant'>): readonly Span[] {
  const spans = replySpans(entry);
  if (entry.deleted !== true) return spans;
  return spans.map(({ text, style }) => span(text, style === 'cut' ? 'cut' : 'dim'));
}

function replySpans(entry: EntryOf<'assistant'>): readonly Span[] {
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

/** The note on a reply that is no longer part of the conversation; one that nobody heard says so itself. */
export function deletedNote({ deleted, cut }: EntryOf<'assistant'>): string | undefined {
  return deleted === true && cut?.deleted !== true ? 'deleted from the conversation' : undefined;
}

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

/** Longest output that is looked at for the one line it gets. */
const outputLimit = 1000;

export function callText(entry: EntryOf<'tool'>): string {
  return `${toolName(entry)} ${escapeVisibly(flatJson(entry.arguments))}`;
}

export function resultSpan({ output, phase }: EntryOf<'tool'>): Span | undefined {
  if (output === undefined || (phase !== 'done' && phase !== 'failed')) return undefined;
  const text = flatJson(output.slice(0, outputLimit)).replace(/\s+/g, ' ').trim();
  return span(`→ ${escapeVisibly(text)}`, phase === 'failed' ? 'error' : 'dim');
}

/** What follows the words of a reply: its sources, how much of it was heard, and whether it was deleted. */
export function remarksOf(entry: EntryOf<'assistant'>): readonly string[] {
  const proof = entry.lost === true ? lostWords : entry.cut && `✂ ${cutProof(entry.cut)}`;
  const note = deletedNote(entry);
  return [
    ...annotationLines(entry),
    ...(proof === undefined ? [] : [proof]),
    ...(note === undefined ? [] : [`✂ ${note}`]),
  ];
}

export function noticeText(entry: EntryOf<'notice'>): string {
  return sanitise(entry.text, { newlines: true });
}

/** The texts of an entry as they are shown, in the order in which they are highlighted. */
export function shownTexts(entry: TranscriptEntry): readonly string[] {
  switch (entry.kind) {
    case 'user':
      return [rowText(userSpans(entry))];
    case 'assistant':
      return [rowText(assistantSpans(entry)), ...remarksOf(entry)];
    case 'tool': {
      const result = resultSpan(entry);
      return [callText(entry), ...(result === undefined ? [] : [result.text])];
    }
    case 'notice':
      return [noticeText(entry)];
  }
}

/** The words of a reply without colour: those that were not heard are marked, and where it was cancelled. */
export function replyText(entry: EntryOf<'assistant'>): string {
  const { text, cut, cancelled } = entry;
  const unheard = unheardWords(entry);
  if (cut === undefined || unheard === undefined)
    return cancelled === true ? `${text}${replyEnd(entry)}` : text;
  return `${splitAtHeard(text, cut).heard} ${unheard}`.trimStart();
}

/** The words of a reply that were not heard, marked; undefined when there are none. */
export function unheardWords({ text, cut }: EntryOf<'assistant'>): string | undefined {
  const unheard = cut === undefined ? '' : splitAtHeard(text, cut).unheard.trim();
  return unheard === '' ? undefined : `… [not heard: ${unheard}]`;
}
