import type { DerivedContract } from '../materialize/materializeContract.ts';
import type { Transaction } from '../../storage/Database.ts';
import type { WaitingChange } from './ChangeSink.ts';
import { keyFields } from './keyFields.ts';
import { pickText } from './pickText.ts';
import { noteMarkText, type NoteMark } from './publication.ts';
import { publishedFields, type PublishedFields } from './publishedFields.ts';

/** So much of changes in one batch, and the one that goes beyond. */
const mostBytes = 8 * 1_048_576;

/** The change that waits next behind the one with the id `after`, an expression. */
function nextText({ all, before }: PublishedFields, after: string): string {
  return `
  select c.id, c.revision, c.committed_at, c.traceparent, c.key,
    case when c.after is not null then ${pickText('c.after', all)} end as value,
    case when c.before is not null then ${pickText('c.before', before)} end as before
  from contract.change c
  where c.id = (select min(o.change_id) from contract.outbox o where o.contract = $1 and o.change_id > ${after})
  -- Made once, and not again for each look at it.
  offset 0`;
}

const bytesText = `coalesce(octet_length(n.value), 0) + coalesce(octet_length(n.before), 0)`;

// Row by row, so that no more is read than what goes into the batch: a row may be as large as a record.
function outboxText(fields: PublishedFields): string {
  return `
  with recursive batch as (
    select n.*, 1 as place, (${bytesText})::bigint as bytes from (${nextText(fields, '-1')}) n
    union all
    select n.*, b.place + 1, b.bytes + ${bytesText}
    from batch b cross join lateral (${nextText(fields, 'b.id')}) n
    where b.place < $2 and b.bytes < ${mostBytes}
  )
  select id, $1::text as contract, revision, committed_at as "committedAt", traceparent, key, value, before,
    ${noteMarkText} as "noteMark"
  from batch order by id`;
}

/** What waits to be published. */
export interface Outbox {
  readonly changes: readonly WaitingChange[];
  /** Of what was noted of the contract's destination when they were read, where there are any. */
  readonly noteMark: NoteMark | undefined;
}

type OutboxRow = Omit<WaitingChange, 'key'> & {
  readonly key: readonly string[];
  readonly noteMark: NoteMark | null;
};

/**
 * The next changes of a contract version that are not published. A key's changes get their ids under a lock on the key, so that
 * by id they are in the order of their revisions, and a later one is never there without the earlier ones.
 */
export async function readOutbox(
  transaction: Transaction,
  contract: DerivedContract,
  limit: number,
): Promise<Outbox> {
  const rows = await transaction.query<OutboxRow>({
    text: outboxText(publishedFields(contract)),
    values: [contract.id, limit],
  });
  return {
    changes: rows.map((row) => ({ ...row, key: keyFields(contract, row.key) })),
    noteMark: rows[0]?.noteMark ?? undefined,
  };
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
