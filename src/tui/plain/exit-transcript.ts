import { totalTokens } from '../../session/selectors.js';
import type { SessionState, TokenCounts, TranscriptEntry } from '../../session/state.js';
import { sanitise } from '../../shared/sanitise.js';
import { costWords, percentileWords, turnCount } from '../layout/figures.js';
import { sessionFacts } from '../layout/header.js';
import {
  annotationLines,
  cutProof,
  deletedNote,
  lostWords,
  toolArguments,
  toolName,
  toolStatus,
  replyText,
} from '../entry-words.js';
import { clock } from '../text/format.js';

/** The lines of one transcript entry: who, then the words. Safe for a terminal. */
export function entryLines(entry: TranscriptEntry): readonly string[] {
  switch (entry.kind) {
    case 'user':
      return [
        ...labelled('you', entry.text === '' ? '(no words recognised)' : entry.text),
        ...(entry.unsent === true ? labelled('', '(not sent)') : []),
      ];
    case 'assistant': {
      const note = deletedNote(entry);
      return [
        ...labelled('bot', replyText(entry)),
        ...annotationLines(entry).flatMap((line) => labelled('', line)),
        ...(entry.cut === undefined ? [] : labelled('', `(${cutProof(entry.cut)})`)),
        ...(entry.lost === true ? labelled('', `(${lostWords})`) : []),
        ...(note === undefined ? [] : labelled('', `(${note})`)),
      ];
    }
    case 'tool': {
      const output = entry.output === undefined ? '' : ` → ${sanitise(entry.output)}`;
      const call = `${toolName(entry)} ${toolArguments(entry)}`;
      return labelled('tool', `${call} (${toolStatus(entry).text})${output}`);
    }
    case 'notice':
      return labelled(entry.level === 'info' ? 'note' : entry.level, entry.text);
  }
}

function labelled(label: string, text: string): readonly string[] {
  return sanitise(text, { newlines: true })
    .split('\n')
    .map((line, index) => `${(index === 0 ? label : '').padEnd(7)} ${line}`);
}

/** Token totals by kind, and the estimated cost where the price is known; one line. */
export function usageLine(state: SessionState): string {
  const { total, responses } = state.usage;
  const { input, output } = totalTokens(state);
  const known = costWords(state);
  const cost = known === undefined ? '' : `, ${known}`;
  return `tokens  ${String(input)} in${kinds(inputKinds(total))}, ${String(output)} out${kinds(outputKinds(total))} in ${String(responses)} ${responses === 1 ? 'response' : 'responses'}${cost}`;
}

/** The session's answer times; empty before the first answer. */
export function latencyLines(state: SessionState): readonly string[] {
  const percentiles = percentileWords(state);
  return percentiles === undefined ? [] : [`latency  ${percentiles} (${turnCount(state)})`];
}

function inputKinds(total: TokenCounts): readonly (readonly [string, number])[] {
  return [
    ['text', total.inputText],
    ['audio', total.inputAudio],
    ['image', total.inputImage],
    ['cached', total.cachedText + total.cachedAudio],
  ];
}

function outputKinds(total: TokenCounts): readonly (readonly [string, number])[] {
  return [
    ['text', total.outputText],
    ['audio', total.outputAudio],
    ['reasoning', total.reasoning],
  ];
}

function kinds(counts: readonly (readonly [string, number])[]): string {
  const named = counts
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${String(count)} ${kind}`);
  return named.length === 0 ? '' : ` (${named.join(', ')})`;
}

/**
 * The whole conversation as plain text, for the normal screen after the session: where, who said what, what was cut,
 * token totals and answer times. No colour, no escape sequences; ends with a line feed.
 */
export function renderTranscript(state: SessionState): string {
  const dropped =
    state.transcriptDropped === 0
      ? []
      : [`(${String(state.transcriptDropped)} earlier lines are no longer kept)`];
  const body = state.transcript.flatMap((entry) =>
    entryLines(entry).map((line, index) => {
      const time = index === 0 ? clock(entry.atMs) : '';
      return `${time.padStart(7)}  ${line}`.trimEnd();
    }),
  );
  const head = `voicelive  ${sessionFacts(state).join(' · ')}`;
  return `${[head, ...dropped, ...body, usageLine(state), ...latencyLines(state)].join('\n')}\n`;
}
