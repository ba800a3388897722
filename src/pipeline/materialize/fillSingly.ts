import type { Transaction } from '../../storage/Database.ts';
import { isDataError } from '../../storage/isDataError.ts';
import { quoteName, quoteNames } from '../../storage/quoteName.ts';
import { type SqlFailure, sqlFailureOf } from '../../storage/SqlFailure.ts';
import { describeDataFailure } from '../../storage/toConcordatError.ts';
import type { NamedColumn } from '../../storage/plan/typeNames.ts';
import { scopedSelects } from '../scope/scopedSelects.ts';
import { type Computation, invalidComputation } from './Computation.ts';
import { createLeftOut, keyList, reachedBy } from './leftOut.ts';

/** Keys that a SELECT may fail for before it is the SELECT that is wrong, and not the data. */
const mostFailing = 1_000;

const fix = 'Mend the SELECT, or what it reads.';

export interface Filled {
  /** Rows in `computed`. */
  readonly rows: number;
  /** Keys that the SELECT fails for, which are in `left_out`. */
  readonly failing: number;
}

/** What a statement fails by for the sake of its data; undefined where it does not. */
async function dataFailureOf(
  transaction: Transaction,
  run: () => Promise<unknown>,
): Promise<SqlFailure | undefined> {
  try {
    await transaction.savepoint(run);
    return undefined;
  } catch (error) {
    const failure = sqlFailureOf(error);
    if (failure === undefined || !isDataError(failure.details.sqlState)) throw error;
    return failure;
  }
}

function keyColumns({ key, selected }: Computation): readonly NamedColumn[] {
  return key.flatMap(({ column }) => selected.find(({ name }) => name === column) ?? []);
}

/** Puts the keys in scope into the temporary table `suspect`, numbered from 1. What a row is besides its key is not computed for that. */
async function findSuspects(transaction: Transaction, computation: Computation): Promise<number> {
  const { sql, selected, scope, columns, reach } = computation;
  const names = [...new Set([...keyColumns(computation).map(({ name }) => name), ...reach])].filter((name) =>
    selected.some((column) => column.name === name),
  );
  const definitions = columns
    .filter(({ name }) => names.includes(name))
    .map(({ name, type }) => `${quoteName(name)} ${type}`);
  await transaction.script(
    `create temporary table suspect (_place serial, ${definitions.join(', ')}) on commit drop`,
  );
  const keys = quoteNames(keyColumns(computation).map(({ name }) => name));
  let found = 0;
  for (const { text, values = [] } of scopedSelects(sql.text, selected, scope)) {
    found += await transaction.execute({
      text: `insert into suspect (${quoteNames(names)})
        select distinct on (${keys}) ${quoteNames(names)} from (\n${text}\n) r
        where (${keys}) is not null and (${keys}) not in (select ${keys} from suspect) order by ${keys}`,
      values,
    });
  }
  return found;
}

/** The rows of the keys from `first` to `last`. Each key is a constant by itself, so that it can reach into the SELECT. */
function rowsText({ sql, selected }: Computation, keys: readonly NamedColumn[]): string {
  const names = quoteNames(selected.map(({ name }) => name));
  const placed = keys.map(({ name, type }, at) => ({
    column: quoteName('r', name),
    values: `$${at + 1}::text[]::${type}[]`,
  }));
  const within = placed.map(({ column, values }) => `${column} = any (${values})`).join(' and ');
  const exact =
    keys.length === 1
      ? ''
      : ` and (${placed.map(({ column }) => column).join(', ')}) in (select * from unnest(${placed.map(({ values }) => values).join(', ')}))`;
  return `insert into computed (${names}) select ${names} from (\n${sql.text}\n) r where ${within}${exact}`;
}

/**
 * Runs a SELECT that failed by its data again: for half of the keys, and where that fails for half of these, until what fails is a single
 * key, which is left out. By key and not by what was touched, so that the same rows are left out whatever is computed.
 *
 * @returns undefined where not even the keys can be computed, or one key cannot be computed without the others
 * @throws ConcordatError PROJECT_INVALID where it fails for more keys than can be the fault of data
 */
export async function fillSingly(
  transaction: Transaction,
  computation: Computation,
): Promise<Filled | undefined> {
  await createLeftOut(transaction);
  let found = 0;
  const failed = await dataFailureOf(transaction, async () => {
    found = await findSuspects(transaction, computation);
  });
  if (failed !== undefined) return undefined;
  const keys = keyColumns(computation);
  const text = rowsText(computation, keys);
  // A SELECT that fails also for no key at all computes more than is asked of it: each key would fail for what another one has.
  const none = { text, values: keys.map(() => []) };
  if ((await dataFailureOf(transaction, () => transaction.execute(none))) !== undefined) return undefined;
  const lists = keys.map(
    ({ name }) => `array_agg(${quoteName(name)}::text order by _place) as ${quoteName(name)}`,
  );
  let rows = 0;
  let failing = 0;
  const take = async (first: number, last: number): Promise<void> => {
    const [values = {}] = await transaction.query<Record<string, readonly string[]>>({
      text: `select ${lists.join(', ')} from suspect where _place between $1 and $2`,
      values: [first, last],
    });
    const failure = await dataFailureOf(transaction, async () => {
      rows += await transaction.execute({ text, values: keys.map(({ name }) => values[name]) });
    });
    if (failure === undefined) return;
    if (first < last) {
      const middle = Math.floor((first + last) / 2);
      await take(first, middle);
      await take(middle + 1, last);
      return;
    }
    failing += 1;
    if (failing > mostFailing)
      throw invalidComputation(
        computation,
        `its SELECT fails for more than ${mostFailing} keys`,
        fix,
        failure,
      );
    const { sqlState, ...place } = failure.details;
    await transaction.execute({
      text: `insert into left_out (key, reason, fix, reached_by)
        select ${keyList('s', computation)}, $2, $3, ${reachedBy('s', computation)} from suspect s where _place = $1`,
      values: [first, `its SELECT fails: ${describeDataFailure(sqlState, place)} [${sqlState}]`, fix],
    });
  };
  if (found > 0) await take(1, found);
  await transaction.script('drop table suspect');
  return { rows, failing };
}
