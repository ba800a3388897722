import type { Transaction } from '../../storage/Database.ts';
import { isTransient } from '../../storage/isTransient.ts';
import { columnSql } from '../../storage/plan/judgeChange.ts';
import { quoteName, quoteNames } from '../../storage/quoteName.ts';
import { sqlFailureOf } from '../../storage/SqlFailure.ts';
import { scopedSelects } from '../scope/scopedSelects.ts';
import { isArray, isNested } from '../bounds/lists.ts';
import { analyzeRows } from '../scope/analyzeRows.ts';
import { invalidComputation, type Computation, type Computed } from './Computation.ts';
import { setAsideUnindexable } from './setAsideUnindexable.ts';

/** Runs the SELECT into the temporary table `computed`, whose columns have the declared types and take nulls. */
async function fill(transaction: Transaction, computation: Computation): Promise<number> {
  const { sql, selected, columns, key, scope } = computation;
  let rows = 0;
  const names = quoteNames(selected.map(({ name }) => name));
  const definitions = columns.map((column) => columnSql({ ...column, notNull: false }));
  const keys = quoteNames(key.map(({ column }) => column));
  await transaction.script(`create temporary table computed (${definitions.join(', ')}) on commit drop`);
  try {
    const selects = scopedSelects(sql.text, selected, scope);
    for (const [index, { text, values = [] }] of selects.entries()) {
      // A row that several touched columns lead to is computed once.
      const fresh =
        index === 0
          ? text
          : `select * from (\n${text}\n) as again where (${keys}) not in (select ${keys} from computed)`;
      rows += await transaction.execute({ text: `insert into computed (${names})\n${fresh}`, values });
    }
    return rows;
  } catch (error) {
    const failure = sqlFailureOf(error);
    if (failure === undefined || isTransient(failure)) throw error;
    throw invalidComputation(
      computation,
      `its SELECT failed: ${failure.message} [${failure.details.sqlState}]`,
      'Mend the SELECT, or what it reads.',
      failure,
    );
  }
}

interface Check {
  readonly violation: string;
  readonly values: readonly unknown[];
  readonly what: (rows: number) => string;
  readonly fix: string;
}

function checksOf({ fields, key, types }: Computation): readonly Check[] {
  return fields.flatMap((field): Check[] => {
    const column = quoteName(field.column);
    const checks: Check[] = [];
    if (field.type.nonNull || key.includes(field)) {
      checks.push({
        violation: `${column} is null`,
        values: [],
        what: (rows) =>
          `column ${field.column} is null in ${rows} rows, and field ${field.name} is never null`,
        fix: 'Give a value in the SELECT, leave such rows out, or declare the field without "!".',
      });
    }
    if (isArray(field.type)) {
      checks.push({
        violation: isNested(column),
        values: [],
        what: (rows) =>
          `column ${field.column} holds lists within a list in ${rows} rows, and field ${field.name} is a list of single values`,
        fix: 'Make it one list in the SELECT: array(select unnest(…)).',
      });
    }
    if (isArray(field.type) && field.type.itemNonNull) {
      checks.push({
        // Of lists within a list, array_position has no answer but an error.
        violation: `case when ${isNested(column)} then false else array_position(${column}, null) is not null end`,
        values: [],
        what: (rows) =>
          `column ${field.column} has a null in its list in ${rows} rows, and items of field ${field.name} are never null`,
        fix: 'Leave nulls out of the list: array_agg(…) filter (where … is not null).',
      });
    }
    const type = field.type.kind === 'ENUM' ? types(field.type.name) : undefined;
    if (type?.kind === 'ENUM') {
      checks.push({
        violation: field.type.list
          ? `not (${column} <@ ($n::text[] || array[null]))`
          : `${column} <> all($n::text[])`,
        values: [type.values.map(({ name }) => name)],
        what: (rows) => `column ${field.column} is none of enum ${type.name}'s values in ${rows} rows`,
        fix: 'Add the value to the enum, or map it in the SELECT.',
      });
    }
    return checks;
  });
}

/** Keys that several rows have, and for each check the rows that break it, in one look at them. */
async function refuseBrokenPromises(transaction: Transaction, computation: Computation): Promise<void> {
  const checks = checksOf(computation);
  const key = computation.key.map(({ column }) => column);
  const values: unknown[] = [];
  const counts = checks.map((check, index) => {
    values.push(...check.values);
    const violation = check.violation.replace('$n', `$${values.length}`);
    return `, count(*) filter (where ${violation})::int as c${index}`;
  });
  const repeated = `select from computed group by ${quoteNames(key)} having count(*) > 1`;
  const [found] = await transaction.query<Record<string, number>>({
    text: `select (select count(*)::int from (${repeated}) as repeated) as keys${counts.join('')} from computed`,
    values,
  });
  const keys = found?.['keys'] ?? 0;
  if (keys > 0) {
    throw invalidComputation(
      computation,
      `its SELECT has several rows for ${keys} keys (${key.join(', ')})`,
      'Make it one row a key: look for a join that multiplies rows.',
    );
  }
  const wrong = checks.flatMap(({ what, fix }, index) => {
    const rows = found?.[`c${index}`] ?? 0;
    return rows === 0 ? [] : [{ what: what(rows), fix }];
  });
  const [first] = wrong;
  if (first !== undefined)
    throw invalidComputation(computation, wrong.map(({ what }) => what).join('; '), first.fix);
}

/**
 * Computes the rows of a table that are in scope into the temporary table `computed` and holds them against the declaration.
 * Rows that a key or an index cannot hold are left out and counted.
 *
 * @throws ConcordatError PROJECT_INVALID naming contract or reconciliation, column and number of rows, never a value, when the
 *   SELECT fails, repeats a key, gives null where none may be, or a value that is not in a field's enum.
 */
export async function computeRows(transaction: Transaction, computation: Computation): Promise<Computed> {
  const filled = await fill(transaction, computation);
  if (filled === 0) return { rows: 0, setAside: [] };
  const setAside = await setAsideUnindexable(transaction, computation);
  const rows = setAside.reduce((left, aside) => left - aside.rows, filled);
  await analyzeRows(transaction, 'computed', rows);
  await refuseBrokenPromises(transaction, computation);
  return { rows, setAside };
}
