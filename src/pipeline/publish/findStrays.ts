import type { Transaction } from '../../storage/Database.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import { keptFields } from './keptFields.ts';
import { publishedFields } from './publishedFields.ts';

/** What is read at once, about, and what a record has beside its key, twice, and the row as it was. */
const bytes = { atOnce: 8 * 1_048_576, around: 500 };

const findText = `
  create temporary table stray on commit drop as
  select key_text, revision, before,
    sum(${bytes.around} + 2 * octet_length(key_text) + octet_length(before)) over (order by key_text)::bigint / ${bytes.atOnce} as page
  from (
    select key_text, greatest + 1 as revision, ${keptFields('last.fields', 'last.key_fields', '$1')}::text as before
    from (
      select distinct on (key_text) key_text, key_fields, coalesce(value, key_fields) as fields, is_gone,
        max(revision) over (partition by key_text) as greatest
      from on_topic where not is_ours order by key_text, n desc
    ) last
    where not is_gone
  ) found`;

/**
 * Puts into the temporary table `stray` what others left in `on_topic` under keys that are a row's, as JSON, but written with other bytes: for Kafka
 * they are keys of their own, which nothing else would ever delete.
 */
export async function findStrays(transaction: Transaction, contract: DerivedContract): Promise<void> {
  const kept = [...contract.key.map(({ name }) => name), ...publishedFields(contract).before];
  await transaction.execute({ text: findText, values: [kept] });
}
