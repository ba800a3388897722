import type { UnreachedRows } from '../pipeline/rebuild/unreachedRows.ts';

/** Rows that no change would find, a line for what they are of. */
export function formatUnreached(unreached: readonly UnreachedRows[]): readonly string[] {
  return unreached.map(
    ({ subject, rows }) =>
      `${subject}: ${rows} rows are in no table, null in every column that @derivedFrom goes by, reference data aside: no change would find them.`,
  );
}
