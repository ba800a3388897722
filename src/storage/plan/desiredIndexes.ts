import type { Contract, ContractField, Project } from '../../contract/model.ts';
import type { DesiredIndex } from './DesiredTable.ts';

/** A B-tree whose columns the primary key begins with would be the same index again. */
function isPrefix(columns: readonly string[], of: readonly string[]): boolean {
  return columns.every((column, index) => of[index] === column);
}

/** Each index once, without those that the primary key or another index answers already. */
export function distinctIndexes(
  indexes: readonly DesiredIndex[],
  primaryKey: readonly string[],
): readonly DesiredIndex[] {
  const byText = new Map(indexes.map((index) => [`${index.kind} ${index.columns.join(' ')}`, index]));
  const distinct = [...byText.values()];
  const trees = distinct.filter((index) => index.kind === 'BTREE');
  return distinct.filter(
    (index) =>
      index.kind !== 'BTREE' ||
      (!isPrefix(index.columns, primaryKey) &&
        !trees.some((other) => other !== index && isPrefix(index.columns, other.columns))),
  );
}

function isComparable({ type }: ContractField): boolean {
  return !type.list && type.kind !== 'OBJECT' && type.name !== 'JSON';
}

/** The key follows, so that a page in this order is read from the index alone, from its cursor on. */
function withKey(columns: readonly string[], contract: Contract): DesiredIndex {
  const key = contract.key.map(({ column }) => column).filter((column) => !columns.includes(column));
  return { kind: 'BTREE', columns: [...columns, ...key] };
}

/** Indexes of a contract's serving table: everything that a caller may filter or order by is cheap. */
export function contractIndexes(contract: Contract): readonly DesiredIndex[] {
  const isKey = (field: ContractField): boolean => contract.key.includes(field);
  const asked = contract.fields.filter(
    (field) => isComparable(field) && (field.filterable || field.sortable || isKey(field)),
  );
  const restricting = [
    ...(contract.residency === undefined ? [] : [contract.residency]),
    ...contract.rowPolicies.map(({ field }) => field),
  ];
  const searched = asked.filter(
    (field) => field.type.name === 'String' && (field.filterable || isKey(field)),
  );
  const indexes: DesiredIndex[] = [
    ...[...asked, ...restricting].map((field) => withKey([field.column], contract)),
    ...contract.indexes.map((fields) =>
      withKey(
        fields.map(({ column }) => column),
        contract,
      ),
    ),
    ...contract.derivedFrom.map(({ by }): DesiredIndex => ({ kind: 'BTREE', columns: [by] })),
    ...searched.map((field): DesiredIndex => ({ kind: 'TRIGRAM', columns: [field.column] })),
  ];
  return distinctIndexes(
    indexes,
    contract.key.map(({ column }) => column),
  );
}

/** The columns by which contracts and reconciliations find rows of a product table or an assertion table. */
export function derivedFromColumns(
  project: Project,
  matches: { readonly product: string; readonly table: string } | { readonly reconciliation: string },
): readonly string[] {
  const all = [...project.contracts, ...project.reconciliations].flatMap(({ derivedFrom }) => derivedFrom);
  return all.flatMap((from) => {
    if ('reconciliation' in matches) {
      return from.kind === 'reconciliation' && from.reconciliation === matches.reconciliation
        ? [from.by]
        : [];
    }
    return from.kind === 'product' && from.product === matches.product && from.table === matches.table
      ? [from.column ?? from.by]
      : [];
  });
}
