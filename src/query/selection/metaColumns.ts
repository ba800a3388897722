import type { Contract, DerivedFrom } from '../../contract/model.ts';
import { noColumns, type ReadColumns } from '../statements/ReadColumns.ts';

/** The column of a row's revision. */
export const revisionColumn = '_revision';

/** Columns that the selected fields of `_meta` need. An existing table has neither revision nor lineage nor exceptions. */
export function metaColumns(contract: Contract, selected: ReadonlySet<string>): ReadColumns {
  if (contract.sql === undefined) return noColumns;
  const exceptions = selected.has('exceptions') || settlementDepends(contract, selected);
  const followed = contract.derivedFrom.filter(
    (from) => selected.has('lineage') || (exceptions && isReconciliation(from)),
  );
  return {
    values: new Set(selected.has('revision') ? [revisionColumn] : []),
    texts: new Set(followed.map(({ by }) => by)),
  };
}

/** A SETTLED contract's row is PROVISIONAL while an exception about it is open. */
function settlementDepends(contract: Contract, selected: ReadonlySet<string>): boolean {
  return contract.settlement === 'SETTLED' && selected.has('settlement');
}

export function isReconciliation(
  from: DerivedFrom,
): from is Extract<DerivedFrom, { kind: 'reconciliation' }> {
  return from.kind === 'reconciliation';
}
