import type { Contract } from '../../contract/model.ts';
import type { DesiredColumn } from './DesiredTable.ts';
import { engineColumns } from './desiredTables.ts';
import type { NamedColumn } from './typeNames.ts';

/** Text of any kind is kept as `text`, so that it has the collation of all text here. */
function storedType(type: string): string {
  return /^(character varying|character|name)\b[^[]*$/.test(type) ? 'text' : type;
}

/**
 * Columns of a contract's SELECT that are none of its fields: kept in the serving table for `@derivedFrom` and `@link` to
 * find rows by, and served to nobody. A name that is taken already is left out; `checkSql` tells of it.
 */
export function hiddenColumns(
  contract: Contract,
  selected: readonly NamedColumn[],
): readonly DesiredColumn[] {
  const taken = new Set([
    ...contract.fields.map(({ column }) => column),
    ...engineColumns.map(({ name }) => name),
  ]);
  return selected
    .filter(
      ({ name }, index) => !taken.has(name) && selected.findIndex((other) => other.name === name) === index,
    )
    .map(({ name, type }) => ({ name, type: storedType(type), notNull: false, hidden: true }));
}
