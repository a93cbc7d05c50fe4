import type { Judge, SpokenLine, Vote } from '../judge/judge.js';
import type { Check } from '../model/check.js';
import type { Outcome } from './outcome.js';
import { shortened } from './words.js';

type JudgeCheck = Extract<Check, { type: 'judge' }>;

/** Asks the judge; what more than half of its votes say counts, and a vote that is none counts against. */
export async function checkByJudge(
  { question, votes }: JudgeCheck,
  lines: readonly SpokenLine[],
  earlier: readonly SpokenLine[],
  judge: Judge | undefined,
): Promise<Outcome> {
  const expected = `the judge agrees: ${question}`;
  if (judge === undefined)
    return { passed: false, expected, actual: 'there is no judge for this run' };
  const given = await judge.judge({ question, lines, earlier }, votes);
  const agreeing = given.filter((vote) => vote.type === 'vote' && vote.pass);
  const passed = agreeing.length * 2 > given.length;
  return { passed, expected, actual: describeVotes(given, agreeing.length, passed) };
}

/** The reason of the side that won, with the count where there is more than one vote. */
function describeVotes(votes: readonly Vote[], agreeing: number, passed: boolean): string {
  const error = votes.find((vote) => vote.type === 'error');
  const opposing = votes.find((vote) => vote.type === 'vote' && vote.pass === passed);
  const reason = (passed ? opposing : (opposing ?? error))?.reason ?? 'no votes were given';
  const count = votes.length > 1 ? `${agreeing} of ${votes.length} votes agree: ` : '';
  return shortened(`${count}${reason}`, 1000);
}
