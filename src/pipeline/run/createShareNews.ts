import type { Lease } from '../lease/Lease.ts';
import type { WorkShare } from '../observe/WorkShare.ts';

/**
 * Tells how a share of the work changed since it was asked last; undefined where it did not. A lease that was lost and taken again is a
 * change too.
 */
export function createShareNews(): (
  held: readonly Lease[],
  lost: readonly string[],
) => WorkShare | undefined {
  let before: ReadonlyMap<string, string> = new Map();
  return (held, lost) => {
    const now = new Map(held.map(({ name, epoch }) => [name, epoch]));
    const taken = [...now.keys()].filter((name) => before.get(name) !== now.get(name));
    const gone = [...before.keys()].filter((name) => before.get(name) !== now.get(name));
    before = now;
    if (taken.length === 0 && gone.length === 0) return undefined;
    return {
      held: [...now.keys()],
      taken,
      givenBack: gone.filter((name) => !lost.includes(name)),
      lost: gone.filter((name) => lost.includes(name)),
    };
  };
}
