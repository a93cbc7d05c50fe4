import type { SessionState, TranscriptEntry } from '../../session/state.js';
import { sanitise } from '../../shared/sanitise.js';
import { replyText, shownTexts } from '../entry-words.js';
import type { UiState } from '../ui-state.js';
import { uiOnly, type KeyResult } from './key-result.js';
import type { KeyRow } from './key-row.js';

/** The keys that copy from the transcript. */
export const copyKeys: readonly KeyRow[] = [
  {
    keys: ['y'],
    does: 'copy',
    about: 'copy the words of the selected turn, if the terminal lets programs do that (OSC 52)',
    modes: ['transcript'],
    footer: () => 4,
    run: (ui, { state }) =>
      copyTurn(
        ui,
        state.transcript.find(({ key }) => key === ui.turn),
      ),
  },
];

/** Copies the last reply. */
export function copyLastReply(ui: UiState, { transcript }: SessionState): KeyResult {
  return copyTurn(
    ui,
    transcript.findLast(({ kind }) => kind === 'assistant'),
  );
}

function copyTurn(ui: UiState, turn: TranscriptEntry | undefined): KeyResult {
  const text = turn === undefined ? '' : sanitise(turnText(turn), { newlines: true }).trim();
  if (text === '') return uiOnly({ ...ui, hint: 'Nothing to copy.' });
  return { ...uiOnly(ui), copy: { text, amount: wordCount(text) } };
}

/** The words of a turn: of a reply with what was not heard marked, of a call with what came of it. */
function turnText(turn: TranscriptEntry): string {
  switch (turn.kind) {
    case 'assistant':
      return replyText(turn);
    case 'tool':
      return shownTexts(turn).join(' ');
    case 'user':
    case 'notice':
      return turn.text;
  }
}

/** Words are what stands between white space, or what a language without spaces counts as words. */
function wordCount(text: string): string {
  const segments = new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text);
  const count = Array.from(segments).filter(({ isWordLike }) => isWordLike === true).length;
  return count === 1 ? '1 word' : `${String(count)} words`;
}
