import type { DerivedContract } from '../materialize/materializeContract.ts';
import type { Transaction } from '../../storage/Database.ts';
import type { WaitingChange } from './ChangeSink.ts';
import { keyFields } from './keyFields.ts';
import { pickText } from './pickText.ts';
import { publishedFields } from './publishedFields.ts';

const outboxText = `
  select c.id, c.contract, c.revision, c.committed_at as "committedAt", c.traceparent,
    c.key, case when c.after is not null then ${pickText('c.after', '$3')} end as value,
    case when c.before is not null then ${pickText('c.before', '$4')} end as before
  from (
    select change_id from contract.outbox where contract = $1 order by change_id limit $2
  ) o
  join contract.change c on c.id = o.change_id
  order by c.id`;

/**
 * The next changes of a contract version that are not published. A key's changes get their ids under a lock on the key, so that
 * by id they are in the order of their revisions, and a later one is never there without the earlier ones.
 */
export async function readOutbox(
  transaction: Transaction,
  contract: DerivedContract,
  limit: number,
): Promise<readonly WaitingChange[]> {
  const { all, before } = publishedFields(contract);
  const rows = await transaction.query<Omit<WaitingChange, 'key'> & { readonly key: readonly string[] }>({
    text: outboxText,
    values: [contract.id, limit, all, before],
  });
  return rows.map((row) => ({ ...row, key: keyFields(contract, row.key) }));
}

/** Takes changes off the outbox. */
export async function removeFromOutbox(
  transaction: Transaction,
  contract: DerivedContract,
  changes: readonly WaitingChange[],
): Promise<void> {
  await transaction.execute({
    text: 'delete from contract.outbox where contract = $1 and change_id = any($2::bigint[])',
    values: [contract.id, changes.map(({ id }) => id)],
  });
}
