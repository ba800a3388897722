import type { ParkedReason } from '../../pipeline/parked/readParked.ts';

/** A line a reason, with how many events are parked for it. */
export function formatReasons(reasons: readonly ParkedReason[]): readonly string[] {
  const width = Math.max(0, ...reasons.map(({ events }) => String(events).length));
  return reasons.map(
    ({ product, reason, owner, events }) =>
      `  ${String(events).padStart(width)}  ${product}: ${reason} (owner ${owner})`,
  );
}
