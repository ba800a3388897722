import type { DerivedContract } from '../materialize/materializeContract.ts';
import type { Transaction } from '../../storage/Database.ts';
import type { WaitingChange } from './ChangeSink.ts';
import { publishedFields } from './publishedFields.ts';

/** Fields of a row of `contract.change` as JSON text, in order; `$n` is the list of their names. */
function pickText(row: string, names: string): string {
  return `(
    select '{' || coalesce(string_agg(to_json(f.name)::text || ':' || (${row} -> f.name)::text, ',' order by f.place), '') || '}'
    from unnest(${names}::text[]) with ordinality f (name, place) where ${row} ? f.name
  )`;
}

const outboxText = `
  select c.id, c.contract, c.revision, c.committed_at as "committedAt", c.traceparent,
    c.key, case when c.after is not null then ${pickText('c.after', '$3')} end as value,
    case when c.before is not null then ${pickText('c.before', '$4')} end as before
  from (
    select change_id from contract.outbox where contract = $1 order by change_id limit $2
  ) o
  join contract.change c on c.id = o.change_id
  order by c.id`;

/** The key's fields as on the wire, from their texts. */
function keyFields({ key }: DerivedContract, texts: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    key.map(({ name, type }, place) => [name, type.name === 'Int' ? Number(texts[place]) : texts[place]]),
  );
}

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
