import type { ReplayResult } from '../../pipeline/parked/replay.ts';
import { formatReasons } from './formatReasons.ts';
import { formatTimes } from './formatTimes.ts';

/**
 * What a replay did, for people.
 *
 * @param isSome - whether it was asked for some of what is parked only
 */
export function formatReplay(
  { products, contracts, left, leftEvents, notParked, isMixed }: ReplayResult,
  isSome: boolean,
): string {
  const entries = left.reduce((sum, { events }) => sum + events, 0);
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
    ...(entries === 0
      ? [isSome ? 'Of what was asked for nothing stays parked.' : 'Nothing stays parked.']
      : [`${leftEvents} stay parked${formatTimes(leftEvents, entries)}:`, ...formatReasons(left)]),
    ...(isMixed
      ? [
          'All else was derived by another version of the project: "concordat rebuild" derives it anew, and so does a pipeline that starts.',
        ]
      : []),
    '',
  ].join('\n');
}
