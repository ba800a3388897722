import type { Transaction } from '../../storage/Database.ts';
import { quoteName, quoteNames, quoteText } from '../../storage/quoteName.ts';
import type { Computation } from './Computation.ts';
import { indexChecks } from './indexChecks.ts';
import { createLeftOut, keyList, reachedBy } from './leftOut.ts';
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

interface Look {
  readonly broken: number;
  readonly repeated: number;
  readonly isKnown: boolean;
}

async function look(
  transaction: Transaction,
  { subject, key }: Computation,
  broken: ReturnType<typeof brokenSql>,
) {
  const keys = quoteNames(key.map(({ column }) => column));
  const [found] = await transaction.query<Look>({
    text: `select count(*) filter (where ${broken.text} is not null)::int as broken,
        (select count(*)::int from (select from computed group by ${keys} having count(*) > 1) r) as repeated,
        exists (select from contract.set_aside where subject = ${quoteText(subject)}) as "isKnown"
      from computed`,
    values: broken.values,
  });
  return found ?? { broken: 0, repeated: 0, isKnown: false };
}

/** Leaves out all rows of keys that several have. */
async function leaveRepeated(transaction: Transaction, computation: Computation): Promise<number> {
  const names = computation.key.map(({ column }) => column);
  const keys = quoteNames(names);
  const grouped = `select ${keys} from computed group by ${keys} having count(*) > 1`;
  const same = names.map((name) => `${quoteName('n', name)} = ${quoteName('r', name)}`).join(' and ');
  await transaction.execute({
    text: `insert into left_out (key, reason, fix, reached_by)
      select distinct on (${keyList('n', computation)}) ${keyList('n', computation)}, $1, $2, ${reachedBy('n', computation)}
      from computed n join (${grouped}) r on ${same}`,
    values: [
      `its SELECT has several rows for the key (${names.join(', ')})`,
      'Make it one row a key: look for a join that multiplies rows.',
    ],
  });
  return transaction.execute({ text: `delete from computed n using (${grouped}) r where ${same}` });
}

/**
 * Holds the rows of `computed` against what is declared, and against what a key and an index hold. Those that are not so are left out: no
 * row may keep others from being computed.
 *
 * @returns how many rows were taken from `computed`, and whether rows are set aside of it already
 */
export async function leaveOut(
  transaction: Transaction,
  computation: Computation,
): Promise<{ readonly rows: number; readonly isKnown: boolean }> {
  const checks = [...indexChecks(computation), ...promiseChecks(computation)];
  const broken = brokenSql(checks);
  const found = await look(transaction, computation, broken);
  let rows = 0;
  if (found.broken > 0) {
    await createLeftOut(transaction);
    const count = broken.values.length;
    // No other table beside it: its columns may have any name.
    const at = (list: number): string => `($${list}::text[])[1 + ${broken.text}]`;
    await transaction.execute({
      text: `insert into left_out (key, reason, fix, reached_by)
        select ${keyList('n', computation)}, ${at(count + 1)}, ${at(count + 2)}, ${reachedBy('n', computation)}
        from computed n where ${broken.text} is not null`,
      values: [
        ...broken.values,
        checks.map(({ reason }) => reason),
        checks.map((check) => check.fix ?? null),
      ],
    });
    rows += await transaction.execute({
      text: `delete from computed where ${broken.text} is not null`,
      values: broken.values,
    });
  }
  if (found.repeated > 0) {
    await createLeftOut(transaction);
    rows += await leaveRepeated(transaction, computation);
  }
  return { rows, isKnown: found.isKnown };
}
