import type { Transaction } from '../../storage/Database.ts';
import { quoteName, quoteNames, quoteText } from '../../storage/quoteName.ts';
import { type Computation, invalidComputation } from './Computation.ts';
import { indexChecks } from './indexChecks.ts';
import { createLeftOut, keyList, reachedBy } from './leftOut.ts';
import { leaveOutRepeated } from './leaveOutRepeated.ts';
import { promiseChecks } from './promiseChecks.ts';
import type { RowCheck } from './RowCheck.ts';

/** The number of the first check that a row does not pass, with the values that it needs. */
function brokenSql(checks: readonly RowCheck[]): { readonly text: string; readonly values: unknown[] } {
  const values: unknown[] = [];
  const cases = checks.map(({ violation, values: own }, index) => {
    values.push(...own);
    return `when ${violation.replace('$n', `$${values.length}`)} then ${index}`;
  });
  return { text: cases.length === 0 ? 'null::int' : `case ${cases.join(' ')} end`, values };
}

/** What of `computed` is not as it should be, by number. */
interface Look {
  readonly broken: number;
  /** Keys that several rows have. */
  readonly repeated: number;
  /** Rows without all of their key. */
  readonly keyless: number;
  /** Whether rows are set aside already. */
  readonly isKnown: boolean;
}

async function look(
  transaction: Transaction,
  { subject, key }: Computation,
  broken: ReturnType<typeof brokenSql>,
): Promise<Look> {
  const columns = key.map(({ column }) => column);
  const keys = quoteNames(columns);
  const isKeyless = columns.map((column) => `${quoteName(column)} is null`).join(' or ');
  const [found] = await transaction.query<Look & object>({
    text: `select count(*) filter (where ${broken.text} is not null)::int as broken,
        (select count(*)::int from (select from computed group by ${keys} having count(*) > 1) r) as repeated,
        count(*) filter (where ${isKeyless})::int as keyless,
        exists (select from contract.set_aside where subject = ${quoteText(subject)}) as "isKnown"
      from computed`,
    values: broken.values,
  });
  return found ?? { broken: 0, repeated: 0, keyless: 0, isKnown: false };
}

/** Whose a row without all of its key is, nobody knows. */
function assertKeys(computation: Computation, { keyless }: Look): void {
  const names = computation.key.map(({ column }) => column).join(', ');
  if (keyless > 0)
    throw invalidComputation(
      computation,
      `its key (${names}) is null in ${keyless} rows`,
      'Give a value in the SELECT, or leave such rows out.',
    );
}

/**
 * Holds the rows of `computed` against what is declared, that each has a key of its own, and against what a key and an index hold.
 * Those that are not so are left out: no row may keep others from being computed.
 *
 * @returns how many rows were taken from `computed`, and whether rows are set aside already
 * @throws ConcordatError PROJECT_INVALID where a row has not all of its key
 */
export async function leaveOut(
  transaction: Transaction,
  computation: Computation,
): Promise<{ readonly rows: number; readonly isKnown: boolean }> {
  const checks = [...indexChecks(computation), ...promiseChecks(computation)];
  const broken = brokenSql(checks);
  const found = await look(transaction, computation, broken);
  assertKeys(computation, found);
  if (found.broken === 0 && found.repeated === 0) return { rows: 0, isKnown: found.isKnown };
  await createLeftOut(transaction);
  const repeated = found.repeated === 0 ? 0 : await leaveOutRepeated(transaction, computation);
  const count = broken.values.length;
  // No other table beside it: its columns may have any name.
  const at = (list: number): string => `($${list}::text[])[1 + ${broken.text}]`;
  await transaction.execute({
    text: `insert into left_out (key, reason, fix, reached_by)
      select ${keyList('n', computation)}, ${at(count + 1)}, ${at(count + 2)}, ${reachedBy('n', computation)}
      from computed n where ${broken.text} is not null`,
    values: [...broken.values, checks.map(({ reason }) => reason), checks.map((check) => check.fix ?? null)],
  });
  const rows = await transaction.execute({
    text: `delete from computed where ${broken.text} is not null`,
    values: broken.values,
  });
  return { rows: repeated + rows, isKnown: found.isKnown };
}
