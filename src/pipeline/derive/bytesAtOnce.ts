/**
 * Values of source events that are worked on together, in bytes: what a product makes of them takes several times as much, and a worker
 * must show that it gets on. At least one event is taken, whatever its size.
 */
export const bytesAtOnce = 32 * 1024 * 1024;

/** SQL of how many bytes the values of `e` before this one are, by offset. */
export const bytesBefore = `coalesce(
  sum(octet_length(e.value)) over (order by e."offset" rows between unbounded preceding and 1 preceding), 0)`;
