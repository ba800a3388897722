import type { ActualColumn, ActualTable } from './ActualTable.ts';
import type { DesiredColumn, DesiredTable } from './DesiredTable.ts';
import { indexDefinition } from './indexSql.ts';
import type { TableChange } from './TableChange.ts';

function* diffColumn(wanted: DesiredColumn, found: ActualColumn): Generator<TableChange> {
  if (wanted.type !== found.type) yield { kind: 'COLUMN_TYPE', column: wanted, from: found.type };
  if (wanted.notNull && !found.notNull) yield { kind: 'SET_NOT_NULL', column: wanted };
  if (!wanted.notNull && found.notNull) yield { kind: 'DROP_NOT_NULL', column: wanted };
  if (wanted.hidden !== found.hidden) yield { kind: 'MARK_HIDDEN', column: wanted };
}

function* diffColumns(wanted: DesiredTable, found: ActualTable): Generator<TableChange> {
  const foundByName = new Map(found.columns.map((column) => [column.name, column]));
  const wantedNames = new Set(wanted.columns.map(({ name }) => name));
  for (const column of wanted.columns) {
    const existing = foundByName.get(column.name);
    if (existing === undefined) yield { kind: 'ADD_COLUMN', column };
    else yield* diffColumn(column, existing);
  }
  for (const column of found.columns) {
    if (!wantedNames.has(column.name)) yield { kind: 'COLUMN_GONE', column };
  }
}

function* diffIndexes(wanted: DesiredTable, found: ActualTable): Generator<TableChange> {
  const foundDefinitions = new Set(found.indexes.map(({ definition }) => definition));
  const wantedDefinitions = new Set(wanted.indexes.map(indexDefinition));
  for (const index of found.indexes) {
    if (!wantedDefinitions.has(index.definition)) yield { kind: 'DROP_INDEX', index };
  }
  for (const index of wanted.indexes) {
    if (!foundDefinitions.has(indexDefinition(index))) yield { kind: 'CREATE_INDEX', index };
  }
}

/** Everything in which the database's table differs from the declared one. Pure. */
export function diffTable(wanted: DesiredTable, found: ActualTable | undefined): readonly TableChange[] {
  if (found === undefined) {
    return [
      { kind: 'CREATE_TABLE' },
      ...wanted.indexes.map((index): TableChange => ({ kind: 'CREATE_INDEX', index })),
    ];
  }
  const sameKey = wanted.primaryKey.join('\n') === found.primaryKey.join('\n');
  return [
    ...diffColumns(wanted, found),
    ...(sameKey ? [] : [{ kind: 'KEY', from: found.primaryKey } as const]),
    ...diffIndexes(wanted, found),
  ];
}
