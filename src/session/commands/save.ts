import type { Input } from '../inputs.js';
import { addNotice } from '../log/transcript.js';
import type { SessionState } from '../state.js';
import type { Step } from '../step.js';
import { awaitAnswer, noteAnswer } from './items.js';

/** `/save`: the transcript so far is written to a file. */
export function save(
  state: SessionState,
  { path, overwrite }: { readonly path?: string; readonly overwrite?: true },
): Step {
  return {
    state: awaitAnswer(state, 'save', 'saved'),
    effects: [
      {
        type: 'save',
        ...(path === undefined ? {} : { path }),
        ...(overwrite === undefined ? {} : { overwrite }),
      },
    ],
  };
}

/** It was written, or could not be. */
export function saved(
  before: SessionState,
  { path, problem }: Extract<Input, { type: 'saved' }>,
): SessionState {
  const state = noteAnswer(before, 'saved');
  return problem === undefined
    ? addNotice(state, 'info', `Saved the transcript to ${path}.`)
    : addNotice(state, 'error', problem);
}
