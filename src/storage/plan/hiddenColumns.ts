import type { Contract } from '../../contract/model.ts';
import type { DesiredColumn } from './DesiredTable.ts';
import type { NamedColumn } from './typeNames.ts';

/** Text of any kind is kept as `text`, so that it has the collation of all text here. */
function storedType(type: string): string {
  return /^(character varying|character|name)\b[^[]*$/.test(type) ? 'text' : type;
}

/**
 * Columns of a contract's SELECT that are none of its fields: kept in the serving table for `@derivedFrom` and `@link` to
 * find rows by, and served to nobody.
 */
export function hiddenColumns(
  contract: Contract,
  selected: readonly NamedColumn[],
): readonly DesiredColumn[] {
  const fields = new Set(contract.fields.map(({ column }) => column));
  return selected
    .filter(({ name }) => !fields.has(name))
    .map(({ name, type }) => ({ name, type: storedType(type), notNull: false, hidden: true }));
}
