import type { Random } from '../../../schema/sample/Random.ts';
import { contradictionOf } from '../../integration/retailer/perturb/perturb.ts';
import type { SourceEvent } from '../../plain/SourceEvent.ts';

/**
 * The events, and for every tenth of the marketplace another that contradicts it, with a key of its own: it comes through
 * whichever partition, before or after the others of its order.
 */
export function contradict(events: readonly SourceEvent[], random: Random): readonly SourceEvent[] {
  return events.flatMap((event, index) => {
    const contradiction = index % 10 === 0 ? contradictionOf(event, random) : undefined;
    return contradiction === undefined ? [event] : [event, { ...contradiction, key: `${event.key} again` }];
  });
}
