import type { ContractChange } from '../../feed/record/ContractChange.ts';
import type { Transaction } from '../../storage/Database.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import { keptFields } from './keptFields.ts';
import { parseKeyFields } from './parseKeyFields.ts';
import { publishedFields } from './publishedFields.ts';

/** A deletion of a record whose key's bytes are none of a publisher's. */
export interface Stray {
  readonly keyText: string;
  readonly change: ContractChange;
}

// `now()` as the change log would have it.
const straysText = `
  select last.key_text as "keyText", (last.greatest + 1)::text as revision, now() as "committedAt",
    ${keptFields('last.value', 'last.key_text::jsonb', '$1')}::text as before
  from (
    select distinct on (key_text) key_text, value, max(revision) over (partition by key_text) as greatest
    from on_topic where not is_ours order by key_text, n desc
  ) last
  where last.value is not null`;

/**
 * What others left in the temporary table `on_topic` under keys that are a row's, as JSON, but written with other bytes: for Kafka they are
 * keys of their own, which nothing else would ever delete.
 */
export async function readStrays(
  transaction: Transaction,
  contract: DerivedContract,
): Promise<readonly Stray[]> {
  const kept = [...contract.key.map(({ name }) => name), ...publishedFields(contract).before];
  const rows = await transaction.query<
    Pick<ContractChange, 'revision' | 'committedAt' | 'before'> & Pick<Stray, 'keyText'>
  >({ text: straysText, values: [kept] });
  return rows.map(({ keyText, ...row }) => ({
    keyText,
    change: { ...row, contract: contract.id, key: parseKeyFields(keyText), value: null, traceparent: null },
  }));
}
