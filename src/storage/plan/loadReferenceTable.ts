import { parse } from 'csv-parse/sync';
import type { ProductTable } from '../../contract/model.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Transaction } from '../Database.ts';
import { quoteName, quoteNames } from '../quoteName.ts';
import { sqlFailureOf } from '../SqlFailure.ts';
import { catalogType } from './desiredColumn.ts';
import { columnType } from '../../contract/columnType.ts';
import type { PlanStep } from './SchemaPlan.ts';

interface Line {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly values: readonly (string | null)[];
}

function readCsv(file: string, text: string, columns: readonly string[]): readonly Line[] {
  try {
    const rows: readonly { record: Record<string, string>; info: { lines: number } }[] = parse(text, {
      ...{ bom: true, columns: true, trim: true, skip_empty_lines: true, info: true },
    });
    return rows.map(({ record, info }) => ({
      file,
      line: info.lines,
      // CSV does not tell an empty text from none.
      values: columns.map((column) => (record[column] === '' ? null : (record[column] ?? null))),
    }));
  } catch (error) {
    throw new ConcordatError(
      'INPUT_INVALID',
      `${file} is not CSV: ${error instanceof Error ? error.message : ''}`,
      {
        fix: 'Write comma-separated values with a header line, as RFC 4180 has them.',
      },
    );
  }
}

/** Finds the line that Postgres does not take, by trying them one by one: only for the message. */
async function invalidLine(
  transaction: Transaction,
  insert: string,
  lines: readonly Line[],
  error: unknown,
): Promise<unknown> {
  for (const { file, line, values } of lines) {
    try {
      await transaction.savepoint(() =>
        transaction.execute({ text: insert, values: values.map((value) => [value]) }),
      );
    } catch (failure) {
      const reason = sqlFailureOf(failure)?.message ?? 'it is not taken';
      return new ConcordatError('INPUT_INVALID', `${file}, line ${line}: ${reason}.`, {
        fix: "Mend the line: each value must be of its field's type, and keys must not repeat or be empty.",
      });
    }
  }
  return error;
}

/**
 * Makes a reference table hold what its files say, and returns the step when that changed anything.
 *
 * @throws ConcordatError INPUT_INVALID naming file and line when a line does not fit the table.
 */
export async function loadReferenceTable(
  transaction: Transaction,
  table: ProductTable,
): Promise<PlanStep | undefined> {
  const files = table.sources.flatMap((source) => (source.kind === 'file' ? [source.file] : []));
  const columns = table.fields.map(({ column }) => column);
  const lines = files.flatMap(({ file, text }) => readCsv(file, text, columns));
  const name = quoteName(table.product, table.table);
  const key = new Set(table.key.map(({ column }) => column));
  const arrays = table.fields.map(
    ({ type }, index) => `$${index + 1}::${catalogType(columnType({ ...type, list: false }))}[]`,
  );
  await transaction.script(`create temporary table loaded (like ${name} including all) on commit drop`);
  const insert = `insert into loaded (${quoteNames(columns)}) select * from unnest(${arrays.join(', ')})`;
  const values = columns.map((_, index) => lines.map((line) => line.values[index] ?? null));
  try {
    await transaction.savepoint(() => transaction.execute({ text: insert, values }));
  } catch (error) {
    throw await invalidLine(transaction, insert, lines, error);
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
  if (removed + written === 0) return undefined;
  return {
    target: `${table.product}.${table.table}`,
    sql: `-- ${written} rows written, ${removed} removed`,
    reason: `${files.map(({ file }) => file).join(', ')} holds other rows than the table`,
  };
}
