import type { Link } from '@opentelemetry/api';
import type { TopicRecord } from '../../feed/kafka/TopicReader.ts';
import { parseTraceparent } from './traceparent.ts';

/** A batch may be of thousands of traces; a span links to so many of them. */
export const mostLinks = 32;

/** Links to the traces that a batch is about, each once, the first ones where there are too many. What is malformed is left out. */
export function traceLinks(traceparents: Iterable<string>): Link[] {
  const links = new Map<string, Link>();
  for (const text of traceparents) {
    if (links.size >= mostLinks) break;
    const parent = parseTraceparent(text);
    if (parent === undefined) continue;
    const { traceId, spanId, flags: traceFlags } = parent;
    links.set(text, { context: { traceId, spanId, traceFlags, isRemote: true } });
  }
  return [...links.values()];
}

/** A `traceparent` of version 00 has so many characters; a longer header is none, and is not read. */
const traceparentBytes = 55;

/** The header `traceparent` of records that have one, well formed or not. */
export function* recordTraceparents(records: readonly TopicRecord[]): Generator<string> {
  for (const { headers } of records) {
    const found = headers.filter(({ key }) => key === 'traceparent');
    const value = found.length === 1 ? found[0]?.value : undefined;
    if (value?.length === traceparentBytes) yield value.toString('latin1');
  }
}
