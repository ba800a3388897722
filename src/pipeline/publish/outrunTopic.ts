import { columnType } from '../../contract/columnType.ts';
import type { Transaction } from '../../storage/Database.ts';
import { quoteName } from '../../storage/quoteName.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';

/** Keys of which the topic has a revision that the database does not have as it is there. */
const findAhead = `
  create temporary table ahead on commit drop as
  select key, max(revision) as revision, (array_agg(coalesce(value, key_fields) order by n desc))[1] as last
  from on_topic where key in (
    select t.key from on_topic t where not exists (
      select from contract.change c
      where c.contract = $1 and c.key = t.key and c.revision = t.revision
        and t.value is not distinct from (select jsonb_object_agg(f.key, f.value) from jsonb_each(c.after) f where f.key = any($2))
    )
  )
  group by key`;

/** Each gets a revision beyond the topic's, with the row as it is now, or none. */
const changeAhead = `
  create temporary table outrun on commit drop as
  with change as (
    insert into contract.change (contract, key, revision, skipped, after, before)
    select $1, a.key, 1 + greatest(a.revision, coalesce(newest.revision, 0)),
      greatest(a.revision - coalesce(newest.revision, 0), 0), newest.after, a.last
    from ahead a left join lateral (
      select revision, after from contract.change c where c.contract = $1 and c.key = a.key order by revision desc limit 1
    ) newest on true
    returning id, key, revision
  )
  select * from change`;

const replaceWaiting = `
  delete from contract.outbox o using contract.change c
  where o.contract = $1 and c.id = o.change_id and c.key in (select key from ahead)`;

function reviseText({ serving, key }: DerivedContract): string {
  const sameKey = key.map(
    ({ column, type }, place) => `${quoteName('t', column)} = (o.key ->> ${place})::${columnType(type)}`,
  );
  return `
    update ${quoteName(serving.schema, serving.table)} t
    set _revision = o.revision, _changed_at = transaction_timestamp()
    from outrun o where ${sameKey.join(' and ')}`;
}

/**
 * Where `on_topic` holds revisions that the database knows nothing of, gives those keys revisions beyond: a subscriber that
 * has seen them would take the next changes for old ones otherwise. The topic gets what the database holds now. No derivation
 * meanwhile.
 */
export async function outrunTopic(transaction: Transaction, contract: DerivedContract): Promise<void> {
  const { id, fields } = contract;
  await transaction.execute({ text: findAhead, values: [id, fields.map(({ name }) => name)] });
  const [found] = await transaction.query({ text: 'select from ahead limit 1' });
  if (found !== undefined) {
    await transaction.script('lock table contract.state in share row exclusive mode');
    await transaction.execute({ text: changeAhead, values: [id] });
    await transaction.execute({ text: replaceWaiting, values: [id] });
    await transaction.execute({
      text: 'insert into contract.outbox (contract, change_id) select $1, id from outrun order by id',
      values: [id],
    });
    await transaction.script(`${reviseText(contract)}; drop table outrun`);
  }
  await transaction.script('drop table ahead');
}
