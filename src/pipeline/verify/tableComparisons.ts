import type { Classification, InternalField, Project } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import type { DesiredColumn } from '../../storage/plan/DesiredTable.ts';
import { desiredColumn } from '../../storage/plan/desiredColumn.ts';
import { eventsTableName, isReferenceTable } from '../../storage/plan/desiredTables.ts';
import { selectedColumns } from '../../storage/plan/typeNames.ts';
import { quoteName } from '../../storage/quoteName.ts';
import { contractColumns } from '../materialize/contractColumns.ts';
import { storedValue } from '../materialize/columnExpressions.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import type { Comparison, KeyColumn } from './Comparison.ts';

const withheld: readonly Classification[] = ['PERSONAL', 'RESTRICTED'];

/** Key columns of something declared; those of people are told only to who asks for them. */
export function keyColumns(
  key: readonly { readonly column: string; readonly classification: Classification }[],
  allKeys: boolean,
): readonly KeyColumn[] {
  return key.map(({ column, classification }) => ({
    column,
    shown: allKeys || !withheld.includes(classification),
  }));
}

/** A SELECT of columns as text, each as `value` gives it. */
function selectText(
  table: string,
  columns: readonly DesiredColumn[],
  value: (column: DesiredColumn) => string,
): string {
  const list = columns.map((column) => `(${value(column)})::text collate "C" as ${quoteName(column.name)}`);
  return `select ${list.join(', ')} from ${table} t`;
}

const asItIs = ({ name }: DesiredColumn): string => quoteName('t', name);
const asWritten = (column: DesiredColumn): string => storedValue('t', column);

function without(columns: readonly DesiredColumn[], key: readonly KeyColumn[]): readonly string[] {
  return columns.map(({ name }) => name).filter((name) => key.every(({ column }) => column !== name));
}

const internalColumns = (fields: readonly InternalField[], key: readonly InternalField[]) =>
  fields.map((field) => desiredColumn(field, key.includes(field)));

/** Products' tables that source events fill, and which events touched their rows. */
export function productComparisons(project: Project, allKeys: boolean): readonly Comparison[] {
  const tables = project.products.flatMap((product) =>
    product.tables.filter((one) => !isReferenceTable(one)),
  );
  return tables.flatMap((table): Comparison[] => {
    const key = keyColumns(table.key, allKeys);
    const columns = internalColumns(table.fields, table.key);
    const rows = selectText(quoteName(table.product, table.table), columns, asItIs);
    const events = eventsTableName(table.table);
    const eventColumns = ['source', 'partition', 'offset'];
    const keys = [...key.map(({ column }) => column), ...eventColumns];
    const list = keys.map((column) => `${quoteName('t', column)}::text collate "C" as ${quoteName(column)}`);
    const lineage = `select ${list.join(', ')} from ${quoteName(table.product, events)} t`;
    return [
      {
        ...{ table: `${table.product}.${table.table}`, key },
        ...{ columns: without(columns, key), stored: rows, derived: rows },
      },
      {
        table: `${table.product}.${events}`,
        key: [...key, ...eventColumns.map((column) => ({ column, shown: true }))],
        ...{ columns: [], stored: lineage, derived: lineage },
      },
    ];
  });
}

/** Assertion tables. */
export function assertionComparisons(project: Project, allKeys: boolean): readonly Comparison[] {
  return project.reconciliations.map((reconciliation) => {
    const key = keyColumns(reconciliation.key, allKeys);
    const columns = internalColumns(reconciliation.fields, reconciliation.key);
    const table = quoteName('reconciliation', reconciliation.name);
    return {
      ...{ table: `reconciliation.${reconciliation.name}`, key, columns: without(columns, key) },
      ...{ stored: selectText(table, columns, asItIs), derived: selectText(table, columns, asWritten) },
    };
  });
}

/** A serving table, hidden columns too. */
export async function servingComparison(
  transaction: Transaction,
  contract: DerivedContract,
  allKeys: boolean,
): Promise<Comparison> {
  const columns = contractColumns(contract, await selectedColumns(transaction, contract.sql.text));
  const key = keyColumns(contract.key, allKeys);
  const table = quoteName(contract.serving.schema, contract.serving.table);
  return {
    ...{ table: `${contract.serving.schema}.${contract.serving.table}`, key, columns: without(columns, key) },
    ...{ stored: selectText(table, columns, asItIs), derived: selectText(table, columns, asWritten) },
  };
}
