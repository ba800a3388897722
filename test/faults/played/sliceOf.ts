import type { Random } from '../../../schema/sample/Random.ts';
import type { PlainRetailer } from '../../plain/computeRetailer.ts';
import type { SourceEvent } from '../../plain/SourceEvent.ts';

const exceptionsOfAKind = 6;

/** Keys of events that exceptions are about, some of each kind. */
function anomalousKeys({ exceptions }: PlainRetailer, random: Random): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const ofKind of Map.groupBy(exceptions, ({ kind }) => kind).values()) {
    for (const { subject, invoices } of random.shuffle(ofKind).slice(0, exceptionsOfAKind)) {
      for (const key of [...Object.values(subject), ...invoices]) keys.add(key);
    }
  }
  return keys;
}

/** About `size` of the events: orders and invoices whole, of each kind of exception some, each topic in its order. */
export function sliceOf(
  events: readonly SourceEvent[],
  whole: PlainRetailer,
  size: number,
  random: Random,
): readonly SourceEvent[] {
  if (events.length <= size) return events;
  const byKey = Map.groupBy(events, ({ key }) => key);
  const anomalous = anomalousKeys(whole, random);
  const order = [...byKey.keys()].sort((a, b) => Number(anomalous.has(b)) - Number(anomalous.has(a)));
  const first = order.filter((key) => anomalous.has(key));
  const taken = new Set<string>();
  let count = 0;
  for (const key of [...first, ...random.shuffle(order.slice(first.length))]) {
    if (count >= size) break;
    taken.add(key);
    count += byKey.get(key)?.length ?? 0;
  }
  return events.filter(({ key }) => taken.has(key));
}
