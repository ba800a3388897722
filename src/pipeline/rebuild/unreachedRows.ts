import type { RebuildResult } from './RebuildProgress.ts';

/** Rows that are in no table, as no change would find them. */
export interface UnreachedRows {
  /** `contract x@1`, `reconciliation x`, `exceptions of x`. */
  readonly subject: string;
  readonly rows: number;
}

/** Rows of SELECTs that are null in all that `@derivedFrom` goes by, by what they are of. */
export function unreachedRows({
  reconciliations,
  contracts,
}: Pick<RebuildResult, 'reconciliations' | 'contracts'>): readonly UnreachedRows[] {
  return [
    ...reconciliations.flatMap(({ reconciliation, unreached, unreachedExceptions }) => [
      { subject: `reconciliation ${reconciliation}`, rows: unreached },
      { subject: `exceptions of ${reconciliation}`, rows: unreachedExceptions },
    ]),
    ...contracts.map(({ contract, unreached }) => ({ subject: `contract ${contract}`, rows: unreached })),
  ].filter(({ rows }) => rows > 0);
}
