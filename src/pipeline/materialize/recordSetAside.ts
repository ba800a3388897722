import type { Transaction } from '../../storage/Database.ts';
import { type Computation, invalidComputation } from './Computation.ts';
import { concernedAside } from './concernedAside.ts';
import { createLeftOut, keyDigest, keyList } from './leftOut.ts';
import type { SetAside } from './SetAside.ts';

async function forget(transaction: Transaction, computation: Computation): Promise<void> {
  const { text, values } = concernedAside(computation);
  await transaction.execute({
    text: `delete from contract.set_aside a where ${text}
      and not exists (select from left_out l where ${keyDigest('l.key')} = a.key_digest)`,
    values,
  });
}

interface Broken {
  readonly reason: string;
  readonly fix: string;
  readonly rows: number;
}

/**
 * With a promise to its consumers a declaration is broken by its SELECT, and what is served would be taken from all of them. What the
 * events alone are at fault for has no fix, and is set aside in any case.
 */
async function assertKept(transaction: Transaction, computation: Computation): Promise<void> {
  const { subject, table, refuses } = computation;
  if (refuses === 'NONE') return;
  const served = `l.key in (select ${keyList('t', computation)} from ${table} t)`;
  const broken = await transaction.query<Broken & object>({
    text: `select l.reason, l.fix, count(*)::int as rows from left_out l
      where l.fix is not null ${refuses === 'SERVED' ? `and ${served}` : ''}
        and not exists (select from contract.set_aside a where a.subject = $1 and a.key_digest = ${keyDigest('l.key')})
      group by l.reason, l.fix order by l.reason`,
    values: [subject],
  });
  const [first] = broken;
  if (first === undefined) return;
  const what = broken.map(({ reason, rows }) => `${reason} (${rows} rows)`).join('; ');
  throw invalidComputation(
    computation,
    what,
    `${first.fix} "concordat rebuild --set-aside" goes on without these rows.`,
  );
}

/**
 * Makes `contract.set_aside` hold what `left_out` does of the rows in scope; one that was set aside before keeps its time.
 *
 * @returns for each reason how many rows, and how many of them were not set aside before; never a value
 * @throws ConcordatError PROJECT_INVALID where the computation refuses, and rows that were not set aside before break what is declared
 */
export async function recordSetAside(
  transaction: Transaction,
  computation: Computation,
): Promise<readonly SetAside[]> {
  const { subject, answerable } = computation;
  await createLeftOut(transaction);
  await forget(transaction, computation);
  await assertKept(transaction, computation);
  const reasons = await transaction.query<SetAside & object>({
    text: `select l.reason, count(*)::int as rows, count(*) filter (where a.subject is null)::int as "isNew"
      from left_out l left join contract.set_aside a on a.subject = $1 and a.key_digest = ${keyDigest('l.key')}
      group by l.reason order by l.reason`,
    values: [subject],
  });
  if (reasons.length > 0) {
    await transaction.execute({
      text: `insert into contract.set_aside as a (subject, key_digest, key, reason, owner, reached_by)
        select distinct on (${keyDigest('l.key')}) $1, ${keyDigest('l.key')}, l.key, l.reason, $2, l.reached_by
        from left_out l order by ${keyDigest('l.key')}, l.reason
        on conflict (subject, key_digest) do update
          set reason = excluded.reason, owner = excluded.owner, reached_by = excluded.reached_by
        where (a.reason, a.owner, a.reached_by) is distinct from (excluded.reason, excluded.owner, excluded.reached_by)`,
      values: [subject, answerable],
    });
  }
  await transaction.script('drop table left_out');
  return reasons;
}
