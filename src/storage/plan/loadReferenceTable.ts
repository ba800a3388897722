import type { ProductTable } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import type { Transaction } from '../Database.ts';
import { quoteName, quoteNames } from '../quoteName.ts';
import { catalogType } from './desiredColumn.ts';
import { columnType } from '../../contract/columnType.ts';
import { readReferenceLines } from './readReferenceLines.ts';
import { referenceProblems } from './referenceProblems.ts';
import type { PlanStep } from './SchemaPlan.ts';

export interface ReferenceOutcome {
  /** Absent when the table holds already what the files say, or they do not fit it. */
  readonly step?: PlanStep;
  readonly problems: readonly Problem[];
}

/**
 * Makes a reference table hold what its files say, and returns the step when that changed anything. Where a line does not
 * fit, the table is left as it is.
 */
export async function loadReferenceTable(
  transaction: Transaction,
  table: ProductTable,
): Promise<ReferenceOutcome> {
  const files = table.sources.flatMap((source) => (source.kind === 'file' ? [source.file] : []));
  const columns = table.fields.map(({ column }) => column);
  const read = files.map((file) => readReferenceLines(file, columns));
  const unread = read.flatMap((result) => (result.ok ? [] : [result.problem]));
  if (unread.length > 0) return { problems: unread };
  const lines = read.flatMap((result) => (result.ok ? result.lines : []));
  const name = quoteName(table.product, table.table);
  const key = new Set(table.key.map(({ column }) => column));
  const casts = table.fields.map(({ type }) => `${catalogType(columnType({ ...type, list: false }))}[]`);
  const arrays = casts.map((cast, index) => `$${index + 1}::${cast}`);
  await transaction.script(`create temporary table loaded (like ${name} including all) on commit drop`);
  const insert = `insert into loaded (${quoteNames(columns)}) select * from unnest(${arrays.join(', ')})`;
  const values = columns.map((_, index) => lines.map((line) => line.values[index] ?? null));
  try {
    await transaction.savepoint(() => transaction.execute({ text: insert, values }));
  } catch (error) {
    const problems = await referenceProblems(transaction, table, lines, insert, casts);
    if (problems.length === 0) throw error;
    await transaction.script('drop table loaded');
    return { problems };
  }
  const sameKey = [...key].map((column) => `l.${quoteName(column)} = t.${quoteName(column)}`).join(' and ');
  const updates = columns.filter((column) => !key.has(column)).map((column) => quoteName(column));
  const removed = await transaction.execute({
    text: `delete from ${name} t where not exists (select from loaded l where ${sameKey})`,
  });
  const rest =
    updates.length === 0
      ? 'do nothing'
      : `do update set ${updates.map((c) => `${c} = excluded.${c}`).join(', ')}
      where (${updates.map((c) => `t.${c}`).join(', ')}) is distinct from (${updates.map((c) => `excluded.${c}`).join(', ')})`;
  const written = await transaction.execute({
    text: `insert into ${name} as t (${quoteNames(columns)}) select ${quoteNames(columns)} from loaded
      on conflict (${quoteNames([...key])}) ${rest}`,
  });
  await transaction.script('drop table loaded');
  if (removed + written === 0) return { problems: [] };
  const step = {
    target: `${table.product}.${table.table}`,
    sql: `-- ${written} rows written, ${removed} removed`,
    reason: `${files.map(({ file }) => file).join(', ')} holds other rows than the table`,
  };
  return { step, problems: [] };
}
