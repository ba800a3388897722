import { Readable } from 'node:stream';
import type { Contract } from '../../contract/model.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import { maskValue } from '../../policy/masks/maskValue.ts';
import { rowKey } from '../../policy/rowKey.ts';
import type { Transaction } from '../../storage/Database.ts';
import { quoteName, quoteNames } from '../../storage/quoteName.ts';
import type { Scope } from '../scope/Scope.ts';
import { copyHeader, copyRow, copyText, copyTrailer } from '../ingest/encodeCopyRows.ts';
import { maskedFields, type MaskedField } from './maskedFields.ts';

type Row = Readonly<Record<string, unknown>>;

const rowsAtOnce = 10_000;

const createTable = `
  create temporary table masked_now (
    field text collate "C", purpose text collate "C", masked text collate "C", key text
  ) on commit drop`;

const removeStale = `
  delete from contract.masked_value m where contract = $1 and not exists (
    select from masked_now n where n.field = m.field and n.purpose = m.purpose and n.key::jsonb = m.key
  )`;

/** Of the rows that changed, those that are gone; the others are written over. */
const removeGone = `
  delete from contract.masked_value m
  using changed c, unnest($2::text[], $3::text[]) f (field, purpose)
  where m.contract = $1 and m.field = f.field and m.purpose = f.purpose and m.key = c.row_key and not c.is_now`;

const writeNew = `
  insert into contract.masked_value as m (contract, field, purpose, masked, key)
  select $1, field, purpose, masked, key::jsonb from masked_now
  on conflict (contract, field, purpose, key) do update set masked = excluded.masked
  where m.masked is distinct from excluded.masked`;

const noteKey = `
  insert into contract.mask_key as k (contract, fingerprint) values ($1, $2)
  on conflict (contract) do update set fingerprint = excluded.fingerprint
  where k.fingerprint <> excluded.fingerprint`;

function maskRow(contract: Contract, fields: readonly MaskedField[], row: Row, keys: MaskKeys): Buffer[] {
  const key = rowKey(contract.key.map(({ column }) => row[column]));
  return fields.map(({ access, purpose }) => {
    const context = { keys, purpose, contractId: contract.id, rowKey: key };
    const masked = maskValue(access, row[access.field.column], context);
    return copyRow([access.field.name, purpose, String(masked), key].map(copyText));
  });
}

/**
 * A process with another key than the last rebuild's must not add to what that one made.
 *
 * @throws ConcordatError CONFIGURATION_INVALID
 */
async function refuseOtherKey(transaction: Transaction, { id }: Contract, keys: MaskKeys): Promise<void> {
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

/** Reads the serving table, or the rows of it that changed, a page at a time by its key. */
async function readPage(
  transaction: Transaction,
  contract: Contract,
  columns: readonly string[],
  last: Row | undefined,
  scope: Scope,
): Promise<Row[]> {
  const keys = contract.key.map(({ column }) => column);
  const table = quoteName(contract.serving.schema, contract.serving.table);
  const rows = scope.kind === 'ALL' ? table : `changed join ${table} using (${quoteNames(keys)})`;
  const place = keys.map((_, index) => `$${index + 1}`).join(', ');
  const after = last === undefined ? '' : `where (${quoteNames(keys)}) > (${place})`;
  return transaction.query<Row>({
    text: `select ${quoteNames(columns)} from ${rows} ${after}
      order by ${quoteNames(keys)} limit ${rowsAtOnce}`,
    values: last === undefined ? [] : keys.map((column) => last[column]),
  });
}

/**
 * Makes `contract.masked_value` hold the masked value of every row of the contract for each field that may be filtered by it,
 * through the one implementation of each mask. In a derivation of everything all of them each time, as a changed mask or key
 * changes rows that did not change, and with which key they were made is noted, for gateways to compare with their own; else
 * those of the rows in the temporary table `changed`.
 */
export async function refreshMaskedValues(
  transaction: Transaction,
  contract: Contract,
  keys: MaskKeys,
  scope: Scope,
): Promise<void> {
  const fields = maskedFields(contract);
  if (scope.kind === 'TOUCHED') {
    await refuseOtherKey(transaction, contract, keys);
    if (fields.length === 0) return;
  }
  const columns = [
    ...new Set([...contract.key, ...fields.map(({ access }) => access.field)].map(({ column }) => column)),
  ];
  await transaction.script(createTable);
  if (fields.length > 0) {
    let page = await readPage(transaction, contract, columns, undefined, scope);
    while (page.length > 0) {
      const rows = page.flatMap((row) => maskRow(contract, fields, row, keys));
      await transaction.copyFrom(
        'copy masked_now from stdin (format binary)',
        Readable.from([Buffer.concat([copyHeader, ...rows, copyTrailer])]),
      );
      page =
        page.length < rowsAtOnce ? [] : await readPage(transaction, contract, columns, page.at(-1), scope);
    }
    await transaction.script('create index on masked_now (field, purpose, (key::jsonb)); analyze masked_now');
  }
  if (scope.kind === 'ALL') {
    await transaction.execute({ text: removeStale, values: [contract.id] });
  } else {
    await transaction.execute({
      text: removeGone,
      values: [
        contract.id,
        fields.map(({ access }) => access.field.name),
        fields.map(({ purpose }) => purpose),
      ],
    });
  }
  await transaction.execute({ text: writeNew, values: [contract.id] });
  await transaction.script('drop table masked_now');
  if (scope.kind === 'ALL') {
    await transaction.execute({ text: noteKey, values: [contract.id, keys.fingerprint] });
    await transaction.script('analyze contract.masked_value');
  }
}
