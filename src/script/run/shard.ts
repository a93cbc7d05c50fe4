/** One part of a run that is shared by several machines. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly total: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `2/5`; or `auto` (GitLab's CI_NODE_INDEX and CI_NODE_TOTAL) and `auto/5` (the JOB_COMPLETION_INDEX of a
 * Kubernetes job with 5 completions, or CI_NODE_INDEX) from the environment.
 * @returns a sentence when it is none of these
 */
export function parseShard(text: string, env: Environment): Shard | string {
  const [, first = '', second] = /^(auto|\d{1,6})(?:\/(\d{1,6}))?$/.exec(text) ?? [];
  if (first === '') return `Expected a shard such as 2/5, auto or auto/5.`;
  if (first !== 'auto') return valid(Number(first), Number(second));
  const total = second ?? env['CI_NODE_TOTAL'];
  if (total === undefined || total === '')
    return 'There is no CI_NODE_TOTAL in the environment: add the number of shards, such as auto/5.';
  const { CI_NODE_INDEX: node, JOB_COMPLETION_INDEX: completion } = env;
  if (node !== undefined && node !== '') return valid(Number(node), Number(total));
  if (completion !== undefined && completion !== '')
    return valid(Number(completion) + 1, Number(total));
  return 'There is neither CI_NODE_INDEX nor JOB_COMPLETION_INDEX in the environment.';
}

/** The part of the scripts that the shard runs; a script's repeats stay together. */
export function ofShard<Item>(items: readonly Item[], { index, total }: Shard): readonly Item[] {
  return items.filter((_, position) => position % total === index - 1);
}

function valid(index: number, total: number): Shard | string {
  const isPart = Number.isInteger(total) && Number.isInteger(index) && index >= 1 && index <= total;
  if (isPart) return { index, total };
  return `Shard ${String(index)} of ${String(total)} does not exist: the first is 1, the last as many as there are.`;
}
