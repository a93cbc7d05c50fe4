/** What one decoding of the speech gave; leads are log likelihoods (thousandths of 1.024) per frame of 10 ms. */
export interface Look {
  readonly words: string;
  /** The next best words among the phrases, undefined when there are no others. */
  readonly rival: string | undefined;
  readonly overRival: number;
  /** Over the best string of phones, which nearly always scores higher. */
  readonly overPhones: number;
  /** Over other things users say. */
  readonly overDecoys: number;
}

/** Greater leads do not make up for a poor match. */
const maxLead = 10;
/** A first look that fits this well, and leads by so much, needs no other. */
const sureFit = 2;
const sureLead = 2;
/** A first look that fits this badly is no phrase. */
const hopelessFit = -16;
/** How well words must fit in the mean of all looks. */
const minFit = -5.5;
/** How much one look can count for or against words. */
const maxVote = 3;

function fitOf({ overPhones, overDecoys, overRival }: Look): number {
  return overPhones + Math.min(maxLead, overDecoys) + Math.min(maxLead, overRival) / 2;
}

/** Whether the first look is enough to accept its words. */
export function isSure(first: Look): boolean {
  return fitOf(first) >= sureFit && first.overRival >= sureLead;
}

/** Whether the first look is enough to reject the speech. */
export function isHopeless(first: Look): boolean {
  return fitOf(first) < hopelessFit;
}

/** The words that lead in all looks together, if only by little; undefined when they fit badly. */
export function wordsOf(looks: readonly Look[]): string | undefined {
  const fit = looks.reduce((sum, look) => sum + fitOf(look), 0) / looks.length;
  if (fit < minFit) return undefined;
  const votes = new Map<string, number>();
  const vote = (words: string, weight: number): void => {
    votes.set(words, (votes.get(words) ?? 0) + weight);
  };
  for (const { words, rival, overRival } of looks) {
    const weight = Math.min(maxVote, overRival);
    vote(words, weight);
    if (rival !== undefined) vote(rival, -weight);
  }
  const [best] = [...votes].sort(([, one], [, other]) => other - one);
  return best?.[0];
}
