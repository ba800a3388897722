import { eventName } from '../../pipeline/parked/ParkedFilter.ts';
import type { ParkedListing } from '../../pipeline/parked/readParked.ts';
import { formatReasons } from './formatReasons.ts';

/** Parked events for people: how many for each reason, then one a line. */
export function formatParked({ total, reasons, events }: ParkedListing): string {
  if (total === 0) return 'No event is parked.\n';
  const more = total - events.length;
  return [
    total === 1 ? '1 event is parked:' : `${total} events are parked:`,
    ...formatReasons(reasons),
    '',
    ...events.map(
      (event) =>
        `${eventName(event)}  ${event.product}, since ${event.parkedAt}, owner ${event.owner}: ${event.reason}`,
    ),
    ...(more === 0 ? [] : [`… and ${more} more; --limit shows more of them`]),
    '',
  ].join('\n');
}
