import type { Window } from './Window.ts';

/**
 * The source events of a window as a FROM item `e`; takes `windowValues` as its first parameters. OFFSET keeps each span a read of the
 * primary key: as a join, which it would be otherwise, it may become a read of all that has ever arrived.
 */
export const windowEvents = `
  unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[]) w (source, partition, lowest, beyond)
  cross join lateral (
    select * from raw.event e
    where e.source = w.source and e.partition = w.partition and e."offset" >= w.lowest and e."offset" < w.beyond
    offset 0
  ) e`;

/** The order in which they came. */
export const windowOrder = 'e.received_at, e.source, abs(e.partition), e."offset"';

export function windowValues(window: Window): readonly unknown[] {
  return [
    window.map(({ source }) => source),
    window.map(({ partition }) => partition),
    window.map(({ from }) => from),
    window.map(({ to }) => to),
  ];
}
