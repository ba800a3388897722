import type { Transaction } from '../../storage/Database.ts';

/**
 * Puts the newest change of each row that there is into the outbox again: for a destination that has nothing of what was
 * published before.
 */
export async function publishAgain(transaction: Transaction, contract: string): Promise<void> {
  await transaction.execute({
    text: `
      insert into contract.outbox (contract, change_id)
      select contract, id from (
        select distinct on (key) contract, id, after is null as is_gone from contract.change
        where contract = $1 order by key, revision desc
      ) newest
      where not is_gone
      on conflict do nothing`,
    values: [contract],
  });
}
