import { randomInt } from 'node:crypto';
import { messageOf } from '../../shared/errors.js';
import type { Judge, JudgeQuestion, Vote } from './judge.js';
import { judgePrompt } from './prompt.js';
import { readAnswer } from './read-answer.js';

/** A model that answers one text, without memory of earlier ones. */
export interface JudgeModel {
  /** @throws when it cannot be reached, refuses, or does not answer in time */
  answer(instructions: string, prompt: string): Promise<string>;
  /** Idempotent. */
  close(): Promise<void>;
}

/** A question that was answered with nonsense is asked so often in all. */
const attempts = 2;

/**
 * A judge that asks a model, one vote after the other. One that cannot be reached is not asked for further votes, and none
 * is asked once it is closed.
 */
export function openJudge(model: JudgeModel, instructions: string, usualVotes: number): Judge {
  let isClosed = false;
  const vote = async (question: JudgeQuestion): Promise<Vote & { readonly lost?: true }> => {
    for (let attempt = 1; ; attempt += 1) {
      if (isClosed) return { type: 'error', reason: 'the judge was closed', lost: true };
      const prompt = judgePrompt(question, randomInt(100_000, 1_000_000_000));
      try {
        const given = readAnswer(await model.answer(instructions, prompt));
        if (given.type === 'vote' || attempt === attempts) return given;
      } catch (thrown) {
        return { type: 'error', reason: `the judge failed: ${messageOf(thrown)}`, lost: true };
      }
    }
  };
  return {
    async judge(question, votes = usualVotes) {
      const given: Vote[] = [];
      while (given.length < votes) {
        const { lost, ...next } = await vote(question);
        given.push(next);
        if (lost === true) break;
      }
      return given;
    },
    close: () => {
      isClosed = true;
      return model.close();
    },
  };
}
