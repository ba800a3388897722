import type { Transaction } from '../../storage/Database.ts';
import { type Computation, invalidComputation } from './Computation.ts';
import { concernedAside } from './concernedAside.ts';
import { createLeftOut, keyDigest } from './leftOut.ts';
import type { SetAside } from './SetAside.ts';

interface Reason extends SetAside {
  readonly fix: string | null;
}

async function forget(transaction: Transaction, computation: Computation): Promise<void> {
  const { text, values } = concernedAside(computation);
  await transaction.execute({
    text: `delete from contract.set_aside a where ${text}
      and not exists (select from left_out l where ${keyDigest('l.key')} = a.key_digest)`,
    values,
  });
}

/** With a promise to its consumers a declaration is broken by its SELECT, and what was served would be taken from all of them. */
function refusal(computation: Computation, reasons: readonly Reason[]): Error | undefined {
  const broken = reasons.filter(({ fix, isNew }) => fix !== null && isNew > 0);
  const [first] = broken;
  if (first === undefined) return undefined;
  const what = broken.map(({ reason, rows }) => `${reason} (${rows} rows)`).join('; ');
  return invalidComputation(
    computation,
    what,
    `${first.fix ?? ''} Or leave such rows out: "concordat rebuild --set-aside".`,
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
  const reasons = await transaction.query<Reason>({
    text: `select l.reason, l.fix, count(*)::int as rows, count(*) filter (where a.subject is null)::int as "isNew"
      from left_out l left join contract.set_aside a on a.subject = $1 and a.key_digest = ${keyDigest('l.key')}
      group by l.reason, l.fix order by l.reason`,
    values: [subject],
  });
  if (computation.refuses) {
    const refused = refusal(computation, reasons);
    if (refused !== undefined) throw refused;
  }
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
  return reasons.map(({ reason, rows, isNew }) => ({ reason, rows, isNew }));
}
