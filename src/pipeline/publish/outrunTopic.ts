import { columnType } from '../../contract/columnType.ts';
import type { Transaction } from '../../storage/Database.ts';
import { quoteName } from '../../storage/quoteName.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import { keptFields } from './keptFields.ts';
import { publishedFields } from './publishedFields.ts';

/**
 * Keys of which the topic has a revision that the database does not have as it is there; and those that the topic leaves at an
 * earlier revision than was published already, which compaction would keep. However many records a key has, it is there once for its
 * last one, which is what is read of the topic from now on, and once for its greatest revision where that is another row: who
 * followed before holds that. Of a row that somebody made up no more is kept than what is asked of rows that are gone.
 */
const findAhead = `
  create temporary table ahead on commit drop as
  with last as (
    -- Under other bytes a deletion comes between.
    select distinct on (key) key, revision, key_fields, coalesce(value, key_fields) as fields,
      max(revision + (not is_ours)::int) over (partition by key) as greatest,
      first_value(coalesce(value, key_fields)) over (partition by key order by revision desc, n rows between unbounded preceding and unbounded following) as held
    from on_topic order by key, n desc
  )
  select last.key, last.greatest as revision, held.place,
    ${keptFields('held.fields', 'last.key_fields', '$3')} as last
  from last
  cross join lateral (select 1 as place, last.fields union all select 2, last.held where last.held <> last.fields) held
  where last.key in (
    select t.key from on_topic t where not exists (
      select from contract.change c
      where t.is_ours and c.contract = $1 and c.key = t.key and c.revision = t.revision
        and t.is_gone = (c.after is null) and t.value is not distinct from (select jsonb_object_agg(f.key, f.value) from jsonb_each(c.after) f where f.key = any($2))
    )
  )
  or exists (
    select from (
      select id, revision from contract.change c where c.contract = $1 and c.key = last.key order by revision desc limit 1
    ) newest
    where newest.revision > last.revision
      and not exists (select from contract.outbox o where o.contract = $1 and o.change_id = newest.id)
  )`;

/** Each gets a revision beyond the topic's for each time it is there, with the row as it is now, or none. */
const changeAhead = `
  create temporary table outrun on commit drop as
  with change as (
    insert into contract.change (contract, key, committed_at, revision, skipped, after, before)
    select $1, a.key, (select clock_timestamp()), a.place + greatest(a.revision, coalesce(newest.revision, 0)),
      case a.place when 1 then greatest(a.revision - coalesce(newest.revision, 0), 0) else 0 end, newest.after, a.last
    from ahead a left join lateral (
      select revision, after from contract.change c where c.contract = $1 and c.key = a.key order by revision desc limit 1
    ) newest on true
    order by a.place
    returning id, key, revision, committed_at
  )
  select * from change`;

const replaceWaiting = `
  delete from contract.outbox o using contract.change c
  where o.contract = $1 and c.id = o.change_id and c.key in (select key from ahead)`;

/**
 * All other keys that the database ever had, those whose rows are gone too: somebody may have made them up again. Of each what filters,
 * residency and row policies ask of the row.
 */
const addOthers = `
  insert into ahead (key, revision, place, last)
  select newest.key, newest.revision, 1, (
    select jsonb_object_agg(f.key, f.value) from jsonb_each(coalesce(newest.after, newest.before)) f where f.key = any($2)
  )
  from (
    select distinct on (key) key, revision, after, before from contract.change where contract = $1 order by key, revision desc
  ) newest
  where not exists (select from ahead a where a.key = newest.key)`;

/** Which keys get revisions beyond: those of which the topic is known to be ahead, or all, as it holds what nobody knows. */
export type Outrun = 'KEYS_AHEAD' | 'ALL_KEYS';

function reviseText({ serving, key }: DerivedContract): string {
  const sameKey = key.map(
    ({ column, type }, place) => `${quoteName('t', column)} = (o.key ->> ${place})::${columnType(type)}`,
  );
  return `
    update ${quoteName(serving.schema, serving.table)} t
    set _revision = o.revision, _changed_at = o.committed_at
    from (select distinct on (key) * from outrun order by key, revision desc) o
    where ${sameKey.join(' and ')}`;
}

/**
 * Where `on_topic` holds revisions that the database knows nothing of, or outdated ones last, gives those keys revisions beyond: a subscriber that
 * has seen them would take the next changes for old ones otherwise. The topic gets what the database holds now. No derivation
 * meanwhile.
 */
export async function outrunTopic(
  transaction: Transaction,
  contract: DerivedContract,
  outrun: Outrun,
): Promise<void> {
  const { id, key } = contract;
  const { all, before } = publishedFields(contract);
  const kept = [...key.map(({ name }) => name), ...before];
  await transaction.execute({ text: findAhead, values: [id, all, kept] });
  const [found] = await transaction.query({ text: 'select from ahead limit 1' });
  if (found !== undefined || outrun === 'ALL_KEYS') {
    await transaction.script('lock table contract.state in share row exclusive mode');
    await transaction.execute({ text: replaceWaiting, values: [id] });
    if (outrun === 'ALL_KEYS') await transaction.execute({ text: addOthers, values: [id, kept] });
    await transaction.execute({ text: changeAhead, values: [id] });
    await transaction.execute({
      text: 'insert into contract.outbox (contract, change_id) select $1, id from outrun order by id',
      values: [id],
    });
    await transaction.script(`${reviseText(contract)}; drop table outrun`);
  }
  await transaction.script('drop table ahead');
}
