import type { ContractChange } from '../../feed/record/ContractChange.ts';
import type { Transaction } from '../../storage/Database.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import { parseKeyFields } from './parseKeyFields.ts';

/** A deletion of a record whose key's bytes are none of a publisher's. */
export interface Stray {
  readonly keyText: string;
  readonly change: ContractChange;
}

const pagesText = 'select distinct page from stray order by page';

// `now()` as the change log would have it.
const pageText = `
  select key_text as "keyText", revision::text, now() as "committedAt", before from stray where page = $1 order by key_text`;

/** Deletions of what `findStrays` found, some at a time: others may have left any number. */
export async function* readStrays(
  transaction: Transaction,
  contract: DerivedContract,
): AsyncGenerator<readonly Stray[]> {
  for (const { page } of await transaction.query<{ readonly page: string }>({ text: pagesText })) {
    const rows = await transaction.query<
      Pick<ContractChange, 'revision' | 'committedAt' | 'before'> & Pick<Stray, 'keyText'>
    >({ text: pageText, values: [page] });
    yield rows.map(({ keyText, ...row }) => ({
      keyText,
      change: {
        ...row,
        contract: contract.id,
        key: parseKeyFields(keyText),
        value: null,
        traceparent: null,
      },
    }));
  }
  await transaction.script('drop table stray');
}
