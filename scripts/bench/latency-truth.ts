import { converse } from '../../test/helpers/spoken-turns/converse.js';
import { tenth, type Figure } from './figures.js';

const frameMs = 20;

/** L5: the displayed latency against the one in the recording. */
export async function latencyTruth(turns: number): Promise<Figure> {
  const { times, shown } = await converse(turns, 1);
  const off = times.map(({ shownMs, recordedMs }) => Math.abs(shownMs - recordedMs));
  const within = off.filter((ms) => ms <= frameMs).length;
  const mostMs = tenth(Math.max(...off));
  const early = shown.filter(
    ({ turns: n, p90, p99 }) => (n < 10 && p90 !== undefined) || (n < 100 && p99 !== undefined),
  ).length;
  return {
    id: 'L5',
    what: 'latency shown for a turn against end of speech (left) to first sound (right) in its `session.wav`; percentiles from too few turns (p90: 10, p99: 100)',
    target: 'every turn within 20 ms; 0',
    result: `${within} of ${turns} turns, ${mostMs} ms at most; ${early}`,
    met: within === turns && early === 0,
    values: { turns, within, mostMs, early },
  };
}
