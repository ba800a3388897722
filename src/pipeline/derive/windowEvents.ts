import type { Window } from './Window.ts';

/** The source events of a window as a FROM item `e`; takes `windowValues` as its first parameters. */
export const windowEvents = `
  unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[]) w (source, partition, lowest, beyond)
  cross join lateral (
    select * from raw.event e
    where e.source = w.source and e.partition = w.partition and e."offset" >= w.lowest and e."offset" < w.beyond
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
