import type { Mutation } from './mutation.js';

/** Whether a test of this title has to notice the mistake. */
export function isUnder({ titles, except }: Mutation, title: string): boolean {
  return isOfRow.test(title) && titles?.test(title) !== false && except?.test(title) !== true;
}

/** Titles that begin with the name of a row. */
const isOfRow = /^\S+?(?:: | = | by )/;
