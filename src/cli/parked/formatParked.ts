import { eventName } from '../../pipeline/parked/ParkedFilter.ts';
import type { ParkedListing } from '../../pipeline/parked/readParked.ts';
import { formatReasons } from './formatReasons.ts';
import { formatSetAside } from './formatSetAside.ts';
import { formatTimes } from './formatTimes.ts';

/**
 * Parked events for people: how many for each reason, then one a line; then the rows that are set aside.
 *
 * @param isSome - whether it was asked for some of them only
 */
export function formatParked(
  { total, entries, reasons, events, setAside }: ParkedListing,
  isSome: boolean,
): string {
  const aside = formatSetAside(setAside);
  if (total === 0)
    return (
      [isSome ? 'No event is parked that is like that.' : 'No event is parked.', ...aside]
        .join('\n')
        .trimEnd() + '\n'
    );
  const more = entries - events.length;
  return [
    `${total === 1 ? '1 event is' : `${total} events are`} parked${formatTimes(total, entries)}:`,
    ...formatReasons(reasons),
    '',
    ...events.map(
      (event) =>
        `${eventName(event)}  ${event.product}, since ${event.parkedAt}, owner ${event.owner}: ${event.reason}`,
    ),
    ...(more === 0 ? [] : [`… and ${more} more; --limit shows more of them`]),
    '',
    ...aside,
  ].join('\n');
}
