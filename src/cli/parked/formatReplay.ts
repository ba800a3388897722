import type { ReplayResult } from '../../pipeline/parked/replay.ts';
import { formatReasons } from './formatReasons.ts';

/**
 * What a replay did, for people.
 *
 * @param isSome - whether it was asked for some of what is parked only
 */
export function formatReplay(
  { products, contracts, left, notParked, isMixed }: ReplayResult,
  isSome: boolean,
): string {
  const total = left.reduce((sum, { events }) => sum + events, 0);
  return [
    ...products.map(
      ({ product, inputs, applied, parked }) =>
        `product ${product}: ${inputs} parked events tried, ${applied} applied, ${parked} still parked`,
    ),
    ...contracts.map(
      ({ contract, inserted, updated, deleted }) =>
        `contract ${contract}: ${inserted} inserted, ${updated} updated, ${deleted} deleted`,
    ),
    ...notParked.map((event) => `${event} was not parked`),
    ...(total === 0
      ? [isSome ? 'Of what was asked for nothing stays parked.' : 'Nothing stays parked.']
      : [`${total} stay parked:`, ...formatReasons(left)]),
    ...(isMixed
      ? [
          'All else was derived by another version of the project: "concordat rebuild" derives it anew, and so does a pipeline that starts.',
        ]
      : []),
    '',
  ].join('\n');
}
