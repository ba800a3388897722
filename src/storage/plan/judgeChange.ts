import { quoteName, quoteNames, quoteText } from '../quoteName.ts';
import { hiddenColumnComment } from './comments.ts';
import type { DesiredColumn, DesiredIndex, DesiredTable, TableRole } from './DesiredTable.ts';
import { createIndexSql } from './indexSql.ts';
import type { PlanStep, Refusal } from './SchemaPlan.ts';
import type { TableChange } from './TableChange.ts';

/** What a judgement depends on beside the change itself. */
export interface TableFacts {
  readonly hasRows: boolean;
  /** Columns in which some row has null; only those that are asked for. */
  readonly columnsWithNulls: ReadonlySet<string>;
  readonly trigramSchema: string;
}

export type Judgement =
  { readonly ok: true; readonly step: PlanStep } | { readonly ok: false; readonly refusal: Refusal };

/** Types that hold every value of another one. */
const widenings: Readonly<Record<string, readonly string[]>> = {
  integer: ['bigint', 'numeric'],
  bigint: ['numeric'],
};

const qualified = ({ schema, name }: DesiredTable): string => quoteName(schema, name);

/** A column as DDL writes it. */
export function columnSql({ name, type, notNull }: DesiredColumn): string {
  const collation = type === 'text' || type === 'text[]' ? ' collate "C"' : '';
  return `${quoteName(name)} ${type}${collation}${notNull ? ' not null' : ''}`;
}

function hiddenCommentSql(table: DesiredTable, column: DesiredColumn): string {
  const comment = column.hidden ? quoteText(hiddenColumnComment) : 'null';
  return `comment on column ${qualified(table)}.${quoteName(column.name)} is ${comment}`;
}

/** DDL of a table with its primary key, without further indexes. */
export function createTableSql(table: DesiredTable): string {
  const lines = [...table.columns.map(columnSql), `primary key (${quoteNames(table.primaryKey)})`];
  const comments = table.columns
    .filter(({ hidden }) => hidden)
    .map((column) => `;\n${hiddenCommentSql(table, column)}`);
  return `create table ${qualified(table)} (\n  ${lines.join(',\n  ')}\n)${comments.join('')}`;
}

/** What to do where a change would lose data: everything but raw can be derived again. */
function wayOut(table: DesiredTable): string {
  const drop = `drop table ${qualified(table)}`;
  const fixes: Readonly<Record<TableRole, string>> = {
    CONTRACT:
      'Consumers rely on this version: put the declaration back and publish the change as the next version. ' +
      `If nobody uses this version yet, run "${drop}", "concordat migrate" and "concordat rebuild"; revisions go on where they were.`,
    PRODUCT: `Its rows can be derived from raw again: run "${drop}", "concordat migrate" and "concordat rebuild".`,
    EVENTS: `Its rows can be derived from raw again: run "${drop}", "concordat migrate" and "concordat rebuild".`,
    ASSERTION: `Its rows can be derived again: run "${drop}", "concordat migrate" and "concordat rebuild".`,
    REFERENCE: `Its rows come from the project's file: run "${drop}" and "concordat migrate".`,
  };
  return fixes[table.role];
}

/** Decides about one difference: the step that removes it, or why Concordat leaves that to somebody who knows. */
export function judgeChange(table: DesiredTable, change: TableChange, facts: TableFacts): Judgement {
  const target = `${table.schema}.${table.name}`;
  const alter = `alter table ${qualified(table)}`;
  const step = (sql: string, reason: string): Judgement => ({ ok: true, step: { target, sql, reason } });
  const refuse = (message: string): Judgement => ({
    ok: false,
    refusal: { target, message: `${message} (${table.owner})`, fix: wayOut(table) },
  });
  switch (change.kind) {
    case 'CREATE_TABLE':
      return step(createTableSql(table), `${table.owner} declares it`);
    case 'ADD_COLUMN': {
      const { column } = change;
      if (column.notNull && facts.hasRows) {
        return refuse(
          `Column ${target}.${column.name} is new and never null, but the table has rows that have no value for it.`,
        );
      }
      const sql = `${alter} add column ${columnSql(column)}`;
      const marked = column.hidden ? `${sql};\n${hiddenCommentSql(table, column)}` : sql;
      return step(marked, `${table.owner} declares it; existing rows get it with the next rebuild`);
    }
    case 'COLUMN_GONE':
      return change.column.hidden
        ? step(
            `${alter} drop column ${quoteName(change.column.name)}`,
            'the SELECT no longer has it, and it was never a field',
          )
        : refuse(
            `Column ${target}.${change.column.name} is no longer declared: dropping or renaming it would lose its values.`,
          );
    case 'COLUMN_TYPE': {
      const { column, from } = change;
      return widenings[from]?.includes(column.type) === true
        ? step(
            `${alter} alter column ${quoteName(column.name)} type ${column.type}`,
            `${column.type} holds every ${from}`,
          )
        : refuse(`Column ${target}.${column.name} is ${from} and declared as ${column.type}.`);
    }
    case 'SET_NOT_NULL':
      return facts.columnsWithNulls.has(change.column.name)
        ? refuse(`Column ${target}.${change.column.name} is declared as never null, but has nulls.`)
        : step(
            `${alter} alter column ${quoteName(change.column.name)} set not null`,
            `${table.owner} declares it so, and no row has null`,
          );
    case 'DROP_NOT_NULL':
      return step(
        `${alter} alter column ${quoteName(change.column.name)} drop not null`,
        `${table.owner} declares that it may be null`,
      );
    case 'MARK_HIDDEN':
      return step(
        hiddenCommentSql(table, change.column),
        change.column.hidden ? 'the column is no longer a field' : 'the column is a field now',
      );
    case 'KEY':
      return refuse(
        `The key of ${target} is (${change.from.join(', ')}) and declared as (${table.primaryKey.join(', ')}).`,
      );
    case 'CREATE_INDEX':
      return step(createIndexSql(table, change.index, facts.trigramSchema), indexReason(table, change.index));
    case 'DROP_INDEX':
      return step(`drop index ${quoteName(table.schema, change.index.name)}`, 'nothing declares it any more');
  }
}

function indexReason({ role }: DesiredTable, { kind, columns }: DesiredIndex): string {
  const of = columns.join(', ');
  if (kind === 'TRIGRAM') return `an index on ${of} makes \`contains\` cheap`;
  return role === 'CONTRACT'
    ? `an index on ${of} makes its filters and orderings cheap`
    : `an index on ${of} finds the rows that a change touches`;
}
