import type { Contract } from '../../contract/model.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { Transaction } from '../../storage/Database.ts';
import { maskedFields, type MaskedField } from './maskedFields.ts';
import { readMaskedRows } from './readMaskedRows.ts';

/**
 * A process with another key than the last rebuild's must not add to what that one made.
 *
 * @throws ConcordatError CONFIGURATION_INVALID
 */
export async function refuseOtherMaskKey(
  transaction: Transaction,
  { id }: Contract,
  keys: MaskKeys,
): Promise<void> {
  const others = await transaction.query({
    text: 'select from contract.mask_key where contract = $1 and fingerprint <> $2',
    values: [id, keys.fingerprint],
  });
  if (others.length === 0) return;
  throw new ConcordatError(
    'CONFIGURATION_INVALID',
    `CONCORDAT_MASK_KEY is not the key with which the last rebuild made ${id}.`,
    { fix: 'Start with the key of the last rebuild, or run "concordat rebuild" with this one.' },
  );
}

// Row by row by the primary key, whatever the planner believes to be in the table: nobody else is at these keys.
const removeText = `
  delete from contract.masked_value where ctid = any (array(
    select gone.ctid
    from changed c cross join unnest($2::text[], $3::text[]) f (field, purpose)
    cross join lateral (
      select m.ctid from contract.masked_value m
      where m.contract = $1 and m.field = f.field and m.purpose = f.purpose and m.key = c._row_key
      offset 0
    ) gone
    where not c._is_now
  ))`;

const writeText = `
  insert into contract.masked_value as m (contract, field, purpose, masked, key)
  select $1, field, purpose, masked, key::jsonb
  from unnest($2::text[], $3::text[], $4::text[], $5::text[]) n (field, purpose, masked, key)
  on conflict (contract, field, purpose, key) do update set masked = excluded.masked
  where m.masked is distinct from excluded.masked`;

async function removeGone(
  transaction: Transaction,
  { id }: Contract,
  fields: readonly MaskedField[],
): Promise<void> {
  await transaction.execute({
    text: removeText,
    values: [id, fields.map(({ access }) => access.field.name), fields.map(({ purpose }) => purpose)],
  });
}

/**
 * Makes `contract.masked_value` hold the masked values of the rows in the temporary table `changed`, which are written, and none
 * of those that are gone.
 */
export async function updateMaskedValues(
  transaction: Transaction,
  contract: Contract,
  keys: MaskKeys,
  deleted: number,
): Promise<void> {
  const fields = maskedFields(contract);
  if (fields.length === 0) return;
  if (deleted > 0) await removeGone(transaction, contract, fields);
  for await (const page of readMaskedRows(transaction, contract, fields, 'CHANGED', keys)) {
    await transaction.execute({
      text: writeText,
      values: [
        contract.id,
        page.map(({ field }) => field),
        page.map(({ purpose }) => purpose),
        page.map(({ masked }) => masked),
        page.map(({ key }) => key),
      ],
    });
  }
}
