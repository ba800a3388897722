import type { ProductTable, Project } from '../../contract/model.ts';
import type { Transaction } from '../Database.ts';
import { keyText } from '../../query/sql/keyText.ts';
import { quoteName, quoteText } from '../quoteName.ts';
import { derivedFromColumns } from './desiredIndexes.ts';
import { desiredColumn } from './desiredColumn.ts';
import type { DesiredColumn } from './DesiredTable.ts';
import { isReferenceTable } from './desiredTables.ts';
import type { PlanStep } from './SchemaPlan.ts';

interface CaptureTrigger {
  readonly name: string;
  /** DDL that makes it. */
  readonly sql: string;
}

interface ActualTrigger {
  readonly name: string;
  readonly comment: string | null;
}

/** The name by which `touched` knows a product's table or an assertion table. */
export function touchedRelation(schema: string, table: string): string {
  return `${schema}.${table}`;
}

/** Takes notes in `touched`, or with the row's key as texts in `touched_row`. */
function noteText(
  relation: string,
  columns: readonly DesiredColumn[],
  rows: string,
  key?: readonly string[],
): string {
  const values = columns.map(
    ({ name, type }) => `(${quoteText(name)}, ${keyText(quoteName('r', name), type)})`,
  );
  const texts = key?.map((column) => `r.${quoteName(column)}::text`);
  const [into, more] =
    texts === undefined ? ['touched', ''] : ['touched_row', `, array[${texts.join(', ')}]`];
  return `insert into pg_temp.${into} select ${quoteText(relation)}, v.c, v.x${more} from ${rows} cross join lateral (values ${values.join(', ')}) v (c, x) where v.x is not null`;
}

/** Names that no field can have: a whole row is meant by them, and not one of its columns. */
const [before, after] = ['_before', '_after'];

/** Rows of an update that are not as they were, before and after. Compared as text: jsonb takes 1.0 for 1.00. */
function changedRows(key: readonly string[]): string {
  const same = key
    .map((column) => `${quoteName(before, column)} = ${quoteName(after, column)}`)
    .join(' and ');
  const from = (alias: string): string => `${alias === before ? 'old_rows' : 'new_rows'} ${alias}`;
  const differs = (one: string, other: string): string =>
    `select ${one}.* from ${from(one)} left join ${from(other)} on ${same} where ${one}::text is distinct from ${other}::text`;
  return `(${differs(before, after)} union all ${differs(after, before)}) r`;
}

function triggersOf(table: ProductTable, columns: readonly DesiredColumn[]): readonly CaptureTrigger[] {
  const relation = touchedRelation(table.product, table.table);
  const key = table.key.map(({ column }) => column);
  const events = [
    { event: 'insert', tables: 'new table as new_rows', rows: 'new_rows r' },
    { event: 'update', tables: 'old table as old_rows new table as new_rows', rows: changedRows(key) },
    { event: 'delete', tables: 'old table as old_rows', rows: 'old_rows r' },
  ];
  return events.map(({ event, tables, rows }) => {
    const name = `concordat_capture_${event}`;
    const notes = [noteText(relation, columns, rows), noteText(relation, columns, rows, key)];
    return {
      name,
      sql: `create trigger ${name} after ${event} on ${quoteName(table.product, table.table)} referencing ${tables} for each statement execute function pipeline.capture(${notes.map(quoteText).join(', ')})`,
    };
  });
}

async function ensureTrigger(
  transaction: Transaction,
  table: string,
  trigger: CaptureTrigger,
  existing: readonly ActualTrigger[],
): Promise<PlanStep | undefined> {
  const found = existing.find(({ name }) => name === trigger.name);
  if (found?.comment === trigger.sql) return undefined;
  const drop = found === undefined ? '' : `drop trigger ${trigger.name} on ${table};\n`;
  const sql = `${drop}${trigger.sql}`;
  await transaction.script(
    `${sql}; comment on trigger ${trigger.name} on ${table} is ${quoteText(trigger.sql)}`,
  );
  return { target: table, sql, reason: 'what changes is derived onwards by these columns' };
}

/**
 * Makes the triggers by which derivation learns which values of `@derivedFrom(by:)` a projection really changed. A table that
 * nothing is derived from has none.
 */
export async function ensureCaptureTriggers(
  transaction: Transaction,
  project: Project,
): Promise<readonly PlanStep[]> {
  const steps: PlanStep[] = [];
  for (const table of project.products.flatMap(({ tables }) => tables)) {
    if (isReferenceTable(table)) continue;
    const name = quoteName(table.product, table.table);
    const existing = await transaction.query<ActualTrigger>({
      text: `select tgname as name, obj_description(oid, 'pg_trigger') as comment from pg_trigger
        where tgrelid = to_regclass($1) and starts_with(tgname, 'concordat_capture_')`,
      values: [name],
    });
    const names = new Set(derivedFromColumns(project, table));
    const columns = table.fields
      .filter(({ column }) => names.has(column))
      .map((field) => desiredColumn(field, false))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    const wanted = columns.length === 0 ? [] : triggersOf(table, columns);
    for (const trigger of wanted) {
      const step = await ensureTrigger(transaction, name, trigger, existing);
      if (step !== undefined) steps.push(step);
    }
    for (const { name: gone } of existing) {
      if (wanted.some((trigger) => trigger.name === gone)) continue;
      const sql = `drop trigger ${quoteName(gone)} on ${name}`;
      await transaction.script(sql);
      steps.push({ target: name, sql, reason: 'nothing is derived from the table any more' });
    }
  }
  return steps;
}
