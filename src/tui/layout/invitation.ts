import { isTurn } from '../../session/log/log-turns.js';
import type { SessionState } from '../../session/state.js';
import { span, type Row } from '../text/rows.js';
import { wrap } from '../text/wrap.js';
import { remember } from './remember.js';

const examples = 'what time is it · tell me a story · what is the weather in Oslo';

/** Always the same, so that the transcript is not painted again. */
const noRows: readonly Row[] = [];

/** What one could say, until something was said; empty afterwards. */
export function invitationRows(state: SessionState, width: number): readonly Row[] {
  if (state.connection.phase === 'closed' || state.transcript.some(isTurn)) return noRows;
  return rowsFor(state.options.mode === 'text' ? 'Type' : 'Say or type', width);
}

const rowsFor = remember((how: string, width: number): readonly Row[] =>
  wrap(`${how}: ${examples}`, Math.max(1, width - 3)).map(({ text }, index) =>
    index === 0 && text.startsWith(how)
      ? [span('  '), span(how, 'strong'), span(text.slice(how.length))]
      : [span(`  ${text}`)],
  ),
);
