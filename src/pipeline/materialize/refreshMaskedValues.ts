import { Readable } from 'node:stream';
import type { Contract } from '../../contract/model.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { Transaction } from '../../storage/Database.ts';
import { copyHeader, copyRow, copyText, copyTrailer } from '../ingest/encodeCopyRows.ts';
import { maskedFields } from './maskedFields.ts';
import { readMaskedRows } from './readMaskedRows.ts';

const createTable = `
  create temporary table masked_now (
    field text collate "C", purpose text collate "C", masked text collate "C", key text
  ) on commit drop`;

const removeStale = `
  delete from contract.masked_value m where contract = $1 and not exists (
    select from masked_now n where n.field = m.field and n.purpose = m.purpose and n.key::jsonb = m.key
  )`;

const writeNew = `
  insert into contract.masked_value as m (contract, field, purpose, masked, key)
  select $1, field, purpose, masked, key::jsonb from masked_now
  on conflict (contract, field, purpose, key) do update set masked = excluded.masked
  where m.masked is distinct from excluded.masked`;

const noteKey = `
  insert into contract.mask_key as k (contract, fingerprint) values ($1, $2)
  on conflict (contract) do update set fingerprint = excluded.fingerprint
  where k.fingerprint <> excluded.fingerprint`;

/**
 * Makes `contract.masked_value` hold the masked value of every row of the contract for each field that may be filtered by it:
 * all of them each time, as a changed mask or key changes rows that did not change. With which key they were made is noted, for
 * gateways to compare with their own.
 */
export async function refreshMaskedValues(
  transaction: Transaction,
  contract: Contract,
  keys: MaskKeys,
): Promise<void> {
  const fields = maskedFields(contract);
  await transaction.script(createTable);
  if (fields.length > 0) {
    for await (const page of readMaskedRows(transaction, contract, fields, 'ALL', keys)) {
      const rows = page.map(({ field, purpose, masked, key }) =>
        copyRow([field, purpose, masked, key].map(copyText)),
      );
      await transaction.copyFrom(
        'copy masked_now from stdin (format binary)',
        Readable.from([Buffer.concat([copyHeader, ...rows, copyTrailer])]),
      );
    }
    await transaction.script('create index on masked_now (field, purpose, (key::jsonb)); analyze masked_now');
  }
  await transaction.execute({ text: removeStale, values: [contract.id] });
  await transaction.execute({ text: writeNew, values: [contract.id] });
  await transaction.script('drop table masked_now');
  await transaction.execute({ text: noteKey, values: [contract.id, keys.fingerprint] });
  await transaction.script('analyze contract.masked_value');
}
