import type { SessionState, TranscriptEntry, TurnMarks } from '../../session/state.js';
import { outageWords } from '../../session/connection/outage.js';
import type { SessionView } from '../../session/view.js';
import { sanitise } from '../../shared/sanitise.js';
import { sessionFacts } from '../layout/header.js';
import { annotationLines, cutProof, deletedNote, replyText, unheardWords } from '../entry-words.js';
import { contextWords, costWords, replyWords, turnWords } from '../layout/figures.js';
import { entryLines, latencyLines, usageLine } from './exit-transcript.js';

export interface PlainOutput {
  /** A line about the session: user turns, notices, tool calls, errors. For stderr. */
  out(line: string): void;
  /** A line of a reply. For stdout. */
  replies(line: string): void;
  /** Somebody types at a prompt: what was typed is not repeated, replies have a label, questions are asked elsewhere. */
  readonly atPrompt?: boolean;
}

export interface PlainPrinter {
  /** Prints unfinished replies and the totals, and stops following the session. Idempotent. */
  close(): void;
}

type EntryOf<Kind extends TranscriptEntry['kind']> = Extract<TranscriptEntry, { kind: Kind }>;

/** Follows a session and prints it line by line, in the words of the screen, each entry once it is final. */
export function createPlainPrinter(view: SessionView, output: PlainOutput): PlainPrinter {
  let seen: SessionState['transcript'] = [];
  let seenDropped = 0;
  const printedCuts = new Set<string>();
  /** Replies that were interrupted before they were printed: the words that were not heard are marked in them. */
  const markedWords = new Set<string>();
  const pendingCuts = new Map<string, EntryOf<'assistant'>>();
  let responses = view.getState().usage.responses;
  let printedTurn: TurnMarks | undefined;
  let introduced = false;
  let closed = false;

  function user(entry: EntryOf<'user'>, before: EntryOf<'user'> | undefined): void {
    if (output.atPrompt === true && entry.typed && entry.unsent !== true) return;
    if (entry.phase === 'final' && before?.phase !== 'final') say(entry);
  }

  function assistant(entry: EntryOf<'assistant'>, before: EntryOf<'assistant'> | undefined): void {
    const note = before?.deleted === true ? undefined : deletedNote(entry);
    if (note !== undefined) {
      deletedReply(entry, before, note);
      return;
    }
    if (entry.lost === true) lostReply(entry, before);
    else if (entry.final && before?.final !== true) {
      reply(replyText(entry));
      if (entry.cut !== undefined) markedWords.add(entry.key);
    }
    const sources = annotationLines(entry);
    const printed = entry.final && before?.final === true ? (before.annotations?.length ?? 0) : 0;
    if (entry.final)
      for (const line of sources.slice(printed)) output.out(`${''.padEnd(7)} ${line}`);
    if (entry.cut === undefined) return;
    // Printed once, complete: the service's own figure is still to come.
    if (entry.cut.deleted || entry.cut.confirmedMs !== undefined) printCut(entry);
    else if (!printedCuts.has(entry.key)) pendingCuts.set(entry.key, entry);
  }

  /** The start of a reply that will be requested again: not a result. */
  function lostReply(entry: EntryOf<'assistant'>, before: EntryOf<'assistant'> | undefined): void {
    if (before?.lost !== true && entry.text !== '') say(entry);
  }

  /** No result either where it was not complete. */
  function deletedReply(
    entry: EntryOf<'assistant'>,
    before: EntryOf<'assistant'> | undefined,
    note: string,
  ): void {
    if (before?.final === true) beside(`(${note})`);
    else if (entry.text !== '') say(entry);
  }

  function printCut(entry: EntryOf<'assistant'>): void {
    const { key, cut } = entry;
    if (cut === undefined || printedCuts.has(key)) return;
    printedCuts.add(key);
    pendingCuts.delete(key);
    // A reply that was printed before it was interrupted.
    const unheard = markedWords.has(key) ? undefined : unheardWords(entry);
    if (unheard !== undefined) beside(unheard);
    beside(`(${cutProof(cut)})`);
  }

  /** The figures of a response, once it is over. */
  function figures(state: SessionState): void {
    if (state.usage.responses === responses) return;
    responses = state.usage.responses;
    const turn = state.latency.last === printedTurn ? undefined : turnWords(state);
    printedTurn = state.latency.last;
    const words = [turn, replyWords(state), contextWords(state), costWords(state)];
    output.out(`turn    ${words.filter((word) => word !== undefined).join(' · ')}`);
  }

  function tool(entry: EntryOf<'tool'>, before: EntryOf<'tool'> | undefined): void {
    if (output.atPrompt === true && entry.phase === 'waiting') return;
    if (entry.phase !== 'streaming' && entry.phase !== before?.phase) say(entry);
  }

  function say(entry: TranscriptEntry): void {
    for (const line of entryLines(entry)) output.out(line);
  }

  /** A line about the entry above it. */
  function beside(text: string): void {
    for (const line of sanitise(text, { newlines: true }).split('\n'))
      output.out(`${''.padEnd(7)} ${line}`);
  }

  function reply(text: string): void {
    if (text === '') return;
    const label = output.atPrompt === true ? 'bot' : undefined;
    for (const [index, line] of sanitise(text, { newlines: true }).split('\n').entries())
      output.replies(
        label === undefined ? line : `${(index === 0 ? label : '').padEnd(7)} ${line}`,
      );
  }

  function follow(entry: TranscriptEntry, before: TranscriptEntry | undefined): void {
    switch (entry.kind) {
      case 'user':
        user(entry, before?.kind === 'user' ? before : undefined);
        return;
      case 'assistant':
        assistant(entry, before?.kind === 'assistant' ? before : undefined);
        return;
      case 'tool':
        tool(entry, before?.kind === 'tool' ? before : undefined);
        return;
      case 'notice':
        if (before === undefined) say(entry);
    }
  }

  let outage: string | undefined;

  function print(): void {
    const state = view.getState();
    if (!introduced && state.connection.phase === 'ready') {
      introduced = true;
      output.out(`voicelive  ${sessionFacts(state).join(' · ')}`);
    }
    if (state.transcript !== seen) printTranscript(state);
    // In the words of the screen's status line.
    const words = outageWords(state);
    if (words !== undefined && words !== outage) output.out(`${'state'.padEnd(7)} ${words}`);
    outage = words;
    figures(state);
  }

  /** Looks at the entries that changed: most inputs change none or the last one. */
  function printTranscript({ transcript, transcriptDropped }: SessionState): void {
    const shift = transcriptDropped - seenDropped;
    const before = seen;
    seen = transcript;
    seenDropped = transcriptDropped;
    transcript.forEach((entry, index) => {
      const same = before[index + shift];
      if (same === entry) return;
      follow(entry, same?.key === entry.key ? same : before.find(({ key }) => key === entry.key));
    });
    if (shift === 0) return;
    for (const keys of [printedCuts, markedWords])
      for (const key of keys) if (!transcript.some((entry) => entry.key === key)) keys.delete(key);
  }

  const unsubscribe = view.subscribe(print);
  print();

  return {
    close() {
      if (closed) return;
      closed = true;
      unsubscribe();
      print();
      const state = view.getState();
      for (const entry of state.transcript) {
        if (entry.kind !== 'assistant' || entry.final || entry.text === '') continue;
        reply(entry.text);
        output.out(`${''.padEnd(7)} (the session ended before this reply was complete)`);
      }
      for (const entry of [...pendingCuts.values()]) printCut(entry);
      if (state.usage.responses > 0) output.out(usageLine(state));
      for (const line of latencyLines(state)) output.out(line);
    },
  };
}
