import { changed } from '../change-state.js';
import { addNotice } from '../log/transcript.js';
import { awaitToolAnswer, startTurn } from '../metrics/latency.js';
import type { RepeatState, SessionState } from '../state.js';
import { noEffects, type Step } from '../step.js';
import { wantResponse } from './response.js';

/** Requests for the answer to tool calls that one turn of the user may lead to. */
const defaultToolRounds = 20;

/** Losses in a row, without an answered turn between them, after which an open turn is no longer asked again. */
const maxLosses = 3;

function withRepeats(state: SessionState, change: Partial<RepeatState>): SessionState {
  return changed(state, { repeats: { ...state.repeats, ...change } });
}

/** The user takes a turn: what the session does for it by itself is counted from 0. */
export function countFromZero(state: SessionState): SessionState {
  return withRepeats(state, { toolRounds: 0, askedAgain: 0 });
}

export function maxToolRoundsOf({ options }: SessionState): number {
  return options.maxToolRounds ?? defaultToolRounds;
}

/** The turn has led to as many requests as it may: further calls are refused. */
export function areToolsSpent(state: SessionState): boolean {
  // A request that waits for the end of its response is counted already; other calls of that response may still come.
  const waiting = state.response.queued ? 1 : 0;
  return state.repeats.toolRounds - waiting >= maxToolRoundsOf(state);
}

/** Asks for the answer to tool calls, unless the model only ever calls tools. */
export function requestToolAnswer(state: SessionState): Step {
  // One request answers all calls of a response.
  if (state.response.queued) return noEffects(state);
  const { toolRounds } = state.repeats;
  const most = maxToolRoundsOf(state);
  if (toolRounds < most)
    return wantResponse(awaitToolAnswer(withRepeats(state, { toolRounds: toolRounds + 1 })));
  const text = `The model called tools ${String(most)} times in a row in this turn, so it gets no more (--max-tool-rounds). The count restarts with your next turn.`;
  return noEffects(
    toolRounds > most
      ? state
      : addNotice(withRepeats(state, { toolRounds: toolRounds + 1 }), 'warning', text),
  );
}

/** The connection was lost once more. */
export function countLoss(state: SessionState): SessionState {
  return withRepeats(state, { losses: state.repeats.losses + 1 });
}

/** A response is over: one that did not fail and has words shows that the service works. */
export function countAnswer(
  state: SessionState,
  response: { readonly id?: string; readonly status?: string },
): SessionState {
  const answered =
    response.status !== 'failed' &&
    state.transcript.some(
      (entry) =>
        entry.kind === 'assistant' && entry.responseId === response.id && entry.text !== '',
    );
  return answered ? withRepeats(state, { losses: 0 }) : state;
}

/** Asks for the answer to a turn that the loss of the connection left open: once, and not when it is always lost. */
export function askAgain(state: SessionState): Step {
  const { askedAgain, losses } = state.repeats;
  const why =
    losses >= maxLosses
      ? `The connection was lost ${String(losses)} times in a row without a finished turn. The open turn is not sent again.`
      : askedAgain > 0
        ? 'The turn was sent twice and the connection was lost both times. It is not sent again.'
        : undefined;
  if (why === undefined)
    return wantResponse(startTurn(withRepeats(state, { askedAgain: askedAgain + 1 })));
  return noEffects(addNotice(state, 'warning', `${why} Send it again to retry.`));
}
