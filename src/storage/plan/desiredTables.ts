import type { Contract, InternalField, ProductTable, Project, Reconciliation } from '../../contract/model.ts';
import type { DesiredColumn, DesiredTable } from './DesiredTable.ts';
import { desiredColumn, engineColumn } from './desiredColumn.ts';
import { contractIndexes, derivedFromColumns, distinctIndexes } from './desiredIndexes.ts';

const columnNames = (fields: readonly { readonly column: string }[]): string[] =>
  fields.map(({ column }) => column);

function byColumns(columns: readonly string[], primaryKey: readonly string[]): DesiredTable['indexes'] {
  return distinctIndexes(
    columns.map((column) => ({ kind: 'BTREE', columns: [column] })),
    primaryKey,
  );
}

function internalColumns(fields: readonly InternalField[], key: readonly InternalField[]): DesiredColumn[] {
  return fields.map((field) => desiredColumn(field, key.includes(field)));
}

/** Whether the table holds reference data of a file rather than what source events say. */
export function isReferenceTable(table: ProductTable): boolean {
  return table.sources.every(({ kind }) => kind === 'file');
}

/** Name of the table that says which source events touched a product's row. */
export function eventsTableName(table: string): string {
  return `${table}__event`;
}

function productTables(table: ProductTable, project: Project): DesiredTable[] {
  const primaryKey = columnNames(table.key);
  const shared = { schema: table.product, owner: `product ${table.product}` };
  const rows: DesiredTable = {
    ...shared,
    name: table.table,
    role: isReferenceTable(table) ? 'REFERENCE' : 'PRODUCT',
    columns: internalColumns(table.fields, table.key),
    primaryKey,
    indexes: byColumns(derivedFromColumns(project, table), primaryKey),
  };
  const events: DesiredTable = {
    ...shared,
    name: eventsTableName(table.table),
    role: 'EVENTS',
    columns: [
      ...table.key.map((field) => desiredColumn(field, true)),
      engineColumn('source', 'text'),
      engineColumn('partition', 'integer'),
      engineColumn('offset', 'bigint'),
    ],
    primaryKey: [...primaryKey, 'source', 'partition', 'offset'],
    indexes: [],
  };
  // Lineage of reference data ends at the table, but whoever joins the two need not know which kind it is.
  return [rows, events];
}

function assertionTable(reconciliation: Reconciliation, project: Project): DesiredTable {
  const primaryKey = columnNames(reconciliation.key);
  return {
    schema: 'reconciliation',
    name: reconciliation.name,
    role: 'ASSERTION',
    owner: `reconciliation ${reconciliation.name}`,
    columns: internalColumns(reconciliation.fields, reconciliation.key),
    primaryKey,
    indexes: byColumns(
      [
        ...derivedFromColumns(project, { reconciliation: reconciliation.name }),
        ...reconciliation.derivedFrom.map(({ by }) => by),
      ].filter((column) => columnNames(reconciliation.fields).includes(column)),
      primaryKey,
    ),
  };
}

/** Tables of products and reconciliations; they follow from the declarations alone. */
export function desiredInternalTables(project: Project): readonly DesiredTable[] {
  return [
    ...project.products.flatMap(({ tables }) => tables.flatMap((table) => productTables(table, project))),
    ...project.reconciliations.map((reconciliation) => assertionTable(reconciliation, project)),
  ];
}

/** Columns of a serving table beside the contract's own: the key's revision, and when the row last changed. */
export const engineColumns: readonly DesiredColumn[] = [
  engineColumn('_revision', 'bigint'),
  engineColumn('_changed_at', 'timestamp with time zone'),
];

/** The serving table of a contract that Concordat fills. `hidden` are the columns of its SELECT that are no field. */
export function desiredContractTable(contract: Contract, hidden: readonly DesiredColumn[]): DesiredTable {
  return {
    schema: contract.serving.schema,
    name: contract.serving.table,
    role: 'CONTRACT',
    owner: `contract ${contract.id}`,
    columns: [
      ...contract.fields.map((field) => desiredColumn(field, contract.key.includes(field))),
      ...hidden,
      ...engineColumns,
    ],
    primaryKey: columnNames(contract.key),
    indexes: contractIndexes(contract),
  };
}
